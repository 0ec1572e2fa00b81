import { beforeAll, describe, expect, it } from "vitest";
import { type Driver, newDriver } from "../kit/driver.ts";
import { type Answer, call, expectProblem } from "../kit/http.ts";
import { type Operator, openPlatform } from "../kit/platform.ts";
import { projected, rowsAbout, stationRef } from "../kit/readModels.ts";
import { completion, newStation, reading, type Station, stationBody } from "../kit/station.ts";
import type { Signing } from "../kit/terminal.ts";

let admin: Operator;
let station: Station;
let driver: Driver;
let fuelingId: string;
beforeAll(async () => {
  admin = await openPlatform();
  station = await newStation(admin);
  driver = await newDriver(50_000);
  ({ fuelingId } = await station.authorise(driver, 1));
  await projected(...driver.actors(), stationRef(station.stationId));
});

/** The actors, and what the read models say of them; that something was refused is told to operators. */
const everything = async () => ({
  wallet: await driver.whole(),
  station: await station.whole(),
  rows: (await rowsAbout(driver.walletId, station.stationId)).filter((row) => !row.startsWith("transaction_refusals ")),
});

/** Tries something that must change nothing at all. */
async function inVain(attempt: () => Promise<unknown>): Promise<void> {
  const before = await everything();
  await attempt();
  await projected(...driver.actors(), stationRef(station.stationId));
  expect(await everything()).toEqual(before);
}

const sale = () => station.terminal.event("fuel.completed", completion(fuelingId, 1, 10_000));
/** A seq that is never sent would be a gap: each attempt names the one that comes next. */
const attempt = (signing: Signing, body: unknown = { ...sale(), seq: 2 }): Promise<Answer> => station.terminal.post(body, signing);

describe("a terminal's request", () => {
  const secret = `whsec_${btoa("another secret of thirty-two byte")}`;
  const ago = (s: number) => new Date(Date.now() - s * 1000);

  it("with a wrong signature is refused, and told what a right one covers", () =>
    inVain(async () => {
      expect(expectProblem(await attempt({ secret }), "signature_invalid").detail).toContain("id.timestamp.body");
      const text = JSON.stringify({ ...sale(), seq: 2 });
      const altered = text.replace('"volumeMl":10000', '"volumeMl":10001');
      expectProblem(await station.terminal.post(altered, { headers: station.terminal.sign(text) }), "signature_invalid");
      const forAnother = { headers: { ...station.terminal.sign(text), "webhook-id": "msg_other" } };
      expectProblem(await station.terminal.post(text, forAnother), "signature_invalid");
      expectProblem(await attempt({ headers: { "webhook-signature": "v1,AAAA" } }), "signature_invalid");
      expectProblem(await attempt({ headers: { "webhook-timestamp": "soon" } }), "signature_invalid");
    }));

  it("without one of its headers is told which", () =>
    inVain(async () => {
      const text = JSON.stringify({ ...sale(), seq: 2 });
      for (const missing of ["webhook-id", "webhook-timestamp", "webhook-signature"]) {
        const headers = Object.fromEntries(Object.entries(station.terminal.sign(text)).filter(([name]) => name !== missing));
        const answer = await call("POST", "/v1/terminal/events", { text, headers });
        expect(expectProblem(answer, "signature_invalid").detail).toContain(missing);
      }
      const { "forecourt-terminal": _, ...unnamed } = station.terminal.sign(text);
      expectProblem(await call("POST", "/v1/terminal/events", { text, headers: unnamed }), "unauthenticated");
    }));

  it("signed more than five minutes ago, or ahead, is refused with our time; a little less is good", async () => {
    await inVain(async () => {
      const problem = expectProblem(await attempt({ at: ago(310) }), "timestamp_out_of_tolerance");
      expect(Math.abs(Date.parse(String(problem.serverTime)) - Date.now())).toBeLessThan(60_000);
      const ahead = await attempt({ at: ago(-310) });
      expectProblem(ahead, "timestamp_out_of_tolerance");
      expect(Math.abs(Date.parse(ahead.headers.get("date") ?? "") - Date.now())).toBeLessThan(60_000);
    });
    expect((await attempt({ at: ago(280) }, [])).status).toBe(400);
  });

  it("of a terminal or a station that nobody knows is refused", () =>
    inVain(async () => {
      for (const terminalId of [`${station.stationId}.pos-9`, "nowhere.pos-1", "NOT AN ID", "../../x.y", "a.b.c.d"]) {
        expectProblem(await attempt({ terminalId }), "terminal_unknown");
      }
    }));

  it("signed by another station's terminal in this one's name is refused", () =>
    inVain(async () => {
      const other = await newStation(admin);
      expectProblem(await attempt({ secret: other.terminal.secret }), "signature_invalid");
    }));

  it("that is not JSON, not UTF-8, or of another content type is refused", () =>
    inVain(async () => {
      for (const text of ["{", "", "[1,", '{"seq":2}}', "undefined"]) expectProblem(await attempt({}, text), "malformed_json");
      const asText = { headers: { "content-type": "text/plain" } };
      expectProblem(await attempt(asText), "unsupported_media_type");
    }));

  it("of two megabytes is refused", () =>
    inVain(async () => {
      const problem = expectProblem(await attempt({}, `"${"x".repeat(2 * 1024 * 1024)}"`), "body_too_large");
      expect(problem.bytesMax).toBe(256 * 1024);
    }));
});

describe("an event whose numbers can't be", () => {
  const wrong: readonly (readonly [string, unknown])[] = [
    ["volumeMl", -1],
    ["volumeMl", 0.5],
    ["volumeMl", 1e300],
    ["volumeMl", "10000"],
    ["volumeMl", null],
    ["amountMinor", -7_480],
    ["amountMinor", 7_480.01],
    ["amountMinor", 2 ** 53],
    ["unitPriceMilli", 0],
    ["unitPriceMilli", 1_000_000],
    ["totalizerMl", -1],
    ["nozzle", 0],
    ["pump", 100],
    ["fuelingId", "fue_'; DROP TABLE journal; --"],
    ["transactionId", ""],
    ["transactionId", "x".repeat(65)],
    ["startedAt", "2026-01-01"],
    ["grade", "<script>"],
  ];
  it.each(wrong)("%s = %j is malformed, and is charged to nobody", async (member, value) => {
    const money = await driver.whole();
    const { fuelings, totals } = JSON.parse(await station.whole());
    const result = await station.terminal.tell("fuel.completed", { ...completion(fuelingId, 1, 10_000), [member]: value });
    expect(result).toMatchObject({ status: "rejected", code: "event_malformed" });
    expect(result.detail).toMatch(new RegExp(`^data\\.${member}: `));
    expect(await driver.whole()).toBe(money);
    expect(JSON.parse(await station.whole())).toMatchObject({ fuelings, totals });
  });

  it.each([0, -3, 1.5, 2 ** 60, "7", null])("seq = %j is malformed", async (seq) => {
    const { results } = await station.terminal.send({ ...station.terminal.heartbeat(), seq: seq as number });
    expect(results).toEqual([expect.objectContaining({ seq: null, status: "rejected", code: "event_malformed" })]);
  });

  it("and a seq far beyond the last is taken for a mistake", async () => {
    const far = { ...station.terminal.heartbeat(), seq: 9_000_000 };
    expect((await station.terminal.send(far)).results[0]).toMatchObject({ status: "rejected", code: "seq_out_of_range" });
    expect((await station.terminal.send(station.terminal.heartbeat())).ackSeq).toBeLessThan(9_000_000);
  });
});

describe("a client's request", () => {
  const topups = "/v1/driver/topups";
  const post = (options: object) => driver.call("POST", topups, options);

  it("that is malformed, oversized or of another content type is refused", () =>
    inVain(async () => {
      expectProblem(await post({ text: "{" }), "malformed_json");
      expectProblem(await post({ text: "{}", headers: { "content-type": "application/xml" } }), "unsupported_media_type");
      expect(expectProblem(await post({ text: `"${"x".repeat(2 * 1024 * 1024)}"` }), "body_too_large").bytesMax).toBe(64 * 1024);
      expectProblem(await post({ text: "[".repeat(30_000) }), "malformed_json");
      expectProblem(await post({ text: `${"[".repeat(30_000)}${"]".repeat(30_000)}` }), "validation_failed");
    }));

  it.each([[-1], [0], [0.5], [1e15], ["100"], [null], [[]], [{}]])("for an amount of %j is refused, with its place", (amountMinor) =>
    inVain(async () => {
      const problem = expectProblem(await post({ body: { amountMinor, provider: "sandbox" } }), "validation_failed");
      expect(problem.errors).toEqual([{ path: "body.amountMinor", message: expect.any(String) }]);
    }),
  );

  it("of an operator with impossible numbers is refused", () =>
    inVain(async () => {
      const path = `/v1/operator/stations/${station.stationId}`;
      for (const unitPriceMilli of [-1, 0, 7.48, 100_001, "7480"]) {
        expectProblem(await admin.call("POST", `${path}/prices`, { body: { grade: "95", unitPriceMilli } }), "validation_failed");
      }
      expectProblem(await admin.call("POST", `${path}/prices`, { body: { grade: "e85", unitPriceMilli: 7_480 } }), "grade_unknown");
      const body = stationBody(station.terminal.terminalId);
      const twice = { ...body, pumps: [...body.pumps, ...body.pumps] };
      expectProblem(await admin.call("PUT", path, { body: twice }), "validation_failed");
      expectProblem(await admin.call("PUT", path, { body: { ...body, timeZone: "Mars/Olympus" } }), "validation_failed");
      expectProblem(await admin.call("PUT", path, { body: { ...body, currency: "USD" } }), "station_currency_fixed");
      const foreign = stationBody("elsewhere.pos-1");
      expectProblem(await admin.call("PUT", path, { body: foreign }), "validation_failed");
    }));

  it("to an address that is not there, or by another method, is a problem too", () =>
    inVain(async () => {
      for (const path of ["/v1/nothing", "/v1/driver", "/callbacks/nobody/x", "/v1/driver/orders/a/b/c", "/sandbox/nothing"]) {
        expectProblem(await call("GET", path), "not_found");
      }
      expectProblem(await call("POST", "/callbacks/nobody", { body: {} }), "not_found");
      const wrong = await call("DELETE", "/v1/driver/wallet", { token: driver.token });
      expectProblem(wrong, "method_not_allowed");
      expect(wrong.headers.get("allow")).toBe("GET");
      expect((await call("PATCH", `/v1/operator/stations/${station.stationId}`)).headers.get("allow")).toBe("GET, PUT");
    }));

  it("cannot name what is another's", () =>
    inVain(async () => {
      const stranger = await newDriver();
      const { orderId } = await stranger.requestTopup(10_000);
      expectProblem(await driver.call("POST", `/v1/driver/orders/${orderId}/cancel`), "topup_not_found");
      expectProblem(await driver.call("GET", `/v1/driver/orders/${orderId}`), "not_found");
    }));
});

it("a reading of a fill that is good is still taken after all of this", async () => {
  expect(await station.terminal.tell("fuel.started", reading(fuelingId, 1, 0))).toMatchObject({ status: "accepted" });
});
