import { VEHICLES_MAX } from "@forecourt/contract/account";
import { describe, expect, it } from "vitest";
import { type AccountGiven, add, bare, DAY, fill, HOUR, NOON, vehicleOf } from "./given.ts";
import { belongingsOf } from "./state.ts";

const from = { driverId: "drv_left00", walletId: "wal_left00" };
const coupons = [{ names: { "zh-CN": "券", "zh-TW": "券", en: "coupon" }, count: 2, valueMinor: 2_000, minSpendMinor: 0 }];
const document = { documentId: "doc_1", kind: "id_front", contentType: "image/jpeg", bytes: 9_000, width: 800, height: 500 } as const;
const handOver = { type: "HandOver", intoDriverId: "drv_000001", kindsHeld: [] } as const;

/** What an account passes on, as the one that takes it in is told. */
const takeOver = (left: AccountGiven) => ({ type: "TakeOver", from, belongings: belongingsOf(left.state) }) as const;

const left = () =>
  bare().after(
    { type: "ChooseRegion", regionId: "cn-south" },
    add({ plate: "粤B12345" }),
    fill({ atMs: NOON - DAY }),
    { type: "GrantCoupons", orderId: "top_1", coupons },
    { type: "SubmitDocument", document, idName: null },
  );

describe("an account that becomes part of another", () => {
  it("takes nothing more in, but for what others owe it", () => {
    const given = left().after(handOver);
    given.when(add()).refused("account_merged");
    given.when(fill()).refused("account_merged");
    given.when({ type: "SubmitDocument", document: { ...document, documentId: "doc_2" }, idName: null }).refused("account_merged");
    given.when({ type: "GrantCoupons", orderId: "top_2", coupons }).done();
    given.when(handOver).nothing();
  });

  it("lets go of documents that the other has already", () => {
    const given = left().after({ ...handOver, kindsHeld: ["id_front"] });
    expect(given.state).toMatchObject({ documents: [], erasures: [{ documentId: "doc_1", isDone: false }] });
  });
});

describe("the account that takes it in", () => {
  it("has its vehicles, fills, coupons, documents and, for want of one, its region", () => {
    const given = bare().after(takeOver(left().after(handOver)));
    expect(given.state).toMatchObject({
      homeRegionId: "cn-south",
      vehicles: [{ plate: "粤B12345" }],
      records: [{ atMs: NOON - DAY }],
      coupons: [{ orderId: "top_1" }, { orderId: "top_1" }],
      documents: [{ documentId: "doc_1" }],
      joined: [from],
    });
    expect(given.state.defaultVehicleId).toBe(vehicleOf(given));
    given.when(takeOver(left())).nothing();
  });

  it("keeps its own where both have one, and a fill of a vehicle that both have is its vehicle's", () => {
    const other = left().after(add({ plate: "沪A12345", name: "theirs" }));
    const theirs = vehicleOf(other, 1);
    const before = bare().after({ type: "ChooseRegion", regionId: "cn-east" }, add({ name: "ours" }), fill({ atMs: NOON - 2 * DAY }), {
      type: "SubmitDocument",
      document: { ...document, documentId: "doc_own" },
      idName: null,
    });
    const given = before.after(takeOver(other.after(fill({ atMs: NOON - HOUR, vehicleId: theirs }))));
    expect(given.state).toMatchObject({
      homeRegionId: "cn-east",
      vehicles: [{ name: "ours" }, { plate: "粤B12345" }],
      documents: [{ documentId: "doc_own" }],
      erasures: [{ documentId: "doc_1", isDone: false }],
    });
    expect(given.state.defaultVehicleId).toBe(vehicleOf(before));
    expect(given.state.records.map(({ atMs }) => atMs)).toEqual([NOON - 2 * DAY, NOON - DAY, NOON - HOUR]);
    expect(given.state.records.at(-1)?.vehicleId).toBe(vehicleOf(before));
  });

  it("takes as many vehicles as there is room for", () => {
    const plates = Array.from({ length: VEHICLES_MAX }, (_, no) => add({ plate: `沪B1000${no}` }));
    const given = bare()
      .after(...plates)
      .after(takeOver(left()));
    expect(given.state.vehicles.length).toBe(VEHICLES_MAX);
    expect(given.state.records.length).toBe(1);
  });

  it("knows of accounts that had become part of the other before", () => {
    const earlier = { driverId: "drv_first0", walletId: "wal_first0" };
    const other = left().after({ type: "TakeOver", from: earlier, belongings: belongingsOf(bare().state) });
    expect(
      bare()
        .after(takeOver(other))
        .state.joined.map(({ driverId }) => driverId),
    ).toEqual([earlier.driverId, from.driverId]);
  });
});
