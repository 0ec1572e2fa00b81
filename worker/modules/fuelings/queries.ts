import type { fueling } from "@forecourt/contract/http/driver";
import type { FuelingView } from "@forecourt/contract/station";
import { and, eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { z } from "zod";
import type { Env } from "../../env.ts";
import { fuelings } from "./schema.ts";

/** A settled fill of a wallet; null when there is none of this id. */
export async function settledFueling(env: Env, walletId: string, fuelingId: string): Promise<FuelingView | null> {
  const [row] = await drizzle(env.DB)
    .select()
    .from(fuelings)
    .where(and(eq(fuelings.fuelingId, fuelingId), eq(fuelings.walletId, walletId)));
  if (row === undefined) return null;
  const { stationId, pump, grade, unitPriceMilli, volumeMl, amountMinor, startedAtMs } = row;
  // What was once reserved no longer matters; the fill itself is its limit.
  const limits = { limitMinor: amountMinor, limitMl: volumeMl, expiresAtMs: startedAtMs };
  return { fuelingId, walletId, stationId, state: "settled", pump, grade, unitPriceMilli, volumeMl, amountMinor, ...limits };
}

/** A fill as its driver sees it. */
export function toFueling({ walletId: _, expiresAtMs, ...view }: FuelingView): z.input<typeof fueling> {
  return { ...view, expiresAt: new Date(expiresAtMs).toISOString() };
}
