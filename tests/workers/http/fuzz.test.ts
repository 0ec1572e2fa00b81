import { env } from "cloudflare:workers";
import { codes } from "@forecourt/contract/codes";
import fc, { type Arbitrary } from "fast-check";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { type Driver, newDriver } from "../kit/driver.ts";
import { hostileText, hostileValue, shaped, spoilt } from "../kit/hostile.ts";
import { type Answer, call, expectNoLeak, problemOf } from "../kit/http.ts";
import { audience, type Document, type Operation, openApi, pathWith } from "../kit/openapi.ts";
import { type Operator, openPlatform } from "../kit/platform.ts";
import { newStation, type Station } from "../kit/station.ts";

/** The suite's own, so that it says the same each time; `FUZZ_SEED` looks further, and a failure prints the path to the very input. */
const SEED = Number(env.FUZZ_SEED);

let admin: Operator;
let driver: Driver;
let station: Station;
let document: Document;
let operations: readonly Operation[];
beforeAll(async () => {
  admin = await openPlatform();
  driver = await newDriver(50_000);
  station = await newStation(admin);
  ({ document, operations } = await openApi());
  last = await whole();
  console.info(`fuzzing with the seed ${SEED}`);
  // A line for each of some thousand requests takes longer than the requests.
  vi.spyOn(console, "info").mockReturnValue();
  // Endpoints that the fuzzer has set are called by nobody.
  vi.spyOn(globalThis, "fetch").mockImplementation(async () => new Response(null, { status: 204 }));
});

interface Input {
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly key: string;
}

/** An address as it can be asked for: a segment that is empty or made of dots is another address. */
const segment = hostileText.filter((text) => !/^\.*$/.test(text) && text.isWellFormed());
const headerText = fc.oneof(fc.uuid(), fc.constantFrom('"quoted"', "x".repeat(200), "a b", "%00", "'; --"));

function inputOf(operation: Operation, body: (good: Arbitrary<unknown>) => Arbitrary<unknown>): Arbitrary<Input> {
  const likely: Readonly<Record<string, string>> = {
    stationId: station.stationId,
    terminalId: `${station.stationId}.pos-7`,
    kind: "wallet",
    actorId: driver.walletId,
    regionId: "zz-region",
    provider: "sandbox",
  };
  const parameters = (place: string) => operation.parameters?.filter((one) => one.in === place) ?? [];
  const value = ({ name, schema }: { readonly name: string; readonly schema: Parameters<typeof shaped>[1] }) =>
    fc.oneof(fc.constant(likely[name] ?? "none"), shaped(document, schema).map(String), segment);
  const record = (place: string, required: boolean) =>
    fc.record(
      Object.fromEntries(
        parameters(place).map((one) => [one.name, value(one).filter((text) => !/^\.*$/.test(text) && text.isWellFormed())]),
      ),
      required ? {} : { requiredKeys: [] },
    ) as Arbitrary<Record<string, string>>;
  const schema = operation.requestBody?.content["application/json"]?.schema;
  return fc.record({
    path: record("path", true),
    query: record("query", false),
    body: schema === undefined ? fc.option(hostileValue, { nil: undefined }) : body(shaped(document, schema)),
    key: headerText,
  });
}

function send(operation: Operation, { path, query, body, key }: Input): Promise<Answer> {
  const search = new URLSearchParams(query).toString();
  const address = `${pathWith(operation.path, (name) => path[name] ?? "none")}${search === "" ? "" : `?${search}`}`;
  const who = audience(operation);
  const text = operation.method === "GET" ? "" : (JSON.stringify(body) ?? "");
  return call(operation.method, address, {
    key,
    ...(who === "driver" ? { token: driver.token } : who === "operator" ? { token: admin.token } : {}),
    ...(operation.method === "GET" ? {} : { text }),
    headers: who === "terminal" ? station.terminal.sign(text) : {},
  });
}

/** Without the journal's position, which a push or an alarm moves on at a moment of its own. */
const whole = async () => `${await driver.whole()}${await station.whole()}`.replaceAll(/"seq":\d+/g, "");
/** How the driver and the station stood after the last call that succeeded. */
let last = "";

/** Never a 500, never a leak; a failure is a problem with a code that the document names for the call, and has changed nothing. */
async function expectDecent(operation: Operation, input: Input): Promise<void> {
  let answer = await send(operation, input);
  if (answer.status === 401 && problemOf(answer).code === "session_revoked") {
    // A call before it has ended every session; what comes then is to be fuzzed all the same.
    await driver.signInAgain();
    answer = await send(operation, input);
  }
  expect(answer.status, answer.text).toBeLessThan(500);
  expectNoLeak(answer.text.replace(/"secret":"whsec_[^"]+"/, ""));
  if (answer.status < 400) {
    last = await whole();
    return expectKnownResults(answer);
  }
  const { code } = problemOf(answer);
  const named = operation.responses[String(answer.status)]?.description ?? "";
  expect(named, `${operation.method} ${operation.path} does not name ${code}`).toContain(`\`${code}\``);
  expect(await whole()).toBe(last);
}

function expectKnownResults({ body }: Answer): void {
  const { results = [] } = (body ?? {}) as {
    readonly results?: readonly { readonly code?: string; readonly declined?: { readonly code: string } }[];
  };
  for (const { code, declined } of results) {
    for (const said of [code, declined?.code]) if (said !== undefined) expect(Object.keys(codes)).toContain(said);
  }
}

/** Sockets and long polls have their own tests; a rebuild takes no input, and would take the region away from the others. */
const apart = new Set(["/v1/driver/live", "/v1/operator/rebuilds"]);
const fuzzed = () => operations.filter(({ path }) => /^\/(v1|callbacks|sandbox)\//.test(path) && !apart.has(path));
/** The long poll may wait, but not here. */
const quick = (input: Input): Input => (input.query.waitS === undefined ? input : { ...input, query: { ...input.query, waitS: "0" } });

describe("whatever any call is sent", () => {
  const kinds = [
    ["of the right shape", (good: Arbitrary<unknown>) => good, 4],
    ["spoilt in one place", spoilt, 8],
  ] as const;
  it.each(kinds)("%s, it answers decently", { timeout: 60_000 }, async (_, body, numRuns) => {
    expect(fuzzed().length).toBeGreaterThan(30);
    for (const operation of fuzzed()) {
      await fc.assert(
        fc.asyncProperty(inputOf(operation, body), (input) => expectDecent(operation, quick(input))),
        { seed: SEED, numRuns, endOnFailure: true },
      );
    }
  });

  it("in its headers, it answers decently", async () => {
    const names = [
      "authorization",
      "content-type",
      "origin",
      "forecourt-terminal",
      "webhook-id",
      "webhook-timestamp",
      "webhook-signature",
      "accept",
    ];
    const value = fc.oneof(
      fc.string({ unit: "grapheme-ascii", maxLength: 80 }).map((text) => text.trim()),
      fc.constantFrom(
        "Bearer ",
        "Bearer a.b.c",
        `Bearer ${"x".repeat(4_000)}`,
        "application/json; charset=utf-16",
        "v1,v1,v1",
        "-1",
        "1e3",
        "9".repeat(30),
      ),
    );
    const headers = fc.record(Object.fromEntries(names.map((name) => [name, value])), { requiredKeys: [] }) as Arbitrary<
      Record<string, string>
    >;
    const operation = fc.constantFrom(...fuzzed());
    await fc.assert(
      fc.asyncProperty(operation, headers, async ({ method, path }, sent) => {
        const answer = await call(
          method,
          pathWith(path, () => "none"),
          { ...(method === "GET" ? {} : { text: "{}" }), headers: sent },
        );
        expect(answer.status, answer.text).toBeLessThan(500);
        expectNoLeak(answer.text);
        if (answer.status >= 400) problemOf(answer);
      }),
      { seed: SEED, numRuns: 150 },
    );
  });

  it("in its body's bytes, it answers decently", async () => {
    await driver.signInAgain();
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.constantFrom(new Uint8Array([0xff, 0xfe]), new Uint8Array([0xef, 0xbb, 0xbf, 0x7b, 0x7d])),
    );
    await fc.assert(
      fc.asyncProperty(body, async (bytes) => {
        const answer = await call("POST", "/v1/driver/topups", { token: driver.token, bytes });
        problemOf(answer);
        expect(["malformed_json", "validation_failed"]).toContain(problemOf(answer).code);
      }),
      { seed: SEED, numRuns: 60 },
    );
  });
});
