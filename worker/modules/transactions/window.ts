import { type SQL, sql } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import { getTableConfig } from "drizzle-orm/sqlite-core";
import { fuelings } from "../fuelings/schema.ts";
import { timePart } from "./entryId.ts";
import { transactionLog, transactionRefusals } from "./schema.ts";

/** Rows of each table that one page looks through, at most; see decision 51. */
export const WINDOW = 2_000;

/** An entry as the three tables have it alike. */
export interface EntryRow {
  readonly entryId: string;
  readonly atMs: number;
  readonly kind: string;
  readonly walletId: string | null;
  readonly stationId: string | null;
  readonly subjectId: string | null;
  readonly amountMinor: number | null;
  readonly currency: string | null;
  readonly caller: string;
  readonly operator: string | null;
  readonly code: string | null;
  readonly ip: string | null;
  readonly ipKey: string | null;
  readonly device: string | null;
  readonly place: string | null;
  readonly agent: string | null;
  readonly terminalId: string | null;
  readonly terminalIp: string | null;
  readonly terminalIpKey: string | null;
  readonly terminalPlace: string | null;
}

/** A place among entries: in the order of time, and then of their names. */
export interface EntryPlace {
  readonly atMs: number;
  readonly id: string;
}

/** A table of entries: how its rows are entries, and along which columns it is read. */
export interface Source {
  readonly table: SQLiteTable;
  readonly columns: SQL;
  readonly order: SQL;
  readonly walletId: SQL;
  from(atMs: number): SQL;
  to(atMs: number): SQL;
  before(place: EntryPlace): SQL;
}

const ORIGIN = sql.raw(
  'ip, ip_key AS "ipKey", device, place, agent, terminal_id AS "terminalId", terminal_ip AS "terminalIp", terminal_ip_key AS "terminalIpKey", terminal_place AS "terminalPlace"',
);
const ENTRY = sql.raw(
  'entry_id AS "entryId", at_ms AS "atMs", kind, wallet_id AS "walletId", station_id AS "stationId", subject_id AS "subjectId", amount_minor AS "amountMinor", currency, caller, operator',
);

/** The name of a fill begins with a letter behind every time: it comes before all entries of its moment. */
const isEntryId = (id: string, atMs: number): boolean => id.startsWith(timePart(atMs));

/** The id begins with the time. */
function byId(table: SQLiteTable, code: SQL): Source {
  return {
    table,
    columns: sql`${ENTRY}, ${code} AS code, ${ORIGIN}`,
    order: sql`entry_id DESC`,
    walletId: sql`wallet_id`,
    from: (atMs) => sql`entry_id >= ${timePart(atMs)}`,
    to: (atMs) => sql`entry_id < ${timePart(atMs)}`,
    before: ({ atMs, id }) => sql`entry_id < ${isEntryId(id, atMs) ? id : timePart(atMs + 1)}`,
  };
}

export const logged = byId(transactionLog, sql`NULL`);
export const refused = byId(transactionRefusals, sql`code`);

/** Fills: an amount is taken from the driver, and where nobody knows of a terminal the phone has asked. */
export const filled: Source = {
  table: fuelings,
  columns: sql`fueling_id AS "entryId", settled_at_ms AS "atMs", 'fueling' AS kind, wallet_id AS "walletId", station_id AS "stationId",
    fueling_id AS "subjectId", -amount_minor AS "amountMinor", currency, CASE WHEN terminal_id IS NULL THEN 'driver' ELSE 'terminal' END AS caller,
    NULL AS operator, NULL AS code, ${ORIGIN}`,
  order: sql`settled_at_ms DESC, fueling_id DESC`,
  walletId: sql`wallet_id`,
  from: (atMs) => sql`settled_at_ms >= ${atMs}`,
  to: (atMs) => sql`settled_at_ms < ${atMs}`,
  before: ({ atMs, id }) => sql`(settled_at_ms, fueling_id) < (${atMs}, ${id})`,
};

/** The statement that reads a window of a table, as entries. */
export function windowOf({ table, columns, order }: Source, along: SQL): SQL {
  return sql`SELECT ${columns} FROM ${sql.raw(getTableConfig(table).name)} WHERE ${along} ORDER BY ${order} LIMIT ${WINDOW}`;
}
