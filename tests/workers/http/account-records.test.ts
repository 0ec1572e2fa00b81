import { consumption, fuelRecordItem, vehicle } from "@forecourt/contract/http/account";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { withinOneHour } from "../kit/clock.ts";
import { type Driver, newDriver } from "../kit/driver.ts";
import { expectProblem, good } from "../kit/http.ts";
import { names, type Operator, openPlatform } from "../kit/platform.ts";
import { projected, walletRef } from "../kit/readModels.ts";
import { newStation, PRICE_95, type Station } from "../kit/station.ts";

const PATH = "/v1/driver/records";
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const records = z.object({ items: z.array(fuelRecordItem), nextCursor: z.string().nullable(), asOf: z.string() });
const ago = (ms: number) => new Date(Date.now() - ms).toISOString();

let admin: Operator;
let station: Station;
beforeAll(async () => {
  admin = await openPlatform();
  station = await newStation(admin);
  await projected({ kind: "station", id: station.stationId });
});

/** 40 L at ¥7.50, an hour ago, somewhere else. */
const body = (change: object = {}) => ({
  stationName: "Elsewhere",
  at: ago(HOUR),
  grade: "95",
  amountMinor: 30_000,
  volumeMl: 40_000,
  ...change,
});

const entered = async (driver: Driver, change: object = {}) =>
  good(fuelRecordItem, await driver.call("POST", PATH, { body: body(change) }), 201);

async function listed(driver: Driver, query = "") {
  await projected({ kind: "account", id: driver.driverId });
  return good(records, await driver.call("GET", PATH + query));
}

const withVehicle = async (driver: Driver, tankMl = 50_000) =>
  good(vehicle, await driver.call("POST", "/v1/driver/vehicles", { body: { plate: "沪A12345", grade: "95", tankMl } }), 201).vehicleId;

describe("a fill entered by hand", () => {
  it("is answered with all of it, listed, and struck off", async () => {
    const driver = await newDriver();
    const vehicleId = await withVehicle(driver);
    const at = ago(HOUR);
    const record = await entered(driver, { at, odometerKm: 12_345 });
    expect(record).toEqual({
      recordId: record.recordId,
      stationId: null,
      stationName: "Elsewhere",
      stationNames: null,
      at,
      grade: "95",
      currency: "CNY",
      amountMinor: 30_000,
      volumeMl: 40_000,
      unitPriceMilli: 7_500,
      odometerKm: 12_345,
      vehicleId,
    });
    expect((await listed(driver)).items).toEqual([record]);
    expect((await driver.call("DELETE", `${PATH}/${record.recordId}`)).status).toBe(204);
    expect((await listed(driver)).items).toEqual([]);
    expectProblem(await driver.call("DELETE", `${PATH}/${record.recordId}`), "record_not_found");
  });

  it("is entered once, however often the request is sent, whatever has become of the price meanwhile", async () => {
    const driver = await newDriver();
    const other = await newStation(admin);
    await projected({ kind: "station", id: other.stationId });
    const key = crypto.randomUUID();
    const sent = body({ stationName: undefined, stationId: other.stationId });
    const once = await driver.call("POST", PATH, { key, body: sent });
    expect(good(fuelRecordItem, once, 201)).toMatchObject({ stationId: other.stationId, stationNames: names("Station") });
    await admin.call("POST", `/v1/operator/stations/${other.stationId}/prices`, { body: { grade: "95", unitPriceMilli: 12_000 } });
    await projected({ kind: "station", id: other.stationId });
    expect((await driver.call("POST", PATH, { key, body: sent })).text).toBe(once.text);
    expect((await listed(driver)).items).toHaveLength(1);
    expectProblem(await driver.call("POST", PATH, { key, body: { ...sent, volumeMl: 39_000 } }), "command_id_reused");
  });

  it("is refused when it can't have been, with the reason", async () => {
    const driver = await newDriver();
    await withVehicle(driver, 45_000);
    await entered(driver, { at: ago(2 * DAY), odometerKm: 10_000 });
    const refused = async (change: object) => driver.call("POST", PATH, { body: body(change) });
    const here = { stationName: undefined, stationId: station.stationId };

    expectProblem(await refused({ at: ago(-HOUR) }), "record_in_future");
    expectProblem(await refused({ at: "2019-01-01T00:00:00+08:00" }), "record_too_old");
    expect(expectProblem(await refused({ amountMinor: 300_000 }), "unit_price_implausible")).toMatchObject({
      unitPriceMilli: 75_000,
      fromMilli: 4_000,
      toMilli: 15_000,
    });
    // Plausible anywhere, but not where a litre costs ¥7.48.
    expect(expectProblem(await refused({ ...here, amountMinor: 40_000 }), "unit_price_implausible")).toMatchObject({
      unitPriceMilli: 10_000,
      toMilli: PRICE_95 * 1.25,
    });
    expect(expectProblem(await refused({ volumeMl: 47_251, amountMinor: 35_438 }), "volume_above_tank")).toMatchObject({
      volumeMlMax: 47_250,
    });
    expect(expectProblem(await refused({ odometerKm: 9_999 }), "odometer_backwards")).toMatchObject({ odometerKmMin: 10_000 });
    expectProblem(await refused({ stationName: undefined, stationId: "nowhere" }), "station_not_found");
    expectProblem(await refused({ vehicleId: "veh_0000000000" }), "vehicle_not_found");
    expectProblem(await refused({ stationId: station.stationId }), "validation_failed");
    expectProblem(await refused({ volumeMl: 1.5 }), "validation_failed");

    const at = ago(3 * HOUR);
    const { recordId } = await entered(driver, { at });
    expect(expectProblem(await refused({ at, stationName: " elsewhere" }), "record_duplicate")).toMatchObject({ recordId });
  });

  it("is refused when it was paid from the wallet, and counts there", async () => {
    const driver = await newDriver(50_000);
    const { sourceId: fuelingId } = await station.fill(driver, 2, 40_120);
    await projected(walletRef(driver.walletId));
    const twin = { stationName: undefined, stationId: station.stationId, at: ago(0), amountMinor: 30_010, volumeMl: 40_100 };
    expect(expectProblem(await driver.call("POST", PATH, { body: body(twin) }), "record_duplicate")).toMatchObject({ fuelingId });
  });

  it("is nobody else's", async () => {
    const [mine, other] = [await newDriver(), await newDriver()];
    const vehicleId = await withVehicle(mine);
    const { recordId } = await entered(mine);
    expectProblem(await other.call("DELETE", `${PATH}/${recordId}`), "record_not_found");
    expectProblem(await other.call("POST", PATH, { body: body({ vehicleId }) }), "vehicle_not_found");
    expect((await listed(mine)).items).toHaveLength(1);
    expect((await listed(other)).items).toEqual([]);
    expect((await listed(other, `?vehicleId=${vehicleId}`)).items).toEqual([]);
  });

  it("is listed by pages, the latest first, by vehicle if asked", async () => {
    const driver = await newDriver();
    const vehicleId = await withVehicle(driver);
    const hours = [5, 1, 4, 2, 3];
    for (const hour of hours) await entered(driver, { at: ago(hour * HOUR), ...(hour > 3 ? { vehicleId: null } : {}) });
    const first = await listed(driver, "?limit=2");
    const second = await listed(driver, `?limit=2&cursor=${first.nextCursor}`);
    const third = await listed(driver, `?limit=2&cursor=${second.nextCursor}`);
    const all = [first, second, third].flatMap(({ items }) => items);
    expect(third.nextCursor).toBeNull();
    expect(all).toHaveLength(5);
    expect(all.map(({ at }) => at)).toEqual(
      all
        .map(({ at }) => at)
        .toSorted()
        .reverse(),
    );
    expect((await listed(driver, `?vehicleId=${vehicleId}`)).items).toHaveLength(3);
  });
});

describe("consumption", () => {
  beforeEach(withinOneHour);

  it("adds up what was paid from the wallet and what was entered by hand", async () => {
    const driver = await newDriver(50_000);
    const vehicleId = await withVehicle(driver);
    await station.fill(driver, 3, 40_000);
    await projected(walletRef(driver.walletId));
    await entered(driver, { at: ago(2 * DAY), odometerKm: 10_000, volumeMl: 30_000, amountMinor: 22_500 });
    await entered(driver, { at: ago(0), odometerKm: 10_800, volumeMl: 20_000, amountMinor: 15_000 });
    await entered(driver, { at: ago(HOUR), vehicleId: null, volumeMl: 10_000, amountMinor: 7_500 });
    await projected({ kind: "account", id: driver.driverId });

    const all = good(consumption, await driver.call("GET", "/v1/driver/consumption?months=3"));
    expect(all).toMatchObject({ currency: "CNY", timeZone: "Asia/Shanghai", vehicleId: null });
    expect(all.months).toHaveLength(3);
    const shanghai = new Date(Date.now() + 8 * HOUR).toISOString().slice(0, 7);
    expect(all.months.at(-1)).toMatchObject({ month: shanghai });
    // 40 L from the wallet at ¥7.48; the leg of 800 km used them and the last 20 L.
    expect(all.totals).toEqual({
      fills: 4,
      volumeMl: 100_000,
      amountMinor: 74_920,
      averagePriceMilli: 7_492,
      distanceKm: 800,
      mlPer100Km: 7_500,
    });
    const own = good(consumption, await driver.call("GET", `/v1/driver/consumption?vehicleId=${vehicleId}`));
    expect(own.months).toHaveLength(12);
    expect(own.totals).toMatchObject({ fills: 3, volumeMl: 90_000 });
    expectProblem(await driver.call("GET", "/v1/driver/consumption?months=37"), "validation_failed");
  });
});
