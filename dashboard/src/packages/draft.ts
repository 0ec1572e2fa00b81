import { type packageKinds, packageMisfit, type Tier, type TopupPackage } from "@forecourt/contract/catalog";
import { parseMoney, plainMoney } from "../format/money.ts";
import { minuteText, parseZoned } from "../format/time.ts";

type Names = TopupPackage["names"];

/** Coupons as they are typed: money as text. */
export interface CouponDraft {
  readonly names: Names;
  readonly count: number;
  readonly value: string;
  readonly minSpend: string;
  readonly validDays?: number | null | undefined;
}

/** A package as it is typed: money and times as text, times in the region's zone. */
export interface PackageDraft {
  readonly packageId: string;
  readonly regionId: string;
  readonly names: Names;
  readonly kind: (typeof packageKinds)[number];
  readonly amount: string;
  readonly bonus: string;
  /** Of a discount: what is paid of the value, in percent. */
  readonly payPercent?: number | null | undefined;
  readonly valueMax?: string | undefined;
  readonly coupons?: readonly CouponDraft[] | undefined;
  readonly bonusValidDays?: number | null | undefined;
  readonly pictureId?: string | undefined;
  readonly tiers: readonly Tier[];
  readonly saleFrom?: string | undefined;
  readonly saleUntil?: string | undefined;
  readonly perDriver?: number | null | undefined;
  readonly perDay?: number | null | undefined;
  readonly stock?: number | null | undefined;
  readonly position: number;
  readonly onSale: boolean;
}

const noNames: Names = { "zh-CN": "", "zh-TW": "", en: "" };
export const freshCoupon: CouponDraft = { names: noNames, count: 1, value: "10", minSpend: "0" };

export function freshDraft(regionId: string): PackageDraft {
  return {
    packageId: "",
    regionId,
    names: noNames,
    kind: "fixed",
    amount: "",
    bonus: "0",
    tiers: [],
    position: 0,
    onSale: true,
  };
}

/** A package's terms, as they are typed. */
export function toDraft(terms: TopupPackage, timeZone: string): PackageDraft {
  const { packageId, regionId, names, kind, position, onSale, limits, bonusValidDays, pictureId } = terms;
  const text = (atMs: number | undefined) => (atMs === undefined ? undefined : minuteText(atMs, timeZone));
  return {
    ...{ packageId, regionId, names, kind, position, onSale, bonusValidDays, pictureId, ...limits },
    amount: plainMoney(terms.amountMinor),
    bonus: plainMoney(terms.bonusMinor),
    payPercent: terms.payPerMyriad === undefined ? undefined : terms.payPerMyriad / 100,
    valueMax: terms.valueMaxMinor === undefined ? undefined : plainMoney(terms.valueMaxMinor),
    coupons: terms.coupons?.map(({ valueMinor, minSpendMinor, ...coupon }) => ({
      ...coupon,
      value: plainMoney(valueMinor),
      minSpend: plainMoney(minSpendMinor),
    })),
    tiers: terms.tiers ?? [],
    saleFrom: text(terms.saleFromMs),
    saleUntil: text(terms.saleUntilMs),
  };
}

/** What is typed as terms; members that are left empty, or that the kind does not have, are absent. */
export function toTerms(draft: PackageDraft, timeZone: string): TopupPackage {
  const { packageId, regionId, names, kind, position, onSale, tiers, pictureId, coupons = [] } = draft;
  const isDiscount = kind === "discount";
  const atMs = (text: string | undefined) => (text === undefined || text === "" ? undefined : (parseZoned(text, timeZone) ?? undefined));
  return {
    ...{ packageId, regionId, names, kind },
    amountMinor: parseMoney(draft.amount) ?? 0,
    bonusMinor: isDiscount ? 0 : (parseMoney(draft.bonus) ?? 0),
    ...given("payPerMyriad", isDiscount ? Math.round((draft.payPercent ?? 0) * 100) : undefined),
    ...given("valueMaxMinor", isDiscount ? (parseMoney(draft.valueMax ?? "") ?? undefined) : undefined),
    ...(kind === "coupons" ? { coupons: coupons.map(toCoupon) } : {}),
    ...given("bonusValidDays", draft.bonusValidDays),
    ...given("pictureId", pictureId),
    ...(tiers.length === 0 ? {} : { tiers: [...tiers] }),
    ...given("saleFromMs", atMs(draft.saleFrom)),
    ...given("saleUntilMs", atMs(draft.saleUntil)),
    limits: { ...given("perDriver", draft.perDriver), ...given("perDay", draft.perDay), ...given("stock", draft.stock) },
    ...{ position, onSale },
  };
}

/** Why what is typed makes no sense as a whole: a key of `packages.misfits`; null when it does. */
export function misfitOf(terms: TopupPackage): string | null {
  return packageMisfit(terms)?.split(":")[0] ?? null;
}

function toCoupon({ names, count, value, minSpend, validDays }: CouponDraft) {
  return {
    ...{ names, count },
    valueMinor: parseMoney(value) ?? 0,
    minSpendMinor: parseMoney(minSpend) ?? 0,
    ...given("validDays", validDays),
  };
}

function given<Name extends string, Value>(name: Name, value: Value | null | undefined): Partial<Record<Name, Value>> {
  return value === undefined || value === null ? {} : ({ [name]: value } as Record<Name, Value>);
}
