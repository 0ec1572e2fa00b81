import { type operatorOrder, orderFilter } from "@forecourt/contract/http/orders";
import { stationOf as stationIdOf } from "@forecourt/contract/ids";
import { toInstant, toMs } from "@forecourt/contract/scalars";
import { eq, inArray } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { z } from "zod";
import type { Stations } from "../../auth/operators.ts";
import type { Env } from "../../env.ts";
import { fromCursor, toCursor } from "../../http/list.ts";
import { drivers } from "../sessions/schema.ts";
import { stations as stationTable } from "../stations/schema.ts";
import { wallets } from "../wallets/schema.ts";
import { type Listed, listOrders, type OrderFilter } from "./queries.ts";

export const orderQuery = z.object(orderFilter);
type OrderQuery = z.output<typeof orderQuery>;
type Item = z.input<typeof operatorOrder>;

/** D1 binds 100 parameters to a statement. */
const WALLETS_PER_QUERY = 90;

interface Range {
  readonly limit: number;
  readonly cursor: string | null;
  readonly stations: Stations;
}

/** A page of orders with their drivers, of the stations that the operator may see. */
export async function operatorOrders(env: Env, query: OrderQuery, { limit, cursor, stations }: Range) {
  const filter = await filterOf(env, query, stations);
  if (filter === null) return { items: [], nextCursor: null, searchedTo: null };
  const { orders, searchedTo } = await listOrders(env, filter, limit, cursor === null ? null : fromCursor(cursor));
  const shown = orders.slice(0, limit);
  const last = shown.at(-1);
  const place = orders.length > limit && last !== undefined ? last.place : searchedTo;
  return {
    items: await withDrivers(env, shown),
    nextCursor: place === null ? null : toCursor(place),
    searchedTo: searchedTo === null ? null : toInstant(searchedTo.atMs),
  };
}

/** Orders with whose they are. */
export async function withDrivers(env: Env, listed: readonly Listed[]): Promise<Item[]> {
  const known = await driversOf(
    env,
    listed.map(({ walletId }) => walletId),
  );
  return listed.map(({ order, walletId }) => ({ ...order, walletId, driver: known.get(walletId) ?? null }));
}

/** Whose wallets these are, of those that are listed. */
export async function driversOf(env: Env, wanted: readonly string[]): Promise<ReadonlyMap<string, Item["driver"]>> {
  const walletIds = [...new Set(wanted)];
  const known = new Map<string, Item["driver"]>();
  for (let first = 0; first < walletIds.length; first += WALLETS_PER_QUERY) {
    const rows = await drizzle(env.DB)
      .select({ walletId: wallets.walletId, driverId: drivers.driverId, name: drivers.name })
      .from(wallets)
      .innerJoin(drivers, eq(drivers.driverId, wallets.driverId))
      .where(inArray(wallets.walletId, walletIds.slice(first, first + WALLETS_PER_QUERY)));
    for (const { walletId, ...driver } of rows) known.set(walletId, driver);
  }
  return known;
}

/** What the query asks for, in the terms of the tables; null when nothing can meet it. */
async function filterOf(env: Env, query: OrderQuery, stations: Stations): Promise<OrderFilter | null> {
  const { driverId, terminalId, pump, from, to, walletId, stationId, ...plain } = query;
  const wallet = driverId === undefined ? walletId : await walletOf(env, driverId);
  if (wallet === null || (walletId !== undefined && wallet !== walletId)) return null;
  const station = terminalId === undefined ? stationId : stationIdOf(terminalId);
  if (stationId !== undefined && station !== stationId) return null;
  const served = terminalId === undefined ? undefined : await pumpsOf(env, terminalId);
  const pumps = pump === undefined ? served : served === undefined || served.includes(pump) ? [pump] : [];
  if (pumps?.length === 0) return null;
  const given = {
    ...plain,
    walletId: wallet,
    stationId: station,
    pumps,
    fromMs: from === undefined ? undefined : toMs(from),
    toMs: to === undefined ? undefined : toMs(to),
    stations: stations === "all" ? undefined : stations,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as OrderFilter;
}

async function walletOf(env: Env, driverId: string): Promise<string | null> {
  const [row] = await drizzle(env.DB).select({ walletId: drivers.walletId }).from(drivers).where(eq(drivers.driverId, driverId));
  return row?.walletId ?? null;
}

async function pumpsOf(env: Env, terminalId: string): Promise<readonly number[]> {
  const [row] = await drizzle(env.DB)
    .select({ pumps: stationTable.pumps })
    .from(stationTable)
    .where(eq(stationTable.stationId, stationIdOf(terminalId)));
  return (row?.pumps ?? []).filter((pump) => pump.terminalId === terminalId).map(({ pump }) => pump);
}
