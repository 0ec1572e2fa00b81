import type { lot, wallet } from "@forecourt/contract/http/driver";
import { toInstant } from "@forecourt/contract/scalars";
import type { LotView } from "@forecourt/contract/wallet";
import { again, walletOf } from "@forecourt/durable-objects/stubs";
import type { z } from "zod";
import type { Env } from "../../env.ts";
import { fromCursor, type Place, toCursor, toPage } from "../../http/list.ts";
import { Problem } from "../../http/problem.ts";

interface Paging {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** A wallet as its driver sees it, from the wallet itself. */
export async function driverWallet(env: Env, walletId: string): Promise<z.input<typeof wallet>> {
  const view = await again(async () => walletOf(env, walletId).view());
  if (view === null) throw new Problem("wallet_not_found");
  const { reservations, freezes, ...balances } = view;
  return {
    ...balances,
    frozenBy: freezes[0]?.kind ?? null,
    reservations: reservations.map(({ expiresAtMs, ...held }) => ({ ...held, expiresAt: new Date(expiresAtMs).toISOString() })),
  };
}

/** A page of a wallet's movements, newest first, from the wallet itself. */
export async function walletStatement(env: Env, walletId: string, { limit, cursor }: Paging) {
  const beforeSeq = cursor === undefined ? undefined : fromCursor(cursor).atMs;
  const page = await again(async () => walletOf(env, walletId).statement(limit, beforeSeq));
  return {
    items: page.items,
    nextCursor: page.nextBeforeSeq === null ? null : toCursor({ atMs: page.nextBeforeSeq, id: "seq" }),
    asOf: new Date().toISOString(),
  };
}

/** A page of what a wallet's balance is made of, oldest first, from the wallet itself. A cursor is a place in that order. */
export async function walletLots(env: Env, walletId: string, { limit, cursor }: Paging) {
  const lots = await again(async () => walletOf(env, walletId).lots());
  // Lots are spent from the oldest on: what has gone meanwhile is found by what comes after it.
  const after = cursor === undefined ? null : fromCursor(cursor);
  const left = after === null ? lots : lots.slice(placeAfter(lots, after));
  const page = toPage(left.slice(0, limit + 1), limit, ({ creditedAtMs, lotId }) => ({ atMs: creditedAtMs, id: lotId }), toLot);
  return { ...page, asOf: new Date().toISOString() };
}

function placeAfter(lots: readonly LotView[], { atMs, id }: Place): number {
  const found = lots.findIndex(({ lotId }) => lotId === id);
  if (found >= 0) return found + 1;
  const next = lots.findIndex(({ creditedAtMs }) => creditedAtMs > atMs);
  return next < 0 ? lots.length : next;
}

function toLot({ creditedAtMs, bonusExpiresAtMs, ...view }: LotView): z.input<typeof lot> {
  return {
    ...view,
    creditedAt: toInstant(creditedAtMs),
    bonusExpiresAt: bonusExpiresAtMs === null ? null : toInstant(bonusExpiresAtMs),
  };
}
