import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Fills that drivers have entered by hand. What was paid from a wallet is in `fuelings`. */
export const records = sqliteTable(
  "records",
  {
    recordId: text("record_id").primaryKey(),
    driverId: text("driver_id").notNull(),
    vehicleId: text("vehicle_id"),
    /** One of ours; else its name is what the driver wrote. */
    stationId: text("station_id"),
    stationName: text("station_name"),
    /** When it was filled, not when it was entered. */
    atMs: integer("at_ms").notNull(),
    grade: text("grade").notNull(),
    currency: text("currency").notNull(),
    amountMinor: integer("amount_minor").notNull(),
    volumeMl: integer("volume_ml").notNull(),
    odometerKm: integer("odometer_km"),
  },
  (table) => [index("records_by_driver").on(table.driverId, table.atMs)],
);
