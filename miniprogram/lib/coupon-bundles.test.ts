import { describe, expect, it } from "vitest";
import type { Coupon } from "./api/types.ts";
import { bundlesOf } from "./coupon-bundles.ts";

const coupon = (change: Partial<Coupon>): Coupon => ({
  couponId: "cpn_1",
  orderId: "top_1",
  names: { "zh-CN": "20 元券", "zh-TW": "20 元券", en: "20 off" },
  valueMinor: 2_000,
  minSpendMinor: 10_000,
  state: "granted",
  grantedAt: "2026-11-01T00:00:00+08:00",
  expiresAt: null,
  ...change,
});

describe("coupons that came together", () => {
  it("are one line with their number, newest first as they were listed", () => {
    const bundles = bundlesOf([
      coupon({ couponId: "a", orderId: "top_2" }),
      coupon({ couponId: "b", orderId: "top_2" }),
      coupon({ couponId: "c" }),
    ]);
    expect(bundles.map(({ coupon: { orderId }, count }) => [orderId, count])).toEqual([
      ["top_2", 2],
      ["top_1", 1],
    ]);
  });

  it("are apart when one of them is worth more, or no longer to be had", () => {
    expect(bundlesOf([coupon({}), coupon({ valueMinor: 5_000 }), coupon({ state: "revoked" })]).length).toBe(3);
  });
});
