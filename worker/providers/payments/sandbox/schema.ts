import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { SandboxRules } from "./rules.ts";

/** What the sandbox provider knows, as a vendor would in its own data base. Not read models: a rebuild leaves them alone. */

/** Orders that were opened at it. */
export const sandboxPayments = sqliteTable("sandbox_payments", {
  orderId: text("order_id").primaryKey(),
  walletId: text("wallet_id").notNull(),
  amountMinor: integer("amount_minor").notNull(),
  currency: text("currency").notNull(),
  createdAtMs: integer("created_at_ms").notNull(),
  closedAtMs: integer("closed_at_ms"),
});

/** Payments that payers have made; an order may have several. */
export const sandboxTransactions = sqliteTable(
  "sandbox_transactions",
  {
    transactionId: text("transaction_id").primaryKey(),
    orderId: text("order_id").notNull(),
    amountMinor: integer("amount_minor").notNull(),
    paidAtMs: integer("paid_at_ms").notNull(),
  },
  (table) => [index("sandbox_transactions_by_order").on(table.orderId)],
);

/** Money that it has sent back, or is about to. */
export const sandboxRefunds = sqliteTable(
  "sandbox_refunds",
  {
    refundNo: text("refund_no").primaryKey(),
    transactionId: text("transaction_id").notNull(),
    orderId: text("order_id").notNull(),
    walletId: text("wallet_id").notNull(),
    refundId: text("refund_id").notNull(),
    amountMinor: integer("amount_minor").notNull(),
    currency: text("currency").notNull(),
    /** When one that is being processed comes to its end. */
    settlesAtMs: integer("settles_at_ms").notNull(),
    /** What it then comes to: succeeded failed */
    endsAs: text("ends_as").notNull(),
  },
  (table) => [index("sandbox_refunds_by_transaction").on(table.transactionId)],
);

/** How it is to behave: towards everybody (`*`), or about one order. */
export const sandboxRules = sqliteTable("sandbox_rules", {
  subject: text("subject").primaryKey(),
  rules: text("rules", { mode: "json" }).$type<SandboxRules>().notNull(),
});
