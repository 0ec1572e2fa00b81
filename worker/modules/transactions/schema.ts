import type { TransactionCaller, TransactionKind } from "@forecourt/contract/transactions";
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { originColumns } from "./columns.ts";

/** What an entry says beside where it came from. Its id begins with its time, so that the table is in the order in which it is read. */
const entryColumns = () => ({
  entryId: text("entry_id").primaryKey(),
  atMs: integer("at_ms").notNull(),
  kind: text("kind").$type<TransactionKind>().notNull(),
  walletId: text("wallet_id"),
  stationId: text("station_id"),
  /** The order, the fill or the adjustment that it is about. */
  subjectId: text("subject_id"),
  amountMinor: integer("amount_minor"),
  currency: text("currency"),
  caller: text("caller").$type<TransactionCaller>().notNull(),
  /** The operator's e-mail address. */
  operator: text("operator"),
});

/** Commands that moved money or were to, but for fills: those are in `fuelings`, with the same columns of where they came from. */
export const transactionLog = sqliteTable("transaction_log", { ...entryColumns(), ...originColumns() }, (table) => [
  index("transaction_log_by_wallet").on(table.walletId, table.entryId),
]);

/** Those that were refused: they changed nothing, so no journal has them, and the edge writes them itself. */
export const transactionRefusals = sqliteTable(
  "transaction_refusals",
  { ...entryColumns(), code: text("code").notNull(), ...originColumns() },
  (table) => [index("transaction_refusals_by_wallet").on(table.walletId, table.entryId)],
);
