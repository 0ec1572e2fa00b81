import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** One thing that happened to a refund. */
export interface RefundStep {
  readonly step: string;
  readonly atMs: number;
  readonly note: string | null;
}

/** Refunds of top-ups. */
export const refunds = sqliteTable(
  "refunds",
  {
    refundId: text("refund_id").primaryKey(),
    walletId: text("wallet_id").notNull(),
    orderId: text("order_id").notNull(),
    state: text("state").notNull(),
    channel: text("channel").notNull(),
    provider: text("provider").notNull(),
    providerTransactionId: text("provider_transaction_id").notNull(),
    /** Its number at the provider; another one each time that the provider gives one up. */
    refundNo: text("refund_no").notNull(),
    currency: text("currency").notNull(),
    principalMinor: integer("principal_minor").notNull(),
    bonusMinor: integer("bonus_minor").notNull(),
    reason: text("reason").notNull(),
    automatic: integer("automatic", { mode: "boolean" }).notNull(),
    requestedAtMs: integer("requested_at_ms").notNull(),
    changedAtMs: integer("changed_at_ms").notNull(),
    /** When it left us for good; what a bill is compared with. */
    sentAtMs: integer("sent_at_ms"),
    decidedBy: text("decided_by"),
    reference: text("reference"),
    /** The driver's account, sealed. */
    bank: text("bank"),
    batchId: text("batch_id"),
    steps: text("steps", { mode: "json" }).$type<readonly RefundStep[]>().notNull(),
  },
  (table) => [
    index("refunds_by_order").on(table.orderId),
    index("refunds_by_state").on(table.state, table.requestedAtMs),
    // A bill names a refund by its number; a notification does, too.
    index("refunds_by_number").on(table.refundNo),
  ],
);
