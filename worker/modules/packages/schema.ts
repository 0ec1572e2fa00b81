import type { TopupPackage } from "@forecourt/contract/catalog";
import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Every version that a package has had: an order names the one that it was made under. */
export const packageVersions = sqliteTable(
  "package_versions",
  {
    packageId: text("package_id").notNull(),
    version: integer("version").notNull(),
    package: text("package", { mode: "json" }).$type<TopupPackage>().notNull(),
    definedAtMs: integer("defined_at_ms").notNull(),
  },
  (table) => [primaryKey({ columns: [table.packageId, table.version] })],
);

/** What is sold of packages that have a stock, and what is held for orders. The stock itself decides. */
export const packageStocks = sqliteTable("package_stocks", {
  packageId: text("package_id").primaryKey(),
  sold: integer("sold").notNull(),
  held: integer("held").notNull(),
});
