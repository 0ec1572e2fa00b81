import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { originColumns } from "../transactions/columns.ts";

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
    /** The hour in which the driver topped up or filled before, 0 for never: see `active_hours`, which a fill needs no row in for that. */
    previousMs: integer("previous_ms").notNull(),
    /** When the driver signed up; 0 when there is no telling. */
    openedAtMs: integer("opened_at_ms").notNull(),
    /** See the transaction log. */
    ...originColumns(),
  },
  (table) => [
    index("fuelings_by_wallet").on(table.walletId, table.settledAtMs),
    index("fuelings_by_station").on(table.stationId, table.settledAtMs),
    // With all that counting drivers needs, so that it reads no row beside: a longer entry costs no more than a short one.
    index("fuelings_by_time").on(
      table.settledAtMs,
      table.fuelingId,
      table.walletId,
      table.stationId,
      table.currency,
      table.previousMs,
      table.openedAtMs,
    ),
  ],
);
