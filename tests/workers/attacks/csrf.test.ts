import { beforeAll, describe, expect, it } from "vitest";
import { type Driver, newDriver } from "../kit/driver.ts";
import { call, problemOf } from "../kit/http.ts";
import { audience, type Operation, openApi, pathWith } from "../kit/openapi.ts";
import { newOperator, type Operator, openPlatform } from "../kit/platform.ts";

let admin: Operator;
let driver: Driver;
let operations: readonly Operation[];
beforeAll(async () => {
  admin = await openPlatform();
  driver = await newDriver();
  ({ operations } = await openApi());
});
const address = (operation: Operation) => pathWith(operation.path, (name) => `${name.slice(0, 3).toLowerCase()}_aaaaaaaa`);

/**
 * A browser that is led here from another site brings along cookies, and nothing else. No call of ours takes one that says who
 * somebody is, so there is nothing to forge a request with; these tests keep it so. A payer's page at the cashier remembers its language.
 */
describe("a request forged from another site", () => {
  it("finds no cookie to bring along: no answer sets one, but for a payer's language", async () => {
    const email = (await newOperator("support")).email;
    const answers = [
      await call("POST", "/v1/operator/sessions", { body: { email, password: "correct horse battery staple" } }),
      await call("POST", "/v1/driver/sessions", { body: { provider: "wechat", code: "demo-cookie" } }),
      await call("GET", "/docs"),
      await call("GET", "/healthz"),
      ...(await Promise.all(
        operations.filter(({ method }) => method === "GET").map((one) => call("GET", address(one), { token: admin.token })),
      )),
    ];
    for (const { headers } of answers) expect(headers.get("set-cookie") ?? "").toMatch(/^$|^pay_lang=(zh-CN|zh-TW|en); Path=\/pay; /);
  });

  it("is nobody's, whatever cookies it brings", async () => {
    const cookies = [admin.token, driver.token].flatMap((token) => [
      `session=${token}`,
      `authorization=Bearer ${token}`,
      `access_token=${token}`,
    ]);
    for (const operation of operations.filter((one) => ["operator", "driver"].includes(audience(one)) && !("101" in one.responses))) {
      const answer = await call(operation.method, address(operation), {
        headers: { cookie: cookies.join("; "), origin: "https://evil.example", referer: "https://evil.example/" },
        ...(operation.method === "GET" ? {} : { body: {} }),
      });
      expect(problemOf(answer).code, operation.path).toBe("unauthenticated");
    }
  });

  it("as a form sends it is refused even with a token: a body must say that it is JSON, which a form can't", async () => {
    const withBody = operations.filter((one) => audience(one) === "driver" && one.requestBody !== undefined);
    expect(withBody.length).toBeGreaterThan(5);
    for (const operation of withBody) {
      for (const type of ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"]) {
        const answer = await call(operation.method, address(operation), {
          token: driver.token,
          text: '{"a":1}',
          headers: { "content-type": type },
        });
        expect([400, 415], `${operation.path} ${answer.text}`).toContain(answer.status);
      }
    }
  });

  it("may not even be asked for by a page from elsewhere, and nothing is shared with credentials", async () => {
    const asks = {
      origin: "https://evil.example",
      "access-control-request-method": "POST",
      "access-control-request-headers": "authorization",
    };
    const answer = await call("OPTIONS", "/v1/driver/topups", { key: null, headers: asks });
    expect(answer.status).toBe(403);
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
    const allowed = await call("OPTIONS", "/v1/driver/topups", {
      key: null,
      headers: { ...asks, origin: "https://app.forecourt.example" },
    });
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get("access-control-allow-credentials")).toBeNull();
  });
});
