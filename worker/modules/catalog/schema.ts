import type { GradeTerms, Region, TopupPackage } from "@forecourt/contract/catalog";
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

export const regions = sqliteTable("regions", {
  regionId: text("region_id").primaryKey(),
  version: integer("version").notNull(),
  region: text("region", { mode: "json" }).$type<Region>().notNull(),
});

export const grades = sqliteTable("grades", {
  grade: text("grade").primaryKey(),
  version: integer("version").notNull(),
  terms: text("terms", { mode: "json" }).$type<GradeTerms>().notNull(),
});

/** Where drivers have said that they are at home; no row: the first region there is. */
export const homeRegions = sqliteTable("home_regions", {
  driverId: text("driver_id").primaryKey(),
  regionId: text("region_id").notNull(),
});

export const packages = sqliteTable(
  "packages",
  {
    packageId: text("package_id").primaryKey(),
    regionId: text("region_id").notNull(),
    version: integer("version").notNull(),
    position: integer("position").notNull(),
    onSale: integer("on_sale", { mode: "boolean" }).notNull(),
    package: text("package", { mode: "json" }).$type<TopupPackage>().notNull(),
  },
  (table) => [index("packages_by_region").on(table.regionId, table.position)],
);
