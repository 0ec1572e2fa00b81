import { topupPackage } from "@forecourt/contract/catalog";
import { expect, it } from "vitest";
import { freshCoupon, freshDraft, misfitOf, toDraft, toTerms } from "./draft.ts";

const ZONE = "Asia/Shanghai";
const names = { "zh-CN": "充值", "zh-TW": "儲值", en: "Top up" };

it("comes back as it was, whatever a package can have", () => {
  const terms = topupPackage.parse({
    ...{ packageId: "spring", regionId: "cn-east", names, kind: "coupons", amountMinor: 50_000, bonusMinor: 2_550 },
    coupons: [{ names, count: 3, valueMinor: 1_000, minSpendMinor: 20_000, validDays: 30 }],
    ...{ bonusValidDays: 90, pictureId: "a".repeat(64), tiers: ["gold"] },
    ...{ saleFromMs: Date.parse("2026-12-01T00:00:00+08:00"), saleUntilMs: Date.parse("2027-01-01T00:00:00+08:00") },
    ...{ limits: { perDriver: 2, perDay: 1, stock: 100 }, position: 3, onSale: true },
  });
  const draft = toDraft(terms, ZONE);
  expect(draft.saleFrom).toBe("2026-12-01T00:00");
  expect(toTerms(draft, ZONE)).toEqual(terms);
});

it("leaves out what the kind does not have", () => {
  const draft = { ...freshDraft("cn-east"), packageId: "off", names, amount: "100", bonus: "5", payPercent: 95, coupons: [freshCoupon] };
  const discount = toTerms({ ...draft, kind: "discount" }, ZONE);
  expect(discount).toMatchObject({ bonusMinor: 0, payPerMyriad: 9_500 });
  expect(discount).not.toHaveProperty("coupons");
  const fixed = toTerms({ ...draft, kind: "fixed" }, ZONE);
  expect(fixed).toMatchObject({ amountMinor: 10_000, bonusMinor: 500 });
  expect(fixed).not.toHaveProperty("payPerMyriad");
});

it("names what makes no sense as a whole", () => {
  const draft = { ...freshDraft("cn-east"), packageId: "x1", names, amount: "1" };
  expect(misfitOf(toTerms(draft, ZONE))).toBeNull();
  expect(misfitOf(toTerms({ ...draft, bonus: "11" }, ZONE))).toBe("bonusMinor");
  expect(misfitOf(toTerms({ ...draft, saleFrom: "2026-12-02T00:00", saleUntil: "2026-12-01T00:00" }, ZONE))).toBe("saleUntilMs");
});
