import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Corrections of balances, waiting and decided. */
export const adjustments = sqliteTable(
  "adjustments",
  {
    adjustmentId: text("adjustment_id").primaryKey(),
    walletId: text("wallet_id").notNull(),
    driverId: text("driver_id").notNull(),
    state: text("state").notNull(),
    direction: text("direction").notNull(),
    part: text("part").notNull(),
    currency: text("currency").notNull(),
    amountMinor: integer("amount_minor").notNull(),
    cause: text("cause").notNull(),
    reason: text("reason").notNull(),
    proposedBy: text("proposed_by").notNull(),
    proposedAtMs: integer("proposed_at_ms").notNull(),
    lapsesAtMs: integer("lapses_at_ms").notNull(),
    decidedBy: text("decided_by"),
    decidedAtMs: integer("decided_at_ms"),
    note: text("note"),
  },
  // What waits is the list that is looked at; all of them are for looking back.
  (table) => [
    index("adjustments_by_state").on(table.state, table.proposedAtMs, table.adjustmentId),
    index("adjustments_by_time").on(table.proposedAtMs, table.adjustmentId),
  ],
);
