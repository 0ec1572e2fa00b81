import { z } from "zod";
import { packageId, regionId } from "./ids.ts";
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
});
export type Region = z.infer<typeof region>;

export const topupPackage = z.object({
  packageId,
  regionId,
  names: localisedName,
  amountMinor: positiveMinor,
  bonusMinor: z.int().min(0).max(AMOUNT_MINOR_MAX),
  /** Days that the bonus lives; absent: for ever. */
  bonusValidDays: z.int().min(1).max(3650).optional(),
  /** Place in the list, lowest first. */
  position: z.int().min(0).max(1000),
  onSale: z.boolean(),
});
export type TopupPackage = z.infer<typeof topupPackage>;

export type CatalogCommand =
  | { readonly type: "DefineRegion"; readonly region: Region }
  | { readonly type: "DefinePackage"; readonly package: TopupPackage };

export type CatalogEvent =
  | { readonly type: "RegionDefined"; readonly version: number; readonly region: Region }
  | { readonly type: "PackageDefined"; readonly version: number; readonly package: TopupPackage };
