import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** What the sandbox provider knows, as a vendor would in its own data base. Not a read model: a rebuild leaves it alone. */
export const sandboxPayments = sqliteTable("sandbox_payments", {
  orderId: text("order_id").primaryKey(),
  walletId: text("wallet_id").notNull(),
  amountMinor: integer("amount_minor").notNull(),
  currency: text("currency").notNull(),
  createdAtMs: integer("created_at_ms").notNull(),
});

/** Refunds that the sandbox provider has made. */
export const sandboxRefunds = sqliteTable("sandbox_refunds", {
  transactionId: text("transaction_id").primaryKey(),
  refundId: text("refund_id").notNull(),
  amountMinor: integer("amount_minor").notNull(),
});
