import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Every wallet's balances, for what operators add up. What a driver sees comes from the wallet itself. */
export const wallets = sqliteTable(
  "wallets",
  {
    walletId: text("wallet_id").primaryKey(),
    driverId: text("driver_id").notNull(),
    currency: text("currency").notNull(),
    principalMinor: integer("principal_minor").notNull(),
    bonusMinor: integer("bonus_minor").notNull(),
    debtMinor: integer("debt_minor").notNull(),
    openedAtMs: integer("opened_at_ms").notNull(),
    /** The last top-up or fill. */
    activeAtMs: integer("active_at_ms"),
    firstTopupAtMs: integer("first_topup_at_ms"),
    firstFillAtMs: integer("first_fill_at_ms"),
    /** The largest tank among the driver's vehicles; null: there is none. */
    tankMl: integer("tank_ml"),
    /** Since when it is frozen; null: it is free. */
    frozenAtMs: integer("frozen_at_ms"),
  },
  // Both hold the few that are listed, and cost the others nothing.
  (table) => [
    index("wallets_frozen").on(table.frozenAtMs, table.walletId).where(sql`frozen_at_ms IS NOT NULL`),
    index("wallets_in_debt").on(table.debtMinor, table.walletId).where(sql`debt_minor > 0`),
  ],
);
