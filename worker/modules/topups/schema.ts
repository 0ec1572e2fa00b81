import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Top-up orders. */
export const topups = sqliteTable(
  "topups",
  {
    orderId: text("order_id").primaryKey(),
    walletId: text("wallet_id").notNull(),
    /** requested awaiting_payment paid cancelled expired refund_requested refunding refunded refund_failed */
    state: text("state").notNull(),
    provider: text("provider").notNull(),
    currency: text("currency").notNull(),
    amountMinor: integer("amount_minor").notNull(),
    bonusMinor: integer("bonus_minor").notNull(),
    packageId: text("package_id"),
    packageVersion: integer("package_version"),
    providerTransactionId: text("provider_transaction_id"),
    createdAtMs: integer("created_at_ms").notNull(),
    expiresAtMs: integer("expires_at_ms").notNull(),
    closedAtMs: integer("closed_at_ms"),
    /** When the payer paid, by the provider's clock. */
    paidAtMs: integer("paid_at_ms"),
  },
  (table) => [
    index("topups_by_wallet").on(table.walletId, table.createdAtMs),
    index("topups_by_time").on(table.createdAtMs),
    index("topups_by_state").on(table.state, table.createdAtMs),
  ],
);

/** Payments that fit no order, or came twice: what somebody has to look at, and what went back. */
export const strayPayments = sqliteTable(
  "stray_payments",
  {
    /** Numbers are the provider's own: two providers may use the same one. */
    provider: text("provider").notNull(),
    providerTransactionId: text("provider_transaction_id").notNull(),
    walletId: text("wallet_id").notNull(),
    orderId: text("order_id").notNull(),
    amountMinor: integer("amount_minor").notNull(),
    /** duplicate, or why it was quarantined */
    reason: text("reason").notNull(),
    /** returning returned quarantined credited */
    state: text("state").notNull(),
    refundId: text("refund_id"),
    arrivedAtMs: integer("arrived_at_ms").notNull(),
  },
  (table) => [primaryKey({ columns: [table.provider, table.providerTransactionId] })],
);
