import { beforeAll, describe, expect, it } from "vitest";
import { type Driver, newDriver } from "../kit/driver.ts";
import { type Answer, call, expectNoLeak, problemOf } from "../kit/http.ts";
import { audience, type Operation, openApi, pathWith } from "../kit/openapi.ts";
import { newOperator, type Operator, openPlatform } from "../kit/platform.ts";
import { newStation, type Station } from "../kit/station.ts";

let other: Operator;
let driver: Driver;
let station: Station;
let operations: readonly Operation[];
beforeAll(async () => {
  const admin = await openPlatform();
  [other, driver, station] = await Promise.all([newOperator("super_admin"), newDriver(), newStation(admin)]);
  ({ operations } = await openApi());
});

function post(operation: Operation, text: string): Promise<Answer> {
  const token = { driver: driver.token, operator: other.token }[audience(operation)];
  const likely: Readonly<Record<string, string>> = { stationId: station.stationId };
  return call(
    operation.method,
    pathWith(operation.path, (name) => likely[name] ?? `${name.slice(0, 3).toLowerCase()}_aaaaaaaa`),
    {
      ...(token === undefined ? {} : { token }),
      text,
      headers: audience(operation) === "terminal" ? station.terminal.sign(text) : {},
    },
  );
}
const taking = () => operations.filter((one) => one.requestBody !== undefined);

describe("a body", () => {
  it("of ten megabytes is refused by every call, unread", async () => {
    const huge = JSON.stringify({ a: "x".repeat(10 * 1024 * 1024) });
    expect(taking().length).toBeGreaterThan(20);
    for (const operation of taking()) expect(problemOf(await post(operation, huge)).code, operation.path).toBe("body_too_large");
  });

  it("that claims to be small and is not is refused as well", async () => {
    const bytes = Uint8Array.from(new TextEncoder().encode(JSON.stringify({ email: "a@b.example", password: "x".repeat(200_000) })));
    const answer = await call("POST", "/v1/operator/sessions", { bytes, headers: { "content-length": "10" } });
    expect(problemOf(answer).code).toBe("body_too_large");
  });

  it("nested twenty thousand deep, with as many members, or with members that name what every object has, breaks nothing", async () => {
    const nested = [
      "[".repeat(20_000) + "]".repeat(20_000),
      `${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`,
      JSON.stringify(Object.fromEntries(Array.from({ length: 4_000 }, (_, index) => [`m${index}`, index]))),
      '{"__proto__":{"role":"super_admin"},"constructor":{"prototype":{"role":"super_admin"}},"toString":1,"hasOwnProperty":1}',
      "[".repeat(60_000),
    ];
    for (const operation of taking()) {
      for (const text of nested) {
        const answer = await post(operation, text);
        expect(answer.status, `${operation.path} ${text.slice(0, 40)} ${answer.text.slice(0, 200)}`).toBeLessThan(500);
        expectNoLeak(answer.text);
      }
    }
    expect(({} as { role?: string }).role).toBeUndefined();
  });
});
