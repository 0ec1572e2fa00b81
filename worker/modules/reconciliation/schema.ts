import type { Detail } from "@forecourt/contract/result";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Where two books disagree. Not a read model: what people have decided stays through a rebuild. */
export const cases = sqliteTable(
  "cases",
  {
    caseId: text("case_id").primaryKey(),
    kind: text("kind").notNull(),
    subject: text("subject").notNull(),
    walletId: text("wallet_id"),
    provider: text("provider"),
    currency: text("currency"),
    amountMinor: integer("amount_minor"),
    evidence: text("evidence", { mode: "json" }).$type<Detail>().notNull(),
    /** open resolved */
    state: text("state").notNull(),
    owner: text("owner"),
    resolution: text("resolution"),
    note: text("note"),
    openedAtMs: integer("opened_at_ms").notNull(),
    resolvedAtMs: integer("resolved_at_ms"),
    resolvedBy: text("resolved_by"),
  },
  (table) => [index("cases_by_state").on(table.state, table.openedAtMs)],
);

/** Days whose bills were compared. Not a read model either. */
export const billImports = sqliteTable(
  "bill_imports",
  {
    provider: text("provider").notNull(),
    /** `YYYY-MM-DD`, as the provider counts days. */
    day: text("day").notNull(),
    /** done not_ready failed */
    state: text("state").notNull(),
    payments: integer("payments").notNull().default(0),
    paidMinor: integer("paid_minor").notNull().default(0),
    refunds: integer("refunds").notNull().default(0),
    refundedMinor: integer("refunded_minor").notNull().default(0),
    feesMinor: integer("fees_minor").notNull().default(0),
    cases: integer("cases").notNull().default(0),
    triedAtMs: integer("tried_at_ms").notNull(),
  },
  (table) => [primaryKey({ columns: [table.day, table.provider] })],
);

/** A difference that may be no more than something on its way: it is a case once it has stood for a while. */
export const suspects = sqliteTable("suspects", {
  key: text("key").primaryKey(),
  difference: text("difference").notNull(),
  sinceMs: integer("since_ms").notNull(),
});

/**
 * What moved in all wallets of a currency, by the hour and by the kind of movement; signed, positive in the drivers' favour.
 * Top-ups and fills are not here: `figures` has them by the hour already, and a row for each fill is not to be had twice.
 */
export const fundFlows = sqliteTable(
  "fund_flows",
  {
    hourMs: integer("hour_ms").notNull(),
    currency: text("currency").notNull(),
    kind: text("kind").notNull(),
    principalMinor: integer("principal_minor").notNull().default(0),
    bonusMinor: integer("bonus_minor").notNull().default(0),
    debtMinor: integer("debt_minor").notNull().default(0),
    count: integer("count").notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.hourMs, table.currency, table.kind] })],
);

/** What wallets had paid for fills at a station until a moment: what was settled since is added when the station is compared. Not a read model. */
export const stationCaptures = sqliteTable("station_captures", {
  stationId: text("station_id").primaryKey(),
  untilMs: integer("until_ms").notNull(),
  fuelings: integer("fuelings").notNull(),
  amountMinor: integer("amount_minor").notNull(),
});
