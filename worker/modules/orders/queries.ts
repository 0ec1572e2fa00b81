import type { order } from "@forecourt/contract/http/driver";
import { toInstant } from "@forecourt/contract/scalars";
import { and, eq, gt, gte, inArray, lt, lte, type SQL } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { z } from "zod";
import type { Env } from "../../env.ts";
import type { Place } from "../../http/list.ts";
import { fuelings } from "../fuelings/schema.ts";
import { refundsOf, toRefundItem } from "../refunds/queries.ts";
import { topups } from "../topups/schema.ts";
import { type Found, type FuelingRow, scanFuelings, scanTopups, type TopupRow } from "./window.ts";

export type Order = z.input<typeof order>;

/** Which orders; absent members do not narrow. */
export interface OrderFilter {
  readonly walletId?: string;
  readonly stationId?: string;
  /** Fills at these stations only, and no top-ups: what an operator sees who is limited to them. */
  readonly stations?: readonly string[];
  readonly kind?: "topup" | "fueling";
  /** One, or several with commas between. */
  readonly state?: string;
  readonly provider?: string;
  readonly grade?: string;
  readonly pumps?: readonly number[];
  /** Listed from then on, and before then: when a top-up was ordered, when a fill was settled. */
  readonly fromMs?: number;
  readonly toMs?: number;
  readonly minMinor?: number;
  readonly maxMinor?: number;
  readonly minMl?: number;
  readonly maxMl?: number;
  readonly unitPriceMilli?: number;
  readonly with?: "bonus" | "debt";
}

/** An order, whose it is, and its place in the list. */
export interface Listed {
  readonly place: Place;
  readonly walletId: string;
  readonly order: Order;
}

/** Orders newest first, one more than was asked for if there are; see {@link Found}. */
export interface OrderPage {
  readonly orders: readonly Listed[];
  readonly searchedTo: Place | null;
}

/** Stations that a list is read for one by one, each along its index; of more, all fills are looked through. */
const STATIONS_APART = 10;

/** Orders of both kinds, newest first; each kind is read along an index of its own. */
export async function listOrders(env: Env, filter: OrderFilter, limit: number, before: Place | null): Promise<OrderPage> {
  const found = await Promise.all([
    ...(wantsTopups(filter) ? [findTopups(env, filter, limit, before)] : []),
    ...fuelingScans(env, filter, limit, before),
  ]);
  // Beyond the newest place where one of the scans stopped, nothing is known yet.
  const stops = found.flatMap(({ searchedTo }) => searchedTo ?? []).sort(newestFirst);
  const [searchedTo = null] = stops;
  const all = found.flatMap(({ orders }) => orders).sort((a, b) => newestFirst(a.place, b.place));
  const known = searchedTo === null ? all : all.filter(({ place }) => newestFirst(place, searchedTo) <= 0);
  const orders = known.slice(0, limit + 1);
  return { orders, searchedTo: orders.length > limit ? null : searchedTo };
}

/** An order of this number, whosever it is; null when there is none. */
export async function findAnyOrder(env: Env, orderId: string): Promise<Listed | null> {
  const db = drizzle(env.DB);
  const [paid] = await db.select().from(topups).where(eq(topups.orderId, orderId));
  if (paid !== undefined) {
    const listed = topupOrder(paid);
    return { ...listed, order: { ...listed.order, refunds: (await refundsOf(env, orderId)).map(toRefundItem) } };
  }
  const [filled] = await db.select().from(fuelings).where(eq(fuelings.fuelingId, orderId));
  return filled === undefined ? null : fuelingOrder(filled);
}

/** An order of a driver's wallet, or of one that was theirs, which are asked for only when it is not of the first. */
export async function findOrder(
  env: Env,
  walletId: string,
  orderId: string,
  earlierWallets: () => Promise<readonly string[]> = async () => [],
): Promise<Order | null> {
  const found = await findAnyOrder(env, orderId);
  if (found === null) return null;
  return found.walletId === walletId || (await earlierWallets()).includes(found.walletId) ? found.order : null;
}

/** What only fills have leaves top-ups out. */
function wantsTopups(filter: OrderFilter): boolean {
  const { kind, stationId, stations, grade, pumps, minMl, maxMl, unitPriceMilli } = filter;
  if (kind === "fueling" || filter.with === "debt") return false;
  return (stationId ?? stations ?? grade ?? pumps ?? minMl ?? maxMl ?? unitPriceMilli) === undefined;
}

async function findTopups(env: Env, filter: OrderFilter, limit: number, before: Place | null): Promise<OrderPage> {
  const { walletId, state, provider, fromMs, toMs } = filter;
  const byState = state === undefined ? undefined : inArray(topups.state, state.split(","));
  const time = between(topups.createdAtMs, fromMs, toMs);
  const along = walletId === undefined ? and(byState, time) : and(eq(topups.walletId, walletId), time);
  const rest = and(
    walletId === undefined ? undefined : byState,
    provider === undefined ? undefined : eq(topups.provider, provider),
    within(topups.amountMinor, filter.minMinor, filter.maxMinor),
    filter.with === "bonus" ? gt(topups.bonusMinor, 0) : undefined,
  );
  return toPage(await scanTopups(env, { along, rest, limit, before }), topupOrder);
}

/** A scan for each station, where there are a few; each along its own index. */
function fuelingScans(env: Env, filter: OrderFilter, limit: number, before: Place | null): Promise<OrderPage>[] {
  const { kind, state, provider, stationId, stations } = filter;
  if (kind === "topup" || provider !== undefined || (state !== undefined && !state.split(",").includes("settled"))) return [];
  if (stationId !== undefined) {
    const isAllowed = stations === undefined || stations.includes(stationId);
    return isAllowed ? [findFuelings(env, filter, eq(fuelings.stationId, stationId), undefined, limit, before)] : [];
  }
  if (stations === undefined) return [findFuelings(env, filter, undefined, undefined, limit, before)];
  if (stations.length > STATIONS_APART)
    return [findFuelings(env, filter, undefined, inArray(fuelings.stationId, [...stations]), limit, before)];
  return stations.map((station) => findFuelings(env, filter, eq(fuelings.stationId, station), undefined, limit, before));
}

async function findFuelings(
  env: Env,
  filter: OrderFilter,
  byStation: SQL | undefined,
  also: SQL | undefined,
  limit: number,
  before: Place | null,
): Promise<OrderPage> {
  const { walletId, grade, pumps, fromMs, toMs } = filter;
  const time = between(fuelings.settledAtMs, fromMs, toMs);
  const along = walletId === undefined ? and(byStation, time) : and(eq(fuelings.walletId, walletId), time);
  const rest = and(
    walletId === undefined ? undefined : byStation,
    also,
    grade === undefined ? undefined : eq(fuelings.grade, grade),
    pumps === undefined ? undefined : inArray(fuelings.pump, [...pumps]),
    within(fuelings.amountMinor, filter.minMinor, filter.maxMinor),
    within(fuelings.volumeMl, filter.minMl, filter.maxMl),
    filter.unitPriceMilli === undefined ? undefined : eq(fuelings.unitPriceMilli, filter.unitPriceMilli),
    filter.with === undefined ? undefined : gt(filter.with === "bonus" ? fuelings.bonusMinor : fuelings.debtMinor, 0),
  );
  return toPage(await scanFuelings(env, { along, rest, limit, before }), fuelingOrder);
}

type SizeColumn = typeof topups.amountMinor | typeof fuelings.amountMinor | typeof fuelings.volumeMl;
type TimeColumn = typeof topups.createdAtMs | typeof fuelings.settledAtMs;

function between(at: TimeColumn, fromMs: number | undefined, toMs: number | undefined): SQL | undefined {
  return and(fromMs === undefined ? undefined : gte(at, fromMs), toMs === undefined ? undefined : lt(at, toMs));
}

function within(size: SizeColumn, min: number | undefined, max: number | undefined): SQL | undefined {
  return and(min === undefined ? undefined : gte(size, min), max === undefined ? undefined : lte(size, max));
}

function toPage<Row>({ rows, searchedTo }: Found<Row>, of: (row: Row) => Listed): OrderPage {
  return { orders: rows.map(of), searchedTo };
}

function newestFirst(a: Place, b: Place): number {
  return b.atMs - a.atMs || (a.id === b.id ? 0 : a.id < b.id ? 1 : -1);
}

function topupOrder(row: TopupRow): Listed {
  const { orderId, state, amountMinor, bonusMinor, provider } = row;
  return {
    place: { atMs: row.createdAtMs, id: orderId },
    walletId: row.walletId,
    order: {
      orderId,
      kind: "topup",
      state,
      amountMinor,
      currency: row.currency as Order["currency"],
      createdAt: toInstant(row.createdAtMs),
      completedAt: row.closedAtMs === null ? null : toInstant(row.closedAtMs),
      topup: { principalMinor: amountMinor, bonusMinor, provider, expiresAt: toInstant(row.expiresAtMs) },
    },
  };
}

function fuelingOrder(row: FuelingRow): Listed {
  const { fuelingId, walletId, currency, amountMinor, startedAtMs, endedAtMs, settledAtMs, ...facts } = row;
  return {
    place: { atMs: settledAtMs, id: fuelingId },
    walletId,
    order: {
      orderId: fuelingId,
      kind: "fueling",
      state: "settled",
      amountMinor,
      currency: currency as Order["currency"],
      createdAt: toInstant(startedAtMs),
      completedAt: toInstant(settledAtMs),
      fueling: { ...facts, startedAt: toInstant(startedAtMs), endedAt: toInstant(endedAtMs) },
    },
  };
}
