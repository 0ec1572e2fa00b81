import type { transaction } from "@forecourt/contract/http/transactions";
import { transactionFilter } from "@forecourt/contract/http/transactions";
import { toInstant, toMs } from "@forecourt/contract/scalars";
import { and, eq, inArray, or, type SQL, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { z } from "zod";
import type { Stations } from "../../auth/operators.ts";
import { openAddress } from "../../crypto/addresses.ts";
import type { Env } from "../../env.ts";
import { maskAddress } from "../../http/ip.ts";
import { fromCursor, toCursor } from "../../http/list.ts";
import { driversOf } from "../orders/operatorQueries.ts";
import { drivers } from "../sessions/schema.ts";
import { keptFromMs } from "./retention.ts";
import { type EntryPlace, type EntryRow, filled, logged, refused, type Source, WINDOW, windowOf } from "./window.ts";

export const transactionQuery = z.object(transactionFilter);
type Query = z.output<typeof transactionQuery>;
type Item = z.input<typeof transaction>;

interface Range {
  readonly limit: number;
  readonly cursor: string | null;
  readonly stations: Stations;
}

interface Found {
  readonly rows: readonly EntryRow[];
  /** Up to there, there are no others; null: to the end. */
  readonly searchedTo: EntryPlace | null;
}

/** A page of the log, newest first, of the stations that the operator may see. */
export async function listTransactions(env: Env, query: Query, { limit, cursor, stations }: Range) {
  const walletId = await walletOf(env, query);
  if (walletId === null) return { items: [], nextCursor: null, searchedTo: null };
  const before = cursor === null ? null : fromCursor(cursor);
  const fromMs = Math.max(keptFromMs(env, Date.now()), query.from === undefined ? 0 : toMs(query.from));
  const rest = restOf(query, stations);
  const found = await Promise.all(
    sourcesOf(query).map((source) => {
      const along = and(
        source.from(fromMs),
        query.to === undefined ? undefined : source.to(toMs(query.to)),
        walletId === undefined ? undefined : sql`${source.walletId} = ${walletId}`,
        before === null ? undefined : source.before(before),
      );
      return look(env, windowOf(source, along ?? sql`1`), rest, limit + 1);
    }),
  );
  // Beyond the newest place where one of the tables stopped, nothing is known yet.
  const [searchedTo = null] = found.flatMap((one) => one.searchedTo ?? []).sort(newestFirst);
  const all = found.flatMap(({ rows }) => rows).sort((a, b) => newestFirst(placeOf(a), placeOf(b)));
  const known = searchedTo === null ? all : all.filter((row) => newestFirst(placeOf(row), searchedTo) <= 0);
  const shown = known.slice(0, limit);
  const last = shown.at(-1);
  const isMore = known.length > limit && last !== undefined;
  const next = isMore ? placeOf(last) : searchedTo;
  return {
    items: await toItems(env, shown),
    nextCursor: next === null ? null : toCursor(next),
    searchedTo: isMore || searchedTo === null ? null : toInstant(searchedTo.atMs),
  };
}

/** An entry of this name, of the stations that the operator may see; null when there is none. */
export async function findEntry(env: Env, id: string, stations: Stations): Promise<EntryRow | null> {
  const source = id.startsWith("fue_") ? [filled] : [logged, refused];
  const rows = await Promise.all(
    source.map(async (each) => {
      const named = each === filled ? sql`fueling_id = ${id}` : sql`entry_id = ${id}`;
      return drizzle(env.DB).all<EntryRow>(windowOf(each, named));
    }),
  );
  const [row] = rows.flat();
  const isSeen = stations === "all" || (row?.stationId != null && stations.includes(row.stationId));
  return row === undefined || !isSeen || row.atMs < keptFromMs(env, Date.now()) ? null : row;
}

export async function toItems(env: Env, rows: readonly EntryRow[]): Promise<Item[]> {
  const known = await driversOf(
    env,
    rows.flatMap(({ walletId }) => walletId ?? []),
  );
  return Promise.all(rows.map(async (row) => ({ ...(await toItem(env, row)), driver: known.get(row.walletId ?? "") ?? null })));
}

async function toItem(env: Env, row: EntryRow): Promise<Item> {
  const { entryId, kind, code, walletId, caller, operator, subjectId, stationId, amountMinor, currency, terminalId } = row;
  return {
    ...{ entryId, at: toInstant(row.atMs), kind: kind as Item["kind"], outcome: outcomeOf(code), code, walletId, driver: null },
    ...{ caller: caller as Item["caller"], operator, subjectId, stationId, amountMinor, currency },
    origin: {
      ...{ ip: await masked(env, row.ip), ipKey: row.ipKey, device: row.device, place: row.place },
      agent: row.agent as Item["origin"]["agent"],
    },
    terminal:
      terminalId === null
        ? null
        : { terminalId, ip: await masked(env, row.terminalIp), ipKey: row.terminalIpKey, place: row.terminalPlace },
  };
}

async function masked(env: Env, sealed: string | null): Promise<string | null> {
  const address = sealed === null ? null : await openAddress(env, sealed);
  return address === null ? null : maskAddress(address);
}

function outcomeOf(code: string | null): Item["outcome"] {
  if (code === null) return "accepted";
  return code === "confirmation_required" ? "challenged" : "refused";
}

/** Tables that can hold what is asked for. */
function sourcesOf({ kind, outcome, code, caller }: Query): readonly Source[] {
  const wantsRefused = outcome !== "accepted";
  const wantsDone = (outcome === undefined || outcome === "accepted") && code === undefined;
  return [
    ...(wantsDone && kind !== "fueling" ? [logged] : []),
    ...(wantsDone && (kind === undefined || kind === "fueling") && caller !== "operator" ? [filled] : []),
    ...(wantsRefused ? [refused] : []),
  ];
}

/** What no index knows; undefined when nothing is asked for beyond it. */
function restOf(query: Query, stations: Stations): SQL | undefined {
  const { kind, outcome, code, caller, stationId, subjectId, device, ipKey, place, minMinor, maxMinor } = query;
  return and(
    stations === "all" ? undefined : stations.length === 0 ? sql`0` : inArray(sql`"stationId"`, [...stations]),
    ...Object.entries({ kind, code, caller, stationId, subjectId, device }).map(([name, value]) =>
      value === undefined ? undefined : eq(sql.raw(`"${name}"`), value),
    ),
    outcome === "challenged" ? sql`code = 'confirmation_required'` : undefined,
    outcome === "refused" ? sql`code <> 'confirmation_required'` : undefined,
    ipKey === undefined ? undefined : or(sql`"ipKey" = ${ipKey}`, sql`"terminalIpKey" = ${ipKey}`),
    place === undefined ? undefined : or(isAt(sql`place`, place), isAt(sql`"terminalPlace"`, place)),
    minMinor === undefined ? undefined : sql`"amountMinor" >= ${minMinor}`,
    maxMinor === undefined ? undefined : sql`"amountMinor" <= ${maxMinor}`,
  );
}

/** Two letters are a country; anything else is part of a region's or a city's name. */
function isAt(column: SQL, place: string): SQL {
  if (/^[a-z]{2}$/i.test(place)) return sql`substr(${column}, 1, 3) = ${`${place.toUpperCase()}/`}`;
  return sql`instr(lower(substr(${column}, 4)), ${place.toLowerCase()}) > 0`;
}

async function look(env: Env, window: SQL, rest: SQL | undefined, limit: number): Promise<Found> {
  const db = drizzle(env.DB);
  const rows = await db.all<EntryRow>(sql`SELECT * FROM (${window}) WHERE ${rest ?? sql`1`} LIMIT ${limit}`);
  if (rest === undefined || rows.length === limit) return { rows, searchedTo: null };
  const [end] = await db.all<Pick<EntryRow, "entryId" | "atMs">>(
    sql`SELECT "entryId", "atMs" FROM (${window}) LIMIT 1 OFFSET ${WINDOW - 1}`,
  );
  return { rows, searchedTo: end === undefined ? null : { atMs: end.atMs, id: end.entryId } };
}

/** The wallet that is asked for; undefined: any, null: none that there is. */
async function walletOf(env: Env, { driverId, walletId }: Query): Promise<string | null | undefined> {
  if (driverId === undefined) return walletId;
  const [row] = await drizzle(env.DB).select({ walletId: drivers.walletId }).from(drivers).where(eq(drivers.driverId, driverId));
  const found = row?.walletId ?? null;
  return walletId === undefined || walletId === found ? found : null;
}

const placeOf = ({ atMs, entryId }: EntryRow): EntryPlace => ({ atMs, id: entryId });

function newestFirst(a: EntryPlace, b: EntryPlace): number {
  return b.atMs - a.atMs || (a.id === b.id ? 0 : a.id < b.id ? 1 : -1);
}
