import type { PurchaseTerms } from "@forecourt/contract/wallet";
import { describe, expect, it } from "vitest";
import { HOUR, lastOrder, MINUTE, opened, payment, requestTopup, toppedUp, type WalletGiven } from "./given.ts";
import { willTellOf } from "./purchases.ts";

const names = { "zh-CN": "券", "zh-TW": "券", en: "Coupon" };
const terms = (change: Partial<PurchaseTerms> = {}): PurchaseTerms => ({
  packageId: "pack",
  version: 1,
  currency: "CNY",
  day: "2026-11-26",
  ...change,
});
const buy = (change: Partial<PurchaseTerms> = {}) => requestTopup({ purchase: terms(change) });
const stock = { holdId: "hold_1", heldUntilMs: 2 * MINUTE };
const coupons = [{ names, count: 2, valueMinor: 2_000, minSpendMinor: 0 }];
const promises = (given: WalletGiven) => given.state.promises.map(({ id }) => id);

describe("a package bought", () => {
  it("as often as a driver may is refused once more; an order given up does not count", () => {
    const given = opened().after(buy({ perDriverMax: 2 }), buy({ perDriverMax: 2 }));
    given.when(buy({ perDriverMax: 2 })).refused("package_limit_reached", { limit: "per_driver", max: 2 });
    given.when(buy({ perDriverMax: 2, packageId: "other" })).done();
    given
      .after({ type: "CancelTopup", orderId: lastOrder(given).orderId })
      .when(buy({ perDriverMax: 2 }))
      .done();
    given
      .at(HOUR)
      .after({ type: "ExpireTopup", orderId: lastOrder(given).orderId })
      .when(buy({ perDriverMax: 2 }))
      .done();
  });

  it("as often as it may be on a day is refused until the next day", () => {
    const given = opened().after(buy({ perDayMax: 1 }));
    given.when(buy({ perDayMax: 1 })).refused("package_limit_reached", { limit: "per_day" });
    given.when(buy({ perDayMax: 1, day: "2026-11-27" })).done();
  });

  it("in another currency than the wallet's is refused", () => {
    opened()
      .when(buy({ currency: "USD" }))
      .refused("currency_mismatch");
  });

  it("from a stock whose hold has run out is refused", () => {
    opened()
      .at(2 * MINUTE)
      .when(buy({ stock }))
      .refused("stock_hold_lapsed");
  });

  it("tells its stock that it is sold once it is paid, and that it is free again when it is given up", () => {
    const given = opened().after(buy({ stock }));
    expect(promises(given)).toEqual([]);
    const paid = given.after(payment(given));
    expect(promises(paid)).toEqual(["stock/hold_1/sell"]);
    expect(promises(paid.after({ type: "RecordPromiseKept", promiseId: "stock/hold_1/sell" }))).toEqual([]);
    const cancelled = given.after({ type: "CancelTopup", orderId: lastOrder(given).orderId });
    expect(promises(cancelled)).toEqual(["stock/hold_1/return"]);
    // Late: credited as principal, and what was held for it is somebody else's by now.
    expect(promises(cancelled.after(payment(given)))).toEqual(["stock/hold_1/return"]);
  });

  it("gives back what was held when it is paid after its time, before the timer has run", () => {
    const given = opened()
      .after(buy({ stock, perDriverMax: 1 }))
      .at(HOUR);
    const late = given.after(payment(given));
    expect(promises(late)).toEqual(["stock/hold_1/return"]);
    late.when(buy({ perDriverMax: 1 })).done();
  });

  it("keeps its terms when it was paid in time, though the order had been closed by then", () => {
    const given = opened().after(buy({ stock, perDriverMax: 1 }));
    const expired = given.at(HOUR).after({ type: "ExpireTopup", orderId: lastOrder(given).orderId });
    const paid = expired.after(payment(given, { paidAtMs: MINUTE }));
    expect(promises(paid)).toEqual(["stock/hold_1/return", "stock/hold_1/sell"]);
    paid.when(buy({ perDriverMax: 1 })).refused("package_limit_reached");
  });

  it("will tell its stock what becomes of a hold until it has", () => {
    const given = opened().after(buy({ stock }));
    expect(willTellOf(given.state, "hold_1")).toBe(true);
    expect(willTellOf(given.state, "hold_2")).toBe(false);
    const cancelled = given.after({ type: "CancelTopup", orderId: lastOrder(given).orderId });
    expect(willTellOf(cancelled.state, "hold_1")).toBe(true);
    expect(willTellOf(cancelled.after({ type: "RecordPromiseKept", promiseId: "stock/hold_1/return" }).state, "hold_1")).toBe(false);
  });

  it("with coupons has them granted once it is paid, and not when that is late", () => {
    const given = opened().after(buy({ coupons }));
    expect(promises(given.after(payment(given)))).toEqual([`coupons/${lastOrder(given).orderId}/grant`]);
    expect(promises(given.at(HOUR).after(payment(given, { paidAtMs: HOUR })))).toEqual([]);
  });
});

describe("what a wallet may hold", () => {
  it("counts principal, bonus, and what open orders would bring", () => {
    const given = toppedUp(opened(), 300_000, 10_000).after(requestTopup({ amountMinor: 100_000 }));
    given
      .when(requestTopup({ amountMinor: 90_001, balanceMaxMinor: 500_000 }))
      .refused("balance_limit_exceeded", { limitMinor: 500_000, heldMinor: 310_000, openMinor: 100_000 });
    given.when(requestTopup({ amountMinor: 90_000, balanceMaxMinor: 500_000 })).done();
    // Money that arrives all the same is never lost.
    const open = opened().after(requestTopup({ amountMinor: 400_000, balanceMaxMinor: 500_000 }));
    const cancelled = open.after({ type: "CancelTopup", orderId: lastOrder(open).orderId });
    toppedUp(cancelled, 400_000)
      .when(payment(open))
      .yields({ state: { principalMinor: 800_000 } });
  });
});
