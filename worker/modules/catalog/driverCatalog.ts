import { FUEL_RECORDS_MAX, VEHICLES_MAX } from "@forecourt/contract/account";
import type { Region, TopupPackage } from "@forecourt/contract/catalog";
import type { catalog } from "@forecourt/contract/http/account";
import type { packageItem } from "@forecourt/contract/http/driver";
import { canonicalJson } from "@forecourt/contract/movement";
import { usualGrades } from "@forecourt/contract/plausibility";
import { sha256Hex } from "@forecourt/durable-objects/runtime/digest";
import { asc, eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { z } from "zod";
import type { Env } from "../../env.ts";
import { Problem } from "../../http/problem.ts";
import { stationPrices } from "../stations/schema.ts";
import { packages, regions } from "./schema.ts";

/** A package as drivers see it. */
export function toPackageItem(version: number, terms: TopupPackage, home: Region): z.input<typeof packageItem> {
  const { packageId, names, amountMinor, bonusMinor, bonusValidDays = null } = terms;
  return { packageId, version, names, amountMinor, bonusMinor, bonusValidDays, currency: home.currency };
}

/**
 * All that is on offer to drivers. Its version is a digest of what it says: it can't be forgotten, and two isolates agree on it.
 */
export async function driverCatalog(env: Env): Promise<z.input<typeof catalog>> {
  const db = drizzle(env.DB);
  const [regionRows, packageRows, gradeRows] = await db.batch([
    db.select().from(regions).orderBy(asc(regions.regionId)).limit(100),
    db.select().from(packages).where(eq(packages.onSale, true)).orderBy(asc(packages.position), asc(packages.packageId)).limit(500),
    db.selectDistinct({ grade: stationPrices.grade }).from(stationPrices),
  ]);
  const home = regionRows[0]?.region;
  if (home === undefined) throw new Problem("region_not_found", "No region has been set up yet.");
  const offer = {
    homeRegionId: home.regionId,
    regions: regionRows.map(({ region: { regionId, names, currency, timeZone, providers } }) => ({
      regionId,
      names,
      currency,
      timeZone,
      providers,
    })),
    packages: packageRows
      .filter(({ regionId }) => regionId === home.regionId)
      .map(({ version, package: terms }) => toPackageItem(version, terms, home)),
    grades: [...new Set<string>([...usualGrades, ...gradeRows.map(({ grade }) => grade)])].sort(),
    limits: { vehicles: VEHICLES_MAX, records: FUEL_RECORDS_MAX },
  };
  return { version: sha256Hex(canonicalJson(offer)).slice(0, 16), ...offer };
}
