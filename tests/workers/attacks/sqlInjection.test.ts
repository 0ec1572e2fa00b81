import fc from "fast-check";
import { beforeAll, expect, it, vi } from "vitest";
import { type Driver, newDriver } from "../kit/driver.ts";
import { shaped } from "../kit/hostile.ts";
import { type Answer, call, expectNoLeak } from "../kit/http.ts";
import { audience, type Document, type Operation, openApi, pathWith } from "../kit/openapi.ts";
import { newOperator, type Operator, openPlatform } from "../kit/platform.ts";
import { rows } from "../kit/readModels.ts";
import { newStation, type Station } from "../kit/station.ts";

/** What has opened other data bases: a condition that always holds, a second statement, another table's rows, a broken literal. */
const PAYLOADS = [
  "' OR '1'='1",
  "x'; DROP TABLE operators; --",
  "x' UNION SELECT email FROM operator_openings --",
  'x" OR ""="',
  "%' ESCAPE '",
];
/** What no answer may hold. */
const SPOILS = /scrypt\$|sqlite_master|near ".*": syntax error|unrecognized token/i;

let admin: Operator;
/** Whose own account is tried: they may lock themselves out. */
let other: Operator;
let driver: Driver;
let station: Station;
let document: Document;
let operations: readonly Operation[];
beforeAll(async () => {
  admin = await openPlatform();
  [other, driver, station] = await Promise.all([newOperator("super_admin"), newDriver(50_000), newStation(admin)]);
  ({ document, operations } = await openApi());
  vi.spyOn(console, "info").mockReturnValue();
  vi.spyOn(globalThis, "fetch").mockImplementation(async () => new Response(null, { status: 204 }));
});

const isText = (schema: { readonly type?: unknown } | undefined) => schema?.type === "string" || schema?.type === undefined;
const texts = (operation: Operation, place: string) => (operation.parameters ?? []).filter((one) => one.in === place && isText(one.schema));

/** Every body that a good one becomes when one text in it, at whatever depth, is the payload. */
function spoiltBodies(value: unknown, payload: string): unknown[] {
  if (typeof value === "string") return [payload];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    spoiltBodies(member, payload).map((spoilt) => (Array.isArray(value) ? value.with(Number(key), spoilt) : { ...value, [key]: spoilt })),
  );
}

function send(
  operation: Operation,
  path: Readonly<Record<string, string>>,
  query: Readonly<Record<string, string>>,
  body?: unknown,
): Promise<Answer> {
  const likely: Readonly<Record<string, string>> = {
    stationId: station.stationId,
    kind: "wallet",
    actorId: driver.walletId,
    walletId: driver.walletId,
    ...path,
  };
  const search = new URLSearchParams(query).toString();
  const address = `${pathWith(operation.path, (name) => likely[name] ?? `${name.slice(0, 3)}_aaaaaaaa`)}${search === "" ? "" : `?${search}`}`;
  const text = operation.method === "GET" ? "" : JSON.stringify(body ?? {});
  const operator = operation.path.includes("/operator/me") || operation.path === "/v1/operator/sessions" ? other : admin;
  const token = { driver: driver.token, operator: operator.token }[audience(operation)];
  return call(operation.method, address, {
    ...(token === undefined ? {} : { token }),
    ...(operation.method === "GET" ? {} : { text }),
    headers: audience(operation) === "terminal" ? station.terminal.sign(text) : {},
  });
}

/** How many rows each table has. */
async function counts(): Promise<ReadonlyMap<string, number>> {
  const tables = await rows<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '_cf%'");
  const found = await Promise.all(
    tables.map(async ({ name }) => [name, (await rows<{ n: number }>(`SELECT count(*) AS n FROM ${name}`))[0]?.n ?? 0] as const),
  );
  return new Map(found);
}

it("in any text of any call of the document opens nothing, loses nothing and breaks nothing", { timeout: 240_000 }, async () => {
  const before = await counts();
  let tried = 0;
  const attack = async (operation: Operation, ...input: [Readonly<Record<string, string>>, Readonly<Record<string, string>>, unknown?]) => {
    const answer = await send(operation, ...input);
    const what = `${operation.method} ${operation.path} ${JSON.stringify(input)}: ${answer.text.slice(0, 300)}`;
    expect(answer.status, what).toBeLessThan(500);
    expect(answer.text, what).not.toMatch(SPOILS);
    expectNoLeak(answer.text);
    tried++;
  };
  // Sockets answer an upgrade; a rebuild has no text.
  for (const operation of operations.filter((one) => !("101" in one.responses))) {
    const schema = operation.requestBody?.content["application/json"]?.schema;
    const [good] = schema === undefined ? [] : fc.sample(shaped(document, schema), { numRuns: 1, seed: 7 });
    for (const [index, payload] of PAYLOADS.entries()) {
      for (const { name } of texts(operation, "path")) await attack(operation, { [name]: payload }, {}, good);
      for (const { name } of texts(operation, "query")) await attack(operation, {}, { [name]: payload });
      // Bodies hold many texts: the payloads take turns among them.
      const bodies = spoiltBodies(good, payload).filter((_, at) => at % PAYLOADS.length === index);
      for (const body of bodies) await attack(operation, {}, {}, body);
    }
  }
  expect(tried).toBeGreaterThan(300);
  const after = await counts();
  for (const [table, count] of before) {
    // An account is opened at its first sign-in, and a dead letter is sent again: both are then forgotten.
    if (table !== "operator_openings" && table !== "dead_letters") expect(after.get(table), table).toBeGreaterThanOrEqual(count);
  }
});

it("a condition that always holds lists no more than one that never does", async () => {
  const lists = operations.filter((one) => one.method === "GET" && one.path === "/v1/operator/audit");
  expect(lists).toHaveLength(1);
  for (const filter of ["subject", "action"]) {
    for (const payload of PAYLOADS) {
      const { body } = await admin.call("GET", `/v1/operator/audit?${new URLSearchParams({ [filter]: payload })}`);
      expect((body as { items: unknown[] }).items, payload).toEqual([]);
    }
  }
});
