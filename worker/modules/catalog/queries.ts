import type { Region, TopupPackage } from "@forecourt/contract/catalog";
import { asc, eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Env } from "../../env.ts";
import { Problem } from "../../http/problem.ts";
import { packages, regions } from "./schema.ts";

/** Where a driver is at home until accounts say otherwise: the first region there is. */
export async function homeRegion(env: Env): Promise<Region> {
  const [row] = await drizzle(env.DB).select().from(regions).orderBy(asc(regions.regionId)).limit(1);
  if (row === undefined) throw new Problem("region_not_found", "No region has been set up yet.");
  return row.region;
}

export async function allRegions(env: Env) {
  return drizzle(env.DB).select().from(regions).orderBy(asc(regions.regionId)).limit(100);
}

/** A package on sale, with the version that an order keeps; null when there is none of this id. */
export async function packageOnSale(
  env: Env,
  packageId: string,
): Promise<{ readonly version: number; readonly package: TopupPackage } | null> {
  const [row] = await drizzle(env.DB).select().from(packages).where(eq(packages.packageId, packageId));
  return row?.onSale === true ? row : null;
}

/** What is on sale in a region, in its order. */
export async function packagesOnSale(env: Env, regionId: string) {
  const rows = await drizzle(env.DB)
    .select()
    .from(packages)
    .where(eq(packages.regionId, regionId))
    .orderBy(asc(packages.position))
    .limit(100);
  return rows.filter(({ onSale }) => onSale);
}
