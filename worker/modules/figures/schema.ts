import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/**
 * What operators add up, by the hour, so that any time zone's days can be made of it. Kept by the projectors; never
 * counted from orders when somebody looks.
 */
export const figuresHourly = sqliteTable(
  "figures_hourly",
  {
    /** The hour's first millisecond. */
    hourMs: integer("hour_ms").notNull(),
    currency: text("currency").notNull(),
    /** Empty for what no station has part in: top-ups, registrations. */
    stationId: text("station_id").notNull(),
    toppedUpMinor: integer("topped_up_minor").notNull().default(0),
    topups: integer("topups").notNull().default(0),
    bonusMinor: integer("bonus_minor").notNull().default(0),
    fueledMinor: integer("fueled_minor").notNull().default(0),
    fuelings: integer("fuelings").notNull().default(0),
    volumeMl: integer("volume_ml").notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.hourMs, table.currency, table.stationId] })],
);
