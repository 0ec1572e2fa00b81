import type { order } from "@forecourt/contract/http/driver";
import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { AnySQLiteColumn } from "drizzle-orm/sqlite-core";
import type { z } from "zod";
import type { Env } from "../../env.ts";
import type { Place } from "../../http/list.ts";
import { fuelings } from "../fuelings/schema.ts";
import { topups } from "../topups/schema.ts";

export type Order = z.input<typeof order>;

/** Whose orders; absent members do not narrow. */
export interface OrderFilter {
  readonly walletId?: string;
  readonly stationId?: string;
  readonly kind?: "topup" | "fueling";
  readonly state?: string;
}

/** An order and its place in the list. */
export interface Listed {
  readonly place: Place;
  readonly order: Order;
}

const iso = (atMs: number): string => new Date(atMs).toISOString();

/** Orders of both kinds, newest first, one more than `limit`; each kind is read along its own index. */
export async function listOrders(env: Env, filter: OrderFilter, limit: number, before: Place | null): Promise<readonly Listed[]> {
  const [paid, filled] = await Promise.all([
    filter.kind === "fueling" || filter.stationId !== undefined ? [] : listTopups(env, filter, limit, before),
    filter.kind === "topup" || (filter.state !== undefined && filter.state !== "settled") ? [] : listFuelings(env, filter, limit, before),
  ]);
  return [...paid, ...filled].sort((a, b) => b.place.atMs - a.place.atMs || (a.place.id < b.place.id ? 1 : -1)).slice(0, limit + 1);
}

/** An order of a wallet; null when there is none of this id. */
export async function findOrder(env: Env, walletId: string, orderId: string): Promise<Order | null> {
  const db = drizzle(env.DB);
  const [paid] = await db
    .select()
    .from(topups)
    .where(and(eq(topups.orderId, orderId), eq(topups.walletId, walletId)));
  if (paid !== undefined) return topupOrder(paid).order;
  const [filled] = await db
    .select()
    .from(fuelings)
    .where(and(eq(fuelings.fuelingId, orderId), eq(fuelings.walletId, walletId)));
  return filled === undefined ? null : fuelingOrder(filled).order;
}

async function listTopups(env: Env, filter: OrderFilter, limit: number, before: Place | null): Promise<readonly Listed[]> {
  const rows = await drizzle(env.DB)
    .select()
    .from(topups)
    .where(
      and(
        filter.walletId === undefined ? undefined : eq(topups.walletId, filter.walletId),
        filter.state === undefined ? undefined : eq(topups.state, filter.state),
        olderThan(topups.createdAtMs, topups.orderId, before),
      ),
    )
    .orderBy(desc(topups.createdAtMs), desc(topups.orderId))
    .limit(limit + 1);
  return rows.map(topupOrder);
}

async function listFuelings(env: Env, filter: OrderFilter, limit: number, before: Place | null): Promise<readonly Listed[]> {
  const rows = await drizzle(env.DB)
    .select()
    .from(fuelings)
    .where(
      and(
        filter.walletId === undefined ? undefined : eq(fuelings.walletId, filter.walletId),
        filter.stationId === undefined ? undefined : eq(fuelings.stationId, filter.stationId),
        olderThan(fuelings.settledAtMs, fuelings.fuelingId, before),
      ),
    )
    .orderBy(desc(fuelings.settledAtMs), desc(fuelings.fuelingId))
    .limit(limit + 1);
  return rows.map(fuelingOrder);
}

/** Strictly after the place in a list that runs from new to old; a range on the index, so deep pages cost what first ones do. */
function olderThan(at: AnySQLiteColumn, id: AnySQLiteColumn, before: Place | null): SQL | undefined {
  return before === null ? undefined : sql`(${at}, ${id}) < (${before.atMs}, ${before.id})`;
}

function topupOrder(row: typeof topups.$inferSelect): Listed {
  const { orderId, state, amountMinor, bonusMinor, provider } = row;
  return {
    place: { atMs: row.createdAtMs, id: orderId },
    order: {
      orderId,
      kind: "topup",
      state,
      amountMinor,
      currency: row.currency as Order["currency"],
      createdAt: iso(row.createdAtMs),
      completedAt: row.closedAtMs === null ? null : iso(row.closedAtMs),
      topup: { principalMinor: amountMinor, bonusMinor, provider, expiresAt: iso(row.expiresAtMs) },
    },
  };
}

function fuelingOrder(row: typeof fuelings.$inferSelect): Listed {
  const { fuelingId, walletId: _, currency, amountMinor, startedAtMs, endedAtMs, settledAtMs, ...facts } = row;
  return {
    place: { atMs: settledAtMs, id: fuelingId },
    order: {
      orderId: fuelingId,
      kind: "fueling",
      state: "settled",
      amountMinor,
      currency: currency as Order["currency"],
      createdAt: iso(startedAtMs),
      completedAt: iso(settledAtMs),
      fueling: { ...facts, startedAt: iso(startedAtMs), endedAt: iso(endedAtMs) },
    },
  };
}
