import { and, desc, getTableName, type SQL, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Env } from "../../env.ts";
import type { Place } from "../../http/list.ts";
import { fuelings } from "../fuelings/schema.ts";
import { topups } from "../topups/schema.ts";

/**
 * Rows that one page looks through, at most, where a filter has no index of its own: an index for every filter would be paid for with
 * every fill. What is found so far is a page, however short, and its cursor goes on behind what was looked through.
 */
const WINDOW = 2_000;

/** Which rows to read, newest first: those that an index finds, and of them those that also meet the rest. */
export interface Scan {
  readonly along: SQL | undefined;
  /** Undefined: the index says it all. */
  readonly rest: SQL | undefined;
  readonly limit: number;
  readonly before: Place | null;
}

/** One more than `limit` at most; fewer, and `searchedTo` is the place up to which there are no others (null: the end). */
export interface Found<Row> {
  readonly rows: readonly Row[];
  readonly searchedTo: Place | null;
}

export type TopupRow = typeof topups.$inferSelect;
export type FuelingRow = typeof fuelings.$inferSelect;

export const scanTopups = scannerOf(topups, topups.createdAtMs, topups.orderId);
export const scanFuelings = scannerOf(fuelings, fuelings.settledAtMs, fuelings.fuelingId);

/** Reads a table by time and name, the newest first. */
function scannerOf<Table extends SQLiteTable>(table: Table, at: SQLiteColumn, id: SQLiteColumn) {
  return async (env: Env, { along, rest, limit, before }: Scan): Promise<Found<Table["$inferSelect"]>> => {
    const db = drizzle(env.DB);
    const where = and(along, before === null ? undefined : sql`(${at}, ${id}) < (${before.atMs}, ${before.id})`);
    const newest = [desc(at), desc(id)] as const;
    const all = () =>
      db
        .select()
        .from(table as SQLiteTable)
        .where(where)
        .orderBy(...newest);
    if (rest === undefined) return { rows: await all().limit(limit + 1), searchedTo: null };
    // Under the table's own name, so that what narrows and orders the table also does so with its window.
    const window = all().limit(WINDOW).as(getTableName(table));
    const rows = await db
      .select()
      .from(window)
      .where(rest)
      .orderBy(...newest)
      .limit(limit + 1);
    if (rows.length > limit) return { rows, searchedTo: null };
    const end = db
      .select({ atMs: at, id })
      .from(table as SQLiteTable)
      .where(where)
      .orderBy(...newest);
    const [searchedTo] = (await end.limit(1).offset(WINDOW - 1)) as Place[];
    return { rows, searchedTo: searchedTo ?? null };
  };
}
