import { FUEL_RECORDS_MAX, VEHICLES_MAX } from "@forecourt/contract/account";
import type { Region } from "@forecourt/contract/catalog";
import type { catalog } from "@forecourt/contract/http/account";
import type { packageItem } from "@forecourt/contract/http/driver";
import { canonicalJson } from "@forecourt/contract/movement";
import { usualGrades } from "@forecourt/contract/plausibility";
import { sha256Hex } from "@forecourt/durable-objects/runtime/digest";
import { asc, eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { z } from "zod";
import type { Env } from "../../env.ts";
import { paymentProvider } from "../../providers/payments/providers.ts";
import { pictureUrl } from "../packages/pictures.ts";
import { stationPrices } from "../stations/schema.ts";
import { mayBuy, mayBuySoon, noRegion, offered, type PackageOnOffer } from "./queries.ts";
import { homeRegions, regions } from "./schema.ts";

/** A package as drivers see it. */
export function toPackageItem({ version, package: terms, taken }: PackageOnOffer, home: Region): z.input<typeof packageItem> {
  const { packageId, names, amountMinor, bonusMinor, bonusValidDays = null, kind, payPerMyriad = null, valueMaxMinor = null } = terms;
  const { coupons = [], pictureId, saleFromMs, saleUntilMs, limits } = terms;
  return {
    packageId,
    version,
    names,
    amountMinor,
    bonusMinor,
    bonusValidDays,
    currency: home.currency,
    kind,
    payPerMyriad,
    valueMaxMinor,
    coupons: coupons.map(({ validDays = null, ...coupon }) => ({ ...coupon, validDays })),
    pictureUrl: pictureId === undefined ? null : pictureUrl(pictureId),
    saleFrom: saleFromMs === undefined ? null : new Date(saleFromMs).toISOString(),
    saleUntil: saleUntilMs === undefined ? null : new Date(saleUntilMs).toISOString(),
    perDriverMax: limits.perDriver ?? null,
    perDayMax: limits.perDay ?? null,
    soldOut: limits.stock !== undefined && taken >= limits.stock,
  };
}

/**
 * All that is on offer to a driver, in the region of this id, or in the one where the driver is at home. Its version is a digest of what it says: it can't be forgotten, and two isolates agree on it.
 */
export async function driverCatalog(env: Env, driverId: string, regionId?: string): Promise<z.input<typeof catalog>> {
  const db = drizzle(env.DB);
  const [regionRows, packageRows, gradeRows, chosenRows] = await db.batch([
    db.select().from(regions).orderBy(asc(regions.regionId)).limit(100),
    offered(db),
    db.selectDistinct({ grade: stationPrices.grade }).from(stationPrices),
    db.select().from(homeRegions).where(eq(homeRegions.driverId, driverId)),
  ]);
  const homeId = regionId ?? chosenRows[0]?.regionId;
  const home = (regionRows.find((row) => row.regionId === homeId) ?? regionRows[0])?.region;
  if (home === undefined) throw noRegion();
  const nowMs = Date.now();
  const here = packageRows.filter((row) => row.package.regionId === home.regionId);
  const offer = {
    homeRegionId: home.regionId,
    regions: regionRows.map(({ region: { regionId, names, currency, timeZone, providers } }) => ({
      regionId,
      names,
      currency,
      timeZone,
      // In the catalog's order; what this installation has not switched on is not offered.
      providers: providers.filter((name) => paymentProvider(env, name)?.takes(currency) === true),
    })),
    packages: here.filter((row) => mayBuy(row.package, nowMs)).map((row) => toPackageItem(row, home)),
    coming: here.filter((row) => mayBuySoon(row.package, nowMs)).map((row) => toPackageItem(row, home)),
    grades: [...new Set<string>([...usualGrades, ...gradeRows.map(({ grade }) => grade)])].sort(),
    limits: { vehicles: VEHICLES_MAX, records: FUEL_RECORDS_MAX },
  };
  return { version: sha256Hex(canonicalJson(offer)).slice(0, 16), ...offer };
}
