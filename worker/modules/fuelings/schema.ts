import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Fills that were settled. A fill that is under way is read from its station. */
export const fuelings = sqliteTable(
  "fuelings",
  {
    fuelingId: text("fueling_id").primaryKey(),
    walletId: text("wallet_id").notNull(),
    stationId: text("station_id").notNull(),
    pump: integer("pump").notNull(),
    nozzle: integer("nozzle").notNull(),
    grade: text("grade").notNull(),
    volumeMl: integer("volume_ml").notNull(),
    unitPriceMilli: integer("unit_price_milli").notNull(),
    currency: text("currency").notNull(),
    amountMinor: integer("amount_minor").notNull(),
    /** How it was paid for. */
    principalMinor: integer("principal_minor").notNull(),
    bonusMinor: integer("bonus_minor").notNull(),
    debtMinor: integer("debt_minor").notNull(),
    transactionId: text("transaction_id").notNull(),
    startedAtMs: integer("started_at_ms").notNull(),
    endedAtMs: integer("ended_at_ms").notNull(),
    settledAtMs: integer("settled_at_ms").notNull(),
    offline: integer("offline", { mode: "boolean" }).notNull(),
  },
  (table) => [
    index("fuelings_by_wallet").on(table.walletId, table.settledAtMs),
    index("fuelings_by_station").on(table.stationId, table.settledAtMs),
  ],
);
