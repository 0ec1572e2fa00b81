import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Devices that drivers have signed in on, by the name that the transaction log knows them by. */
export const devices = sqliteTable(
  "devices",
  {
    device: text("device").primaryKey(),
    name: text("name").notNull(),
    /** How many have signed in on it. */
    drivers: integer("drivers").notNull(),
    firstSeenAtMs: integer("first_seen_at_ms").notNull(),
    lastSeenAtMs: integer("last_seen_at_ms").notNull(),
    place: text("place"),
  },
  (table) => [
    index("devices_by_time").on(table.lastSeenAtMs, table.device),
    // Those that somebody looks for are few.
    index("devices_shared").on(table.lastSeenAtMs, table.device).where(sql`drivers > 1`),
  ],
);

/** Who has signed in on which. */
export const deviceDrivers = sqliteTable(
  "device_drivers",
  {
    device: text("device").notNull(),
    driverId: text("driver_id").notNull(),
    signIns: integer("sign_ins").notNull(),
    firstSeenAtMs: integer("first_seen_at_ms").notNull(),
    lastSeenAtMs: integer("last_seen_at_ms").notNull(),
    place: text("place"),
  },
  (table) => [primaryKey({ columns: [table.device, table.driverId] }), index("device_drivers_by_driver").on(table.driverId)],
);
