import { index, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Whose a number plate is; by a name that tells nothing of the plate. */
export const plates = sqliteTable(
  "plates",
  {
    vehicleId: text("vehicle_id").primaryKey(),
    driverId: text("driver_id").notNull(),
    plateName: text("plate_name").notNull(),
  },
  (table) => [index("plates_by_name").on(table.plateName)],
);
