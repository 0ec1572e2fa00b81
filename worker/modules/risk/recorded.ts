import { PREVIEW_COMMANDS_MAX } from "@forecourt/contract/http/risk";
import type { Currency } from "@forecourt/contract/units";
import { and, desc, eq, gte, isNotNull } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Env } from "../../env.ts";
import { homeRegions } from "../catalog/schema.ts";
import { fuelings } from "../fuelings/schema.ts";
import { topups } from "../topups/schema.ts";
import { timePart } from "../transactions/entryId.ts";
import { transactionLog } from "../transactions/schema.ts";
import { wallets } from "../wallets/schema.ts";
import type { RecordedFill, RecordedTopup } from "./preview.ts";

/** Top-ups since then, oldest first; the newest of them when there are too many. Where they came from is in the transaction log. */
export async function recordedTopups(env: Env, fromMs: number): Promise<readonly RecordedTopup[]> {
  const db = drizzle(env.DB);
  const [rows, entries] = await Promise.all([
    db
      .select({
        orderId: topups.orderId,
        walletId: topups.walletId,
        driverId: wallets.driverId,
        regionId: homeRegions.regionId,
        currency: topups.currency,
        amountMinor: topups.amountMinor,
        atMs: topups.createdAtMs,
        state: topups.state,
      })
      .from(topups)
      .leftJoin(wallets, eq(wallets.walletId, topups.walletId))
      .leftJoin(homeRegions, eq(homeRegions.driverId, wallets.driverId))
      .where(gte(topups.createdAtMs, fromMs))
      .orderBy(desc(topups.createdAtMs))
      .limit(PREVIEW_COMMANDS_MAX),
    db
      .select({ orderId: transactionLog.subjectId, device: transactionLog.device, address: transactionLog.ipKey })
      .from(transactionLog)
      .where(and(gte(transactionLog.entryId, timePart(fromMs)), eq(transactionLog.kind, "topup"), isNotNull(transactionLog.subjectId)))
      .orderBy(desc(transactionLog.entryId))
      .limit(PREVIEW_COMMANDS_MAX),
  ]);
  const places = new Map(entries.map(({ orderId, ...place }) => [orderId, place]));
  return rows.reverse().map(({ state, currency, ...row }) => ({
    ...row,
    currency: currency as Currency,
    counts: state !== "cancelled" && state !== "expired",
    ...(places.get(row.orderId) ?? { device: null, address: null }),
  }));
}

/** Fills since then, oldest first; the newest of them when there are too many. */
export async function recordedFills(env: Env, fromMs: number): Promise<readonly RecordedFill[]> {
  const rows = await drizzle(env.DB)
    .select({
      fuelingId: fuelings.fuelingId,
      walletId: fuelings.walletId,
      driverId: wallets.driverId,
      atMs: fuelings.settledAtMs,
      amountMinor: fuelings.amountMinor,
      volumeMl: fuelings.volumeMl,
      tankMl: wallets.tankMl,
    })
    .from(fuelings)
    .leftJoin(wallets, eq(wallets.walletId, fuelings.walletId))
    .where(gte(fuelings.settledAtMs, fromMs))
    .orderBy(desc(fuelings.settledAtMs), desc(fuelings.fuelingId))
    .limit(PREVIEW_COMMANDS_MAX);
  return rows.reverse();
}
