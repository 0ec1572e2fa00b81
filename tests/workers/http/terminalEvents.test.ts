import { env } from "cloudflare:workers";
import { stationOf } from "@forecourt/durable-objects/stubs";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sealPaymentCode } from "../../../worker/modules/fuelings/paymentCode.ts";
import { type Driver, newDriver } from "../kit/driver.ts";
import { expectProblem } from "../kit/http.ts";
import { LiveSocket } from "../kit/live.ts";
import { type Operator, openPlatform } from "../kit/platform.ts";
import { completion, newStation, reading, type Station } from "../kit/station.ts";
import type { SentEvent, Terminal } from "../kit/terminal.ts";
import { until } from "../kit/until.ts";

let admin: Operator;
let station: Station;
let terminal: Terminal;
let driver: Driver;
beforeAll(async () => {
  admin = await openPlatform();
});
beforeEach(async () => {
  station = await newStation(admin);
  terminal = station.terminal;
  driver = await newDriver(50_000);
});

describe("a request of events", () => {
  it("takes one event as it is, and an array of them, and says how far it has come and what time it is", async () => {
    expect(await terminal.tell("terminal.heartbeat", { softwareVersion: "2.1", clock: new Date().toISOString() })).toEqual({
      seq: 1,
      status: "accepted",
    });
    const reply = await terminal.send(
      terminal.event("price.applied", { grade: "98", unitPriceMilli: 8_000, effectiveAt: new Date().toISOString() }),
      terminal.event("pump.state", { pump: 1, state: "calling", nozzle: 2 }),
    );
    expect(reply).toMatchObject({
      results: [
        { seq: 2, status: "accepted" },
        { seq: 3, status: "accepted" },
      ],
      ackSeq: 3,
      missing: [],
    });
    expect(Math.abs(Date.parse(reply.serverTime) - Date.now())).toBeLessThan(60_000);
    const { pumps, terminals } = await station.view();
    expect(pumps[0]).toMatchObject({ pump: 1, state: "calling" });
    expect(terminals[0]).toMatchObject({ softwareVersion: "2.1", ackSeq: 3, missing: [] });
  });

  it("takes a hundred, and of a hundred and one takes none", async () => {
    const hundred = Array.from({ length: 100 }, () => terminal.heartbeat());
    expect((await terminal.send(...hundred)).ackSeq).toBe(100);
    const problem = expectProblem(await terminal.post(Array.from({ length: 101 }, () => terminal.heartbeat())), "validation_failed");
    expect(problem.detail).toContain("1 to 100");
    expectProblem(await terminal.post([]), "validation_failed");
    expect((await terminal.send({ ...terminal.heartbeat(), seq: 101 })).ackSeq).toBe(101);
  });

  it("reports a gap until it is filled", async () => {
    const [first, second, third, fourth] = [terminal.heartbeat(), terminal.heartbeat(), terminal.heartbeat(), terminal.heartbeat()];
    expect(await terminal.send(first, fourth)).toMatchObject({ ackSeq: 1, missing: [2, 3] });
    expect(await terminal.send(third)).toMatchObject({ ackSeq: 1, missing: [2] });
    expect(await terminal.send(second)).toMatchObject({ ackSeq: 4, missing: [] });
  });

  it("plans a fill upon what precedes it in the request: the sale that frees the pump, the nozzle that says the grade", async () => {
    const { fuelingId } = await station.authorise(driver, 1);
    const next = await newDriver(50_000);
    const freed = await terminal.send(
      terminal.event("fuel.completed", completion(fuelingId, 1, 10_000)),
      terminal.event("pump.state", { pump: 1, state: "idle" }),
      terminal.event("fuel.authorization_requested", { pump: 1, grade: "95", paymentCode: await next.code() }),
    );
    expect(freed.results[2]).toMatchObject({ status: "accepted", authorization: { grade: "95" } });
    const lifted = await terminal.send(
      terminal.event("pump.state", { pump: 2, state: "calling", nozzle: 2 }),
      terminal.event("fuel.authorization_requested", { pump: 2, paymentCode: await (await newDriver(50_000)).code() }),
    );
    expect(lifted.results[1]).toMatchObject({ status: "accepted", authorization: { grade: "95" } });
    await driver.settled(fuelingId);
  });

  it("parks what is malformed for good, says where it is wrong, and takes the rest", async () => {
    const wrong: readonly Partial<SentEvent>[] = [
      { data: { ...reading("fue_aaaaaaaa", 1, 0), volumeMl: -1 } },
      { data: { ...reading("fue_aaaaaaaa", 1, 0), volumeMl: 1.5 } },
      { data: { ...reading("fue_aaaaaaaa", 1, 0), amountMinor: 1e15 } },
      { at: "yesterday" },
      { type: "fuel.stolen" },
    ];
    const places = ["data.volumeMl", "data.volumeMl", "data.amountMinor", "at", "type"];
    const events = wrong.map((flaw) => ({ ...terminal.event("fuel.started", reading("fue_aaaaaaaa", 1, 0)), ...flaw }));
    const { results, ackSeq } = await terminal.send(...events, terminal.heartbeat());
    expect(results.slice(0, -1).map(({ status, code, detail }) => [status, code, detail?.split(":")[0]])).toEqual(
      places.map((place) => ["rejected", "event_malformed", place]),
    );
    expect(results.at(-1)?.status).toBe("accepted");
    expect(ackSeq).toBe(events.length + 1);
    const again = await terminal.send(...events);
    expect(again.results.map(({ status, code }) => [status, code])).toEqual(events.map(() => ["duplicate", "event_malformed"]));
    expect((await terminal.send("nonsense" as unknown as SentEvent)).results).toEqual([
      { seq: null, status: "rejected", code: "event_malformed", detail: expect.any(String) },
    ]);
  });
});

describe("an authorisation", () => {
  it("is repeated word for word when it is asked for again, and reserves once", async () => {
    const asked = terminal.event("fuel.authorization_requested", { pump: 1, grade: "95", paymentCode: await driver.code() });
    const [first] = (await terminal.send(asked)).results;
    expect(first).toMatchObject({ status: "accepted", authorization: { grade: "95", limitMinor: 50_000 } });
    const [second] = (await terminal.send(asked)).results;
    expect(second).toEqual({ ...first, status: "duplicate" });
    expect((await driver.wallet()).reservedMinor).toBe(50_000);
  });

  it("keeps to the limit that the driver has set", async () => {
    expect(await station.authorise(driver, 1, { limitMinor: 20_000 })).toMatchObject({ limitMinor: 20_000, limitMl: 26_738 });
    expect((await driver.wallet()).availableMinor).toBe(30_000);
  });

  const declined = async (data: Readonly<Record<string, unknown>>) => {
    const result = await terminal.tell("fuel.authorization_requested", { pump: 1, grade: "95", ...data });
    expect(result.status).toBe("accepted");
    expect(result.authorization).toBeUndefined();
    return result.declined?.code;
  };

  it("is declined for a code that was used, has expired, or is none of ours", async () => {
    const paymentCode = await driver.code();
    const { fuelingId } = (await terminal.tell("fuel.authorization_requested", { pump: 1, grade: "95", paymentCode })).authorization ?? {};
    expect(fuelingId).toBeDefined();
    expect(await declined({ pump: 2, paymentCode })).toBe("payment_code_used");
    await terminal.tell("fuel.cancelled", { fuelingId, reason: "driver_left" });
    expect(await declined({ pump: 2, paymentCode })).toBe("payment_code_used");
    const phone = { address: null, device: null, place: null, agent: "other" } as const;
    const stale = await sealPaymentCode(env, { walletId: driver.walletId, phone }, Date.now() - 61_000);
    expect(await declined({ paymentCode: stale.code })).toBe("payment_code_expired");
    const fresh = await driver.code();
    // In the middle: of the last character not every bit counts.
    const forged = `${fresh.slice(0, 40)}${fresh[40] === "A" ? "B" : "A"}${fresh.slice(41)}`;
    expect(await declined({ paymentCode: forged })).toBe("payment_code_invalid");
    expect(await declined({ paymentCode: "fc1.something" })).toBe("payment_code_invalid");
  });

  it("is declined for a pump that is not there, taken or shut, an unknown grade, and want of money", async () => {
    expect(await declined({ pump: 77, paymentCode: await driver.code() })).toBe("pump_not_found");
    expect(await declined({ grade: "diesel-0", paymentCode: await driver.code() })).toBe("grade_unknown");
    await terminal.tell("pump.state", { pump: 3, state: "closed" });
    expect(await declined({ pump: 3, paymentCode: await driver.code() })).toBe("pump_not_available");
    const poor = await newDriver();
    expect(await declined({ paymentCode: await poor.code() })).toBe("insufficient_funds");
    await station.authorise(driver, 1);
    expect(await declined({ pump: 2, paymentCode: await driver.code() })).toBe("fueling_in_progress");
    expect(await declined({ paymentCode: await (await newDriver(5_000)).code() })).toBe("pump_busy");
    expect((await poor.wallet()).reservedMinor).toBe(0);
  });
});

describe("a fill", () => {
  it("is one fill, however often, in whatever order, and under whatever seq it is reported", async () => {
    const { fuelingId } = await station.authorise(driver, 1);
    const sale = completion(fuelingId, 1, 20_000);
    const events = [
      terminal.event("pump.state", { pump: 1, state: "fueling", nozzle: 2 }),
      terminal.event("fuel.started", reading(fuelingId, 1, 0)),
      terminal.event("fuel.progress", reading(fuelingId, 1, 9_000)),
      terminal.event("fuel.completed", sale),
      terminal.event("pump.state", { pump: 1, state: "idle" }),
    ];
    await terminal.send(...[4, 3, 0, 2, 1].map((index) => events[index]!));
    await terminal.send(...events, ...events);
    expect(await terminal.tell("fuel.completed", sale)).toMatchObject({ status: "duplicate" });
    expect(await driver.settled(fuelingId)).toMatchObject({ principalMinor: -14_960 });
    expect((await driver.statement()).items).toHaveLength(2);
    const { totals, pumps } = await station.view();
    expect(totals).toEqual([{ grade: "95", volumeMl: 20_000, amountMinor: 14_960, count: 1 }]);
    expect(pumps[0]?.state).toBe("idle");
  });

  it("of another pump, nozzle, grade or station is rejected, and nothing is charged", async () => {
    const { fuelingId } = await station.authorise(driver, 1);
    const other = await newStation(admin);
    const before = [await driver.whole(), await other.whole()];
    expect(await other.terminal.tell("fuel.started", reading(fuelingId, 1, 0))).toMatchObject({ code: "fueling_not_found" });
    expect(await other.terminal.tell("fuel.cancelled", { fuelingId, reason: "none" })).toMatchObject({ code: "fueling_not_found" });
    expect(await terminal.tell("fuel.started", reading(fuelingId, 2, 0))).toMatchObject({ status: "rejected", code: "fueling_wrong_pump" });
    expect(await terminal.tell("fuel.started", { ...reading(fuelingId, 1, 0), nozzle: 9 })).toMatchObject({ code: "nozzle_unknown" });
    expect(await terminal.tell("fuel.completed", completion(fuelingId, 1, 9_000, { grade: "e85" }))).toMatchObject({
      status: "rejected",
      code: "grade_unknown",
    });
    expect(before[0]).toBe(await driver.whole());
    expect(JSON.parse(await other.whole())).toMatchObject({ fuelings: [], totals: [] });
    const refused = await other.terminal.tell("fuel.completed", completion(fuelingId, 1, 9_000));
    expect(refused).toMatchObject({ status: "rejected", code: "fueling_not_found" });
    expect((await driver.statement()).items).toHaveLength(1);
  });

  it("is asked about every second while its driver watches, every thirty while nobody does", async () => {
    const { fuelingId } = await station.authorise(driver, 1);
    await terminal.tell("fuel.started", reading(fuelingId, 1, 0));
    const progress = async (volumeMl: number) => (await terminal.tell("fuel.progress", reading(fuelingId, 1, volumeMl))).nextProgressInMs;
    expect(await progress(1_000)).toBe(30_000);
    const socket = await LiveSocket.open(driver.token, true);
    expect(socket.response.headers.get("sec-websocket-protocol")).toBe("forecourt.v1");
    expect(await progress(2_000)).toBe(1_000);
    await until(() => socket.fuelings(fuelingId).at(-1)?.volumeMl === 2_000, "the socket shows the litres");
    await progress(1_500);
    await progress(3_000);
    await until(() => socket.fuelings(fuelingId).at(-1)?.volumeMl === 3_000, "the socket shows the litres");
    socket.socket.send("ping");
    await until(() => socket.texts.includes("pong"), "the socket answers");
    socket.close();
    const volumes = socket.fuelings(fuelingId).map(({ volumeMl }) => volumeMl);
    expect(volumes).toEqual([...volumes].sort((a, b) => a - b));
    let volumeMl = 3_000;
    await until(async () => (await progress(++volumeMl)) === 30_000, "nobody watches any more");
  });

  it("leaves no trace in the journal by its progress", async () => {
    const { fuelingId } = await station.authorise(driver, 1);
    await terminal.tell("fuel.started", reading(fuelingId, 1, 0));
    const seq = async () => (await stationOf(env, station.stationId).view())?.seq;
    const before = await seq();
    for (const volumeMl of [1_000, 2_000, 3_000]) await terminal.tell("fuel.progress", reading(fuelingId, 1, volumeMl));
    expect(await seq()).toBe(before);
  });
});

describe("what a site says of itself", () => {
  it("a price applied there becomes the price here", async () => {
    await terminal.tell("price.applied", { grade: "95", unitPriceMilli: 7_990, effectiveAt: new Date().toISOString() });
    expect((await station.view()).prices).toContainEqual({ grade: "95", unitPriceMilli: 7_990 });
    const unknown = { grade: "e85", unitPriceMilli: 7_990, effectiveAt: new Date().toISOString() };
    expect(await terminal.tell("price.applied", unknown)).toMatchObject({ status: "rejected", code: "grade_unknown" });
  });

  it("a shift that is closed counts from nothing again, once however often it is said", async () => {
    await station.fill(driver, 1, 10_000);
    const totals = [{ grade: "95", volumeMl: 10_000, amountMinor: 7_480, count: 1 }];
    expect((await station.view()).shiftTotals).toEqual(totals);
    await terminal.tell("shift.closed", { shiftId: "morning", totals });
    await terminal.tell("shift.closed", { shiftId: "morning", totals });
    const view = await station.view();
    expect(view.shiftTotals).toEqual([]);
    expect(view.totals).toEqual(totals);
  });
});
