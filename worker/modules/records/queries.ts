import type { FuelRecordEvidence } from "@forecourt/contract/account";
import type { LocalisedName } from "@forecourt/contract/catalog";
import type { Currency } from "@forecourt/contract/units";
import { and, between, desc, eq, gte, inArray, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Env } from "../../env.ts";
import type { Place } from "../../http/list.ts";
import { fuelings } from "../fuelings/schema.ts";
import { stationPrices, stations } from "../stations/schema.ts";
import type { Fill } from "./consumption.ts";
import { records } from "./schema.ts";

/** A fill by hand and one that was paid from the wallet are the same when they are this close. */
const TWIN_MS = 3_600_000;
const TWIN_ML = 100;
/** Fills looked at for one overview, of either kind; the newest. */
const FILLS_MAX = 3_000;

/** A fill that somebody says there was at a station of ours. */
interface Claim {
  readonly stationId: string;
  readonly grade: string;
  readonly atMs: number;
  readonly volumeMl: number;
}

/** What is known of a station, and of a fill there; null when there is no such station. */
export async function evidenceAt(
  env: Env,
  walletId: string,
  { stationId, grade, atMs, volumeMl }: Claim,
): Promise<{ readonly names: LocalisedName; readonly currency: Currency; readonly evidence: FuelRecordEvidence } | null> {
  const db = drizzle(env.DB);
  const [[station], [price], [twin]] = await db.batch([
    db.select({ names: stations.names, currency: stations.currency }).from(stations).where(eq(stations.stationId, stationId)),
    db
      .select({ unitPriceMilli: stationPrices.unitPriceMilli })
      .from(stationPrices)
      .where(and(eq(stationPrices.stationId, stationId), eq(stationPrices.grade, grade))),
    db
      .select({ fuelingId: fuelings.fuelingId })
      .from(fuelings)
      .where(
        and(
          eq(fuelings.walletId, walletId),
          // Settled after it ended: what is settled earlier is not read.
          gte(fuelings.settledAtMs, atMs - TWIN_MS),
          eq(fuelings.stationId, stationId),
          between(fuelings.endedAtMs, atMs - TWIN_MS, atMs + TWIN_MS),
          between(fuelings.volumeMl, volumeMl - TWIN_ML, volumeMl + TWIN_ML),
        ),
      )
      .limit(1),
  ]);
  if (station === undefined) return null;
  return {
    names: station.names,
    currency: station.currency as Currency,
    evidence: { boardPriceMilli: price?.unitPriceMilli ?? null, settledFuelingId: twin?.fuelingId ?? null },
  };
}

/** A driver's fills by hand, the latest first, one more than `limit`, with the names of stations of ours. */
export async function listRecords(env: Env, driverId: string, vehicleId: string | undefined, limit: number, before: Place | null) {
  return drizzle(env.DB)
    .select({ record: records, names: stations.names })
    .from(records)
    .leftJoin(stations, eq(stations.stationId, records.stationId))
    .where(
      and(
        eq(records.driverId, driverId),
        vehicleId === undefined ? undefined : eq(records.vehicleId, vehicleId),
        before === null ? undefined : sql`(${records.atMs}, ${records.recordId}) < (${before.atMs}, ${before.id})`,
      ),
    )
    .orderBy(desc(records.atMs), desc(records.recordId))
    .limit(limit + 1);
}

/**
 * All fills of a driver in a currency since a moment: those entered by hand, and those paid from their wallets, which do not
 * know what they went into and are taken to have gone into the default vehicle.
 */
export async function fillsSince(
  env: Env,
  driver: { readonly driverId: string; readonly walletIds: readonly string[]; readonly defaultVehicleId: string | null },
  currency: Currency,
  fromMs: number,
): Promise<readonly Fill[]> {
  const db = drizzle(env.DB);
  const [byHand, paid] = await db.batch([
    db
      .select()
      .from(records)
      .where(and(eq(records.driverId, driver.driverId), gte(records.atMs, fromMs), eq(records.currency, currency)))
      .orderBy(desc(records.atMs))
      .limit(FILLS_MAX),
    db
      .select({ endedAtMs: fuelings.endedAtMs, volumeMl: fuelings.volumeMl, amountMinor: fuelings.amountMinor })
      .from(fuelings)
      .where(and(inArray(fuelings.walletId, [...driver.walletIds]), gte(fuelings.settledAtMs, fromMs), eq(fuelings.currency, currency)))
      .orderBy(desc(fuelings.settledAtMs))
      .limit(FILLS_MAX),
  ]);
  return [
    ...byHand.map(({ vehicleId, atMs, volumeMl, amountMinor, odometerKm }) => ({ vehicleId, atMs, volumeMl, amountMinor, odometerKm })),
    ...paid.map(({ endedAtMs, ...fill }) => ({ ...fill, vehicleId: driver.defaultVehicleId, atMs: endedAtMs, odometerKm: null })),
  ];
}
