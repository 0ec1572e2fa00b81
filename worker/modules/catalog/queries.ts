import { isComing, isOffered, type Region, type Tier, type TopupPackage } from "@forecourt/contract/catalog";
import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Env } from "../../env.ts";
import { Problem } from "../../http/problem.ts";
import { prepared } from "../../prepared.ts";
import type { Database } from "../../projection/writes.ts";
import { packageStocks } from "../packages/schema.ts";
import { homeRegions, packages, regions } from "./schema.ts";

/** Where a driver is at home: the region that was chosen, else the first there is. */
export async function homeRegion(env: Env, driverId: string): Promise<Region> {
  const home = await findHomeRegion(env, driverId);
  if (home === null) throw noRegion();
  return home;
}

const regionOfDriver = prepared((db) =>
  db
    .select({ region: regions.region })
    .from(regions)
    .leftJoin(homeRegions, and(eq(homeRegions.driverId, sql.placeholder("driverId")), eq(homeRegions.regionId, regions.regionId)))
    .orderBy(isNull(homeRegions.driverId), asc(regions.regionId))
    .limit(1)
    .prepare(),
);

/** As {@link homeRegion}; null while the lists are made anew and know of no region. */
export async function findHomeRegion(env: Env, driverId: string): Promise<Region | null> {
  const [row] = await regionOfDriver(env).all({ driverId });
  return row?.region ?? null;
}

/** Where whoever has not chosen is at home. */
export async function firstRegion(env: Env): Promise<Region> {
  const [row] = await drizzle(env.DB).select().from(regions).orderBy(asc(regions.regionId)).limit(1);
  if (row === undefined) throw noRegion();
  return row.region;
}

export function noRegion(): Problem {
  return new Problem("region_not_found", "No region has been set up yet.");
}

/** The region of this id; null when there is none. */
export async function regionOf(env: Env, regionId: string): Promise<Region | null> {
  const [row] = await drizzle(env.DB).select().from(regions).where(eq(regions.regionId, regionId));
  return row?.region ?? null;
}

export async function allRegions(env: Env) {
  return drizzle(env.DB).select().from(regions).orderBy(asc(regions.regionId)).limit(100);
}

/** A package that is not withdrawn, and how many of its stock are sold or held. */
export interface PackageOnOffer {
  readonly version: number;
  readonly package: TopupPackage;
  readonly taken: number;
}

const onOffer = {
  version: packages.version,
  package: packages.package,
  taken: sql<number>`coalesce(${packageStocks.sold} + ${packageStocks.held}, 0)`,
};

/** All that are not withdrawn, in their order. */
export function offered(db: Database) {
  return db
    .select(onOffer)
    .from(packages)
    .leftJoin(packageStocks, eq(packageStocks.packageId, packages.packageId))
    .where(eq(packages.onSale, true))
    .orderBy(asc(packages.position), asc(packages.packageId))
    .limit(500);
}

/** A package by its id, with the version that an order keeps, whether it is on offer or not; null when there is none. */
export async function findPackage(
  env: Env,
  packageId: string,
): Promise<{ readonly version: number; readonly package: TopupPackage; readonly region: Region } | null> {
  const [row] = await drizzle(env.DB)
    .select({ version: packages.version, package: packages.package, region: regions.region })
    .from(packages)
    .innerJoin(regions, eq(regions.regionId, packages.regionId))
    .where(eq(packages.packageId, packageId));
  return row ?? null;
}

/** What drivers are until memberships say otherwise: every one of them is of the lowest tier. */
export const TIER_OF_ALL: Tier = "standard";

/** Whether a package is offered now, to drivers of this tier. */
export function mayBuy(terms: TopupPackage, nowMs: number, tier: Tier = TIER_OF_ALL): boolean {
  return isOffered(terms, nowMs) && isFor(terms, tier);
}

/** Whether a package will be offered soon to drivers of this tier, and is not yet. */
export function mayBuySoon(terms: TopupPackage, nowMs: number, tier: Tier = TIER_OF_ALL): boolean {
  return isComing(terms, nowMs) && isFor(terms, tier);
}

const isFor = ({ tiers }: TopupPackage, tier: Tier): boolean => tiers === undefined || tiers.includes(tier);

/** What a driver may buy in a region, in its order. */
export async function packagesOnSale(env: Env, regionId: string): Promise<readonly PackageOnOffer[]> {
  const rows = await offered(drizzle(env.DB));
  return rows.filter((row) => row.package.regionId === regionId && mayBuy(row.package, Date.now()));
}
