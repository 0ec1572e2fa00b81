import type { LocalisedName } from "@forecourt/contract/catalog";
import type { OpeningHours } from "@forecourt/contract/hours";
import type { PumpLayout, StationService } from "@forecourt/contract/station";
import { sql } from "drizzle-orm";
import { integer, primaryKey, real, sqliteTable, text } from "drizzle-orm/sqlite-core";

export const stations = sqliteTable("stations", {
  stationId: text("station_id").primaryKey(),
  regionId: text("region_id").notNull(),
  names: text("names", { mode: "json" }).$type<LocalisedName>().notNull(),
  address: text("address").notNull(),
  lat: real("lat").notNull(),
  lng: real("lng").notNull(),
  currency: text("currency").notNull(),
  timeZone: text("time_zone").notNull(),
  services: text("services", { mode: "json" }).$type<readonly StationService[]>().notNull().default([]),
  hours: text("hours", { mode: "json" }).$type<OpeningHours>().notNull().default(sql`'"24h"'`),
  pumps: text("pumps", { mode: "json" }).$type<readonly PumpLayout[]>().notNull(),
});

/** The price of every grade as it was last applied. */
export const stationPrices = sqliteTable(
  "station_prices",
  {
    stationId: text("station_id").notNull(),
    grade: text("grade").notNull(),
    unitPriceMilli: integer("unit_price_milli").notNull(),
    effectiveAtMs: integer("effective_at_ms").notNull(),
  },
  (table) => [primaryKey({ columns: [table.stationId, table.grade] })],
);
