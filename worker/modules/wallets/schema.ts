import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Every wallet's balances, for what operators add up. What a driver sees comes from the wallet itself. */
export const wallets = sqliteTable("wallets", {
  walletId: text("wallet_id").primaryKey(),
  driverId: text("driver_id").notNull(),
  currency: text("currency").notNull(),
  principalMinor: integer("principal_minor").notNull(),
  bonusMinor: integer("bonus_minor").notNull(),
  debtMinor: integer("debt_minor").notNull(),
});
