import { describe, expect, it } from "vitest";
import { bare } from "./given.ts";

const names = { "zh-CN": "券", "zh-TW": "券", en: "Coupon" };
const grant = { type: "GrantCoupons", orderId: "top_1", coupons: [{ names, count: 2, valueMinor: 2_000, minSpendMinor: 10_000 }] } as const;

describe("coupons", () => {
  it("of an order are granted once, each with a name of its own", () => {
    const given = bare()
      .when(grant)
      .yields({ events: [{ type: "CouponsGranted", orderId: "top_1" }] });
    expect(given.state.coupons).toMatchObject([{ valueMinor: 2_000, minSpendMinor: 10_000, expiresAtMs: null }, { orderId: "top_1" }]);
    expect(new Set(given.state.coupons.map(({ couponId }) => couponId)).size).toBe(2);
    given.when(grant, "told again").nothing();
  });

  it("go with the order that is refunded, and do not come back", () => {
    const given = bare().after(grant);
    const revoked = given.when({ type: "RevokeCoupons", orderId: "top_1" }).yields({ state: { coupons: [] } });
    revoked.when({ type: "RevokeCoupons", orderId: "top_1" }, "again").nothing();
    revoked.when(grant, "late").nothing();
  });
});
