import { z } from "zod";
import { grade, packageId, regionId } from "./ids.ts";
import { currency, positiveMinor, timeZone } from "./scalars.ts";
import { AMOUNT_MINOR_MAX } from "./units.ts";
import { spendingPolicies } from "./wallet.ts";

/** The catalog: regions and top-up packages, versioned; one actor keeps it. */

/** A name in the product's three languages. */
export const localisedName = z.object({
  "zh-CN": z.string().min(1).max(60),
  "zh-TW": z.string().min(1).max(60),
  en: z.string().min(1).max(60),
});
export type LocalisedName = z.infer<typeof localisedName>;

export const region = z.object({
  regionId,
  names: localisedName,
  currency,
  /** Days are counted in it. */
  timeZone,
  /** Payment providers, the preferred one first. */
  providers: z
    .array(z.string().regex(/^[a-z0-9_-]{2,20}$/))
    .min(1)
    .max(8),
  /** How a fill is split between principal and bonus. */
  spendingPolicy: z.enum(spendingPolicies).default("prorata"),
  /** What drivers find at the region's stations: shop, car_wash … */
  services: z
    .array(z.string().regex(/^[a-z0-9_]{2,20}$/))
    .max(20)
    .optional(),
  /**
   * What a wallet may hold, principal and bonus together. Absent: what the law says of a registered prepaid card where there
   * is such a law (see {@link balanceMaxMinor}).
   */
  balanceMaxMinor: positiveMinor.optional(),
  /** What has to be held in custody of the prepaid principal, in ten-thousandths; absent: see {@link custodyPerMyriad}. */
  custodyPerMyriad: z.int().min(0).max(10_000).optional(),
  /** Up to this, a refund of a top-up that nothing was spent of needs nobody to look at it; absent: see {@link refundAutomaticMaxMinor}. */
  refundAutomaticMaxMinor: z.int().min(0).max(AMOUNT_MINOR_MAX).optional(),
});
export type Region = z.infer<typeof region>;

/** 单用途商业预付卡管理办法 (商务部令 2012 年第 9 号), article 18: a registered card holds ¥5 000 at most. */
const LEGAL_CAPS: Partial<Record<Region["currency"], number>> = { CNY: 500_000 };

/** What a wallet of a region may hold, principal and bonus together. */
export function balanceMaxMinor({ balanceMaxMinor: configured, currency: code }: Pick<Region, "balanceMaxMinor" | "currency">): number {
  return configured ?? LEGAL_CAPS[code] ?? AMOUNT_MINOR_MAX;
}

/**
 * 单用途商业预付卡管理办法, articles 26 to 28: 20 % for an enterprise of scale; 30 % for a group, 40 % for a brand.
 *
 * @returns ten-thousandths of the prepaid principal
 */
export function custodyPerMyriad({ custodyPerMyriad: configured }: Pick<Region, "custodyPerMyriad">): number {
  return configured ?? 2_000;
}

/** Up to what a refund of a top-up that nothing was spent of needs nobody to look at it: where nothing else is set, 500 of the currency. */
export function refundAutomaticMaxMinor(home: Pick<Region, "refundAutomaticMaxMinor"> | null): number {
  return home?.refundAutomaticMaxMinor ?? 50_000;
}

export const gradeFamilies = ["petrol", "diesel", "gas", "electric"] as const;

/** What is sold by the litre: its id is what terminals say, its names are what people read. */
export const gradeTerms = z.object({
  grade,
  names: localisedName,
  family: z.enum(gradeFamilies),
  onSale: z.boolean(),
});
export type GradeTerms = z.infer<typeof gradeTerms>;

export type CatalogKind = "region" | "grade" | "package";

/** One version of something in the catalog, and who made it. */
export interface CatalogVersion {
  readonly version: number;
  readonly atMs: number;
  /** The operator's e-mail address; null where none made it. */
  readonly operator: string | null;
  readonly reason: string | null;
  /** JSON. */
  readonly terms: string;
}

export const packageKinds = ["fixed", "discount", "coupons"] as const;

/** Coupons that come with a package: so many, each worth so much. */
export const couponTerms = z.object({
  names: localisedName,
  count: z.int().min(1).max(50),
  valueMinor: positiveMinor,
  /** What a fill must cost for one to be used; 0: anything. */
  minSpendMinor: z.int().min(0).max(AMOUNT_MINOR_MAX).default(0),
  /** Days that they live once granted; absent: for ever. */
  validDays: z.int().min(1).max(3650).optional(),
});
export type CouponTerms = z.infer<typeof couponTerms>;

/** Driver's tiers, lowest first. */
export const tiers = ["standard", "silver", "gold", "diamond"] as const;
export type Tier = (typeof tiers)[number];

export const topupPackage = z.object({
  packageId,
  regionId,
  names: localisedName,
  /**
   * `fixed`: pay `amountMinor`, get `bonusMinor` on top. `discount`: choose a value of `amountMinor` or more, pay a fraction
   * of it. `coupons`: as `fixed`, and coupons.
   */
  kind: z.enum(packageKinds).default("fixed"),
  /** What is paid; of a discount, the least value to choose. */
  amountMinor: positiveMinor,
  bonusMinor: z.int().min(0).max(AMOUNT_MINOR_MAX),
  /** Of a discount: what is paid of the value, in ten-thousandths. 9 500: pay 95 %. */
  payPerMyriad: z.int().min(1_000).max(9_999).optional(),
  /** Of a discount: the largest value to choose; absent: what a wallet may hold. */
  valueMaxMinor: positiveMinor.optional(),
  coupons: z.array(couponTerms).min(1).max(10).optional(),
  /** Days that the bonus lives; absent: for ever. */
  bonusValidDays: z.int().min(1).max(3650).optional(),
  /** See `POST /v1/operator/pictures`. */
  pictureId: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  /** Who may buy it; absent: everybody. */
  tiers: z.array(z.enum(tiers)).min(1).max(tiers.length).optional(),
  /** On sale from this moment; absent: at once. */
  saleFromMs: z.int().min(0).optional(),
  /** On sale until this moment; absent: for as long as it is on sale. */
  saleUntilMs: z.int().min(0).optional(),
  limits: z
    .object({
      /** Purchases of one driver, ever. */
      perDriver: z.int().min(1).max(10_000).optional(),
      /** Purchases of one driver on one day of the region. */
      perDay: z.int().min(1).max(1_000).optional(),
      /** Purchases in all, of every version together. */
      stock: z.int().min(0).max(1_000_000).optional(),
    })
    .default({}),
  /** Place in the list, lowest first. */
  position: z.int().min(0).max(1000),
  /** False: withdrawn, or not offered yet. */
  onSale: z.boolean(),
});
export type TopupPackage = z.infer<typeof topupPackage>;

/** Why these terms make no sense; null when they do. */
export function packageMisfit(terms: TopupPackage): string | null {
  const { kind, amountMinor, bonusMinor, payPerMyriad, valueMaxMinor, coupons, saleFromMs, saleUntilMs } = terms;
  if (bonusMinor > amountMinor * 10) return "bonusMinor: more than ten times the amount";
  if ((kind === "discount") !== (payPerMyriad !== undefined)) return "payPerMyriad: a discount has it, and nothing else has";
  if (kind === "discount" && bonusMinor > 0) return "bonusMinor: of a discount, it follows from what is paid";
  if (valueMaxMinor !== undefined && (kind !== "discount" || valueMaxMinor < amountMinor))
    return "valueMaxMinor: only of a discount, and not below amountMinor";
  if ((kind === "coupons") !== (coupons !== undefined)) return "coupons: a bundle has them, and nothing else has";
  if (saleFromMs !== undefined && saleUntilMs !== undefined && saleFromMs >= saleUntilMs) return "saleUntilMs: not after saleFromMs";
  return null;
}

/**
 * What is paid for a package, and what comes on top.
 *
 * @param valueMinor of a discount: the value chosen; absent: the least
 * @returns null when the value is not one of those to choose from
 */
export function packagePrice(
  terms: TopupPackage,
  valueMinor: number | undefined,
): { readonly amountMinor: number; readonly bonusMinor: number } | null {
  const { kind, amountMinor, bonusMinor, payPerMyriad = 10_000, valueMaxMinor = AMOUNT_MINOR_MAX } = terms;
  if (kind !== "discount") return valueMinor === undefined ? { amountMinor, bonusMinor } : null;
  const value = valueMinor ?? amountMinor;
  if (value < amountMinor || value > valueMaxMinor) return null;
  // The odd minor unit is paid: a discount never gives more than it says. The product stays below 2^53.
  const paid = Math.ceil((value * payPerMyriad) / 10_000);
  return { amountMinor: paid, bonusMinor: value - paid };
}

/** Packages are announced for so long before they are on sale. */
const ANNOUNCED_MS = 14 * 24 * 3_600_000;

/** Whether a package is not on sale yet, and soon will be. */
export function isComing({ onSale, saleFromMs = 0 }: TopupPackage, nowMs: number): boolean {
  return onSale && saleFromMs > nowMs && saleFromMs - nowMs <= ANNOUNCED_MS;
}

/** Whether a package is offered at a moment. */
export function isOffered({ onSale, saleFromMs = 0, saleUntilMs = Number.POSITIVE_INFINITY }: TopupPackage, nowMs: number): boolean {
  return onSale && saleFromMs <= nowMs && nowMs < saleUntilMs;
}

export type CatalogCommand =
  | { readonly type: "DefineRegion"; readonly region: Region }
  | { readonly type: "DefineGrade"; readonly grade: GradeTerms }
  | { readonly type: "DefinePackage"; readonly package: TopupPackage }
  /** Takes it off sale: its next version. */
  | { readonly type: "WithdrawPackage"; readonly packageId: string };

export type CatalogEvent =
  | { readonly type: "RegionDefined"; readonly version: number; readonly region: Region }
  | { readonly type: "GradeDefined"; readonly version: number; readonly grade: GradeTerms }
  | { readonly type: "PackageDefined"; readonly version: number; readonly package: TopupPackage };
