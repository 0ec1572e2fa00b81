import { FUEL_RECORDS_MAX } from "@forecourt/contract/account";
import { describe, expect, it } from "vitest";
import { account } from "./account.ts";
import { add, bare, DAY, fill, HOUR, MINUTE, NOON, vehicleOf } from "./given.ts";

describe("a fill entered by hand", () => {
  it("is taken in for the default vehicle, unless it names another or none", () => {
    const given = bare().after(add(), add({ plate: "沪B12345" }));
    const [first, second] = [vehicleOf(given), vehicleOf(given, 1)];
    const takenFor = (command: ReturnType<typeof fill>, vehicleId: string | null, state = given) =>
      state.when(command).yields({ events: [{ type: "FuelRecordAdded", record: { vehicleId } }], state: { records: [{ vehicleId }] } });
    takenFor(fill(), first);
    takenFor(fill({ vehicleId: second }), second);
    takenFor(fill({ vehicleId: null }), null);
    takenFor(fill(), null, bare());
    given.when(fill({ vehicleId: "veh_of_another" })).refused("vehicle_not_found");
  });

  it("answers with itself and its id, and is listed; struck off, it is listed no more", () => {
    const given = bare().after(fill());
    const recordId = given.state.records[0]?.recordId ?? "";
    const record = { ...fill().record, recordId, vehicleId: null };
    bare()
      .when(fill(), "command/0")
      .yields({ events: [{ type: "FuelRecordAdded", record }], reply: record });
    expect(account.publish({ type: "FuelRecordAdded", record })).not.toBeNull();
    given
      .when({ type: "RemoveFuelRecord", recordId })
      .yields({ events: [{ type: "FuelRecordRemoved", recordId }], state: { records: [] } });
    given.when({ type: "RemoveFuelRecord", recordId: "rec_of_another" }).refused("record_not_found");
  });

  it("lies in the past, by a phone's clock, and not more than five years back", () => {
    bare()
      .when(fill({ atMs: NOON + 5 * MINUTE }))
      .done();
    bare()
      .when(fill({ atMs: NOON + 5 * MINUTE + 1 }))
      .refused("record_in_future");
    bare()
      .when(fill({ atMs: NOON - 1_826 * DAY }))
      .done();
    bare()
      .when(fill({ atMs: NOON - 1_827 * DAY }))
      .refused("record_too_old");
  });

  it("costs what a litre may cost in its currency: ¥4 to ¥15", () => {
    const at = (amountMinor: number) => bare().when(fill({ amountMinor }));
    at(16_000).done();
    at(15_997).refused("unit_price_implausible", { unitPriceMilli: 3_999, fromMilli: 4_000, toMilli: 15_000 });
    at(60_000).done();
    at(60_003).refused("unit_price_implausible", { unitPriceMilli: 15_001 });
    bare()
      .when(fill({ currency: "HKD" }))
      .refused("unit_price_implausible", { fromMilli: 8_000 });
  });

  it("fits the tank of its vehicle, and 5 % more", () => {
    const given = bare().after(add({ tankMl: 40_000 }));
    given.when(fill({ volumeMl: 42_000 })).done();
    given.when(fill({ volumeMl: 42_001 })).refused("volume_above_tank", { tankMl: 40_000, volumeMlMax: 42_000 });
    given.when(fill({ volumeMl: 42_001, vehicleId: null })).done();
  });

  it("does not turn the odometer back, whenever it is entered", () => {
    const given = bare()
      .after(add(), add({ plate: "沪B12345" }))
      .after(fill({ atMs: NOON - 2 * DAY, odometerKm: 10_000 }), fill({ atMs: NOON - DAY, odometerKm: 10_500 }));
    const at = (atMs: number, odometerKm: number) => given.when(fill({ atMs, odometerKm }));
    at(NOON - HOUR, 10_499).refused("odometer_backwards", { odometerKmMin: 10_500 });
    at(NOON - HOUR, 10_500).done();
    at(NOON - 1.5 * DAY, 10_501).refused("odometer_backwards", { odometerKmMax: 10_500 });
    at(NOON - 1.5 * DAY, 9_999).refused("odometer_backwards", { odometerKmMin: 10_000 });
    at(NOON - 1.5 * DAY, 10_200).done();
    at(NOON - 1.5 * DAY, 10_500).done();
    // Two readings of one moment: which came first, nobody knows.
    given.when(fill({ atMs: NOON - DAY, odometerKm: 10_400, volumeMl: 30_000 })).done();
    at(NOON - 3 * DAY, 10_001).refused("odometer_backwards", { odometerKmMax: 10_000 });
    given.when(fill({ odometerKm: 5, vehicleId: vehicleOf(given, 1) })).done();
    given.when(fill({ odometerKm: 5, vehicleId: null })).done();
  });

  it("is not entered twice: the same station, minute and litres", () => {
    const given = bare().after(fill());
    given.when(fill({ atMs: NOON - HOUR + 59_000 })).refused("record_duplicate", { recordId: given.state.records[0]?.recordId });
    given.when(fill({ atMs: NOON - HOUR + MINUTE })).done();
    given.when(fill({ stationId: "s2" })).done();
    given.when(fill({ volumeMl: 40_001 })).done();
    const named = bare().after(fill({ stationId: null, stationName: "Shell Pudong" }));
    named.when(fill({ stationId: null, stationName: " SHELL  pudong" })).refused("record_duplicate");
    named.when(fill({ stationId: null, stationName: "Sinopec" })).done();
  });

  it("is one of a thousand at most, kept in the order of time", () => {
    let given = bare();
    for (let no = 0; no < FUEL_RECORDS_MAX; no += 100) {
      const hours = Array.from({ length: 100 }, (_, index) => ((no + index) * 37) % FUEL_RECORDS_MAX);
      const added = hours.map((hour) => ({ ...fill({ atMs: NOON - hour * HOUR }).record, recordId: `rec_${hour}`, vehicleId: null }));
      given = given.and(...added.map((record) => ({ type: "FuelRecordAdded" as const, record })));
    }
    expect(given.state.records.map(({ atMs }) => atMs)).toEqual(given.state.records.map(({ atMs }) => atMs).toSorted((a, b) => a - b));
    given.when(fill({ volumeMl: 39_999 })).refused("too_many_records", { recordsMax: 1_000 });
    expect(JSON.stringify(given.state).length).toBeLessThan(256_000);
  });
});

describe("what is known elsewhere", () => {
  it("contradicts a price that the station does not have: 25 % either way", () => {
    const board = (boardPriceMilli: number) => bare().when(fill({}, { boardPriceMilli }));
    for (const boardPriceMilli of [7_480, 6_000, 9_970]) board(boardPriceMilli).done();
    for (const boardPriceMilli of [5_980, 9_980]) board(boardPriceMilli).refused("unit_price_implausible", { unitPriceMilli: 7_480 });
  });

  it("says nothing of prices a month ago", () => {
    const before = (days: number) => bare().when(fill({ atMs: NOON - days * DAY }, { boardPriceMilli: 4_000 }));
    before(30).refused("unit_price_implausible");
    before(31).done();
  });

  it("knows a fill that was paid from the wallet", () => {
    const twin = fill({}, { settledFuelingId: "fue_000001" });
    bare().when(twin).refused("record_duplicate", { fuelingId: "fue_000001" });
  });
});
