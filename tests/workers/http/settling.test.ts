import { runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { stationOf } from "@forecourt/durable-objects/stubs";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { type Driver, newDriver } from "../kit/driver.ts";
import { type Operator, openPlatform } from "../kit/platform.ts";
import { projected, rows, stationRef, walletRef } from "../kit/readModels.ts";
import { completion, newStation, reading, type Station } from "../kit/station.ts";

const DAY_MS = 24 * 3_600_000;

let admin: Operator;
beforeAll(async () => {
  admin = await openPlatform();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Lets so much time pass for the platform; its alarms go off when the test lets them. */
function pass(ms: number): void {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + ms });
}

const declinedFor = async (station: Station, driver: Driver) => {
  const paymentCode = await driver.code();
  return (await station.terminal.tell("fuel.authorization_requested", { pump: 4, grade: "95", paymentCode })).declined;
};

describe("a fill larger than what was reserved for it", () => {
  it("leaves a debt, which bars the next fill and is paid first by the next top-up", async () => {
    const driver = await newDriver(20_000);
    const station = await newStation(admin);
    const movement = await station.fill(driver, 1, 40_120);
    expect(movement).toMatchObject({ principalMinor: -20_000, debtMinor: 10_010, balance: { principalMinor: 0, debtMinor: 10_010 } });
    expect(await driver.wallet()).toMatchObject({ principalMinor: 0, debtMinor: 10_010, availableMinor: 0 });
    expect(await declinedFor(station, driver)).toMatchObject({ code: "debt_outstanding", detail: { debtMinor: 10_010 } });

    await driver.topUp(30_000);
    expect(await driver.wallet()).toMatchObject({ principalMinor: 19_990, debtMinor: 0, availableMinor: 19_990 });
    expect((await driver.statement()).items.map(({ kind }) => kind)).toEqual(["debt_payment", "topup", "fueling", "topup"]);
    expect((await station.authorise(driver, 4)).limitMinor).toBe(19_990);
  });
});

describe("a fill that ends after its reservation would have lapsed", () => {
  it("settles all the same while fuel flowed", async () => {
    const driver = await newDriver(50_000);
    const station = await newStation(admin);
    const { fuelingId } = await station.authorise(driver, 1);
    await station.terminal.tell("fuel.started", reading(fuelingId, 1, 0));
    pass(40 * 60_000);
    await driver.refresh();
    await runDurableObjectAlarm(env.WALLET.getByName(driver.walletId));
    await runDurableObjectAlarm(stationOf(env, station.stationId));
    expect((await driver.wallet()).reservedMinor).toBe(50_000);
    await station.terminal.send(station.terminal.event("fuel.completed", completion(fuelingId, 1, 40_120)));
    expect(await driver.settled(fuelingId)).toMatchObject({ principalMinor: -30_010, debtMinor: 0 });
  });

  it("settles from the balance, with debt where funds lack, when it began after it had been given up", async () => {
    const driver = await newDriver(20_000);
    const station = await newStation(admin);
    const { fuelingId } = await station.authorise(driver, 1);
    pass(11 * 60_000);
    await runDurableObjectAlarm(stationOf(env, station.stationId));
    expect((await station.view()).fuelings[0]?.state).toBe("expired");
    await runDurableObjectAlarm(env.WALLET.getByName(driver.walletId));
    expect((await driver.wallet()).reservedMinor).toBe(0);
    await station.terminal.send(station.terminal.event("fuel.completed", completion(fuelingId, 1, 40_120)));
    expect(await driver.settled(fuelingId)).toMatchObject({ principalMinor: -20_000, debtMinor: 10_010 });
    await projected(stationRef(station.stationId));
    const alerts = await rows("SELECT kind FROM alerts WHERE subject_id = ?", fuelingId);
    expect(alerts.map(({ kind }) => kind)).toContain("late_fill");
  });
});

describe("a fill that is reported two days late", () => {
  it("settles once, marked as offline, at the times that the site says", async () => {
    const driver = await newDriver(50_000);
    const station = await newStation(admin);
    const { terminal } = station;
    const { fuelingId } = await station.authorise(driver, 1);
    pass(2 * DAY_MS);
    await driver.refresh();
    await runDurableObjectAlarm(stationOf(env, station.stationId));
    const at = new Date(Date.now() - 2 * DAY_MS).toISOString();
    const sale = completion(fuelingId, 1, 40_120, { startedAt: at, endedAt: at });
    const backlog = [
      terminal.event("fuel.started", reading(fuelingId, 1, 0), { at, offline: true }),
      terminal.event("fuel.completed", sale, { at, offline: true }),
    ];
    await terminal.send(...backlog);
    expect((await terminal.send(...backlog)).results.map(({ status }) => status)).toEqual(["duplicate", "duplicate"]);
    const { fueling } = await driver.settled(fuelingId);
    expect(fueling).toMatchObject({ offline: true, amountMinor: 30_010, endedAtMs: Date.parse(at), startedAtMs: Date.parse(at) });
    expect(await driver.wallet()).toMatchObject({ principalMinor: 19_990, reservedMinor: 0, debtMinor: 0 });
    await projected(walletRef(driver.walletId));
    expect(await rows("SELECT offline, ended_at_ms FROM fuelings WHERE fueling_id = ?", fuelingId)).toEqual([
      { offline: 1, ended_at_ms: Date.parse(at) },
    ]);
  });
});

describe("what looks wrong in a sale", () => {
  it("raises an alert and does not hold up the settlement", async () => {
    const driver = await newDriver(50_000);
    const station = await newStation(admin);
    const { fuelingId } = await station.authorise(driver, 1);
    const sale = completion(fuelingId, 1, 40_120, { amountMinor: 30_500, unitPriceMilli: 7_602 });
    await station.terminal.send(station.terminal.event("fuel.completed", sale));
    expect(await driver.settled(fuelingId)).toMatchObject({ principalMinor: -30_500 });
    await projected(stationRef(station.stationId));
    const alerts = await admin.call("GET", "/v1/operator/alerts?limit=100");
    const { items } = alerts.body as { items: { kind: string; subjectId: string; facts: unknown }[] };
    const ours = items.filter(({ subjectId }) => subjectId === fuelingId);
    expect(ours.map(({ kind }) => kind).sort()).toEqual(["amount_mismatch", "price_mismatch"]);
    expect(ours.find(({ kind }) => kind === "amount_mismatch")?.facts).toEqual({ amountMinor: 30_500, expectedMinor: 30_010 });
  });
});
