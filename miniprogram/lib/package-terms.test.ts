import { packagePrice } from "@forecourt/contract/catalog";
import { describe, expect, it } from "vitest";
import { installFakeWx } from "../testing/fake-wx.ts";
import type { TopupPackage } from "./api/types.ts";

installFakeWx();
const { offerOf, priceOf, termsOf } = await import("./package-terms.ts");

const names = { "zh-CN": "套餐", "zh-TW": "方案", en: "Package" };
const fixed: TopupPackage = {
  ...{ packageId: "p", version: 1, names, amountMinor: 50_000, bonusMinor: 2_500, bonusValidDays: 365, currency: "CNY", kind: "fixed" },
  ...{
    payPerMyriad: null,
    valueMaxMinor: null,
    coupons: [],
    pictureUrl: null,
    saleFrom: null,
    saleUntil: null,
    perDriverMax: null,
    perDayMax: null,
  },
  soldOut: false,
};
const discount: TopupPackage = {
  ...fixed,
  kind: "discount",
  amountMinor: 100_000,
  bonusMinor: 0,
  payPerMyriad: 9_537,
  valueMaxMinor: 300_000,
};

describe("a package's terms", () => {
  it("come to what the platform reckons, to the last fen", () => {
    for (const value of [100_000, 100_001, 123_457, 299_999, 300_000]) {
      expect(priceOf(discount, value)).toEqual(
        packagePrice(
          {
            packageId: "p",
            regionId: "r",
            names,
            kind: "discount",
            amountMinor: 100_000,
            bonusMinor: 0,
            payPerMyriad: 9_537,
            valueMaxMinor: 300_000,
            position: 1,
            onSale: true,
            limits: {},
          },
          value,
        ),
      );
    }
    expect(priceOf(fixed, 0)).toEqual({ amountMinor: 50_000, bonusMinor: 2_500 });
  });

  it("know the values that can't be chosen", () => {
    expect(priceOf(discount, 99_999)).toBeNull();
    expect(priceOf(discount, 300_001)).toBeNull();
  });

  it("say what comes on top and what binds the buyer", () => {
    const coupon = { names, count: 2, valueMinor: 2_000, minSpendMinor: 20_000, validDays: 30 };
    const bundle: TopupPackage = { ...fixed, kind: "coupons", coupons: [coupon], perDriverMax: 3, perDayMax: 1 };
    expect(offerOf(bundle)).toMatch(/¥25.*2.*¥20/);
    expect(termsOf(bundle, 2_500)).toHaveLength(4);
    expect(termsOf(fixed, 0)).toEqual([]);
  });
});
