import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** What is sold of packages that have a stock, and what is held for orders. The stock itself decides. */
export const packageStocks = sqliteTable("package_stocks", {
  packageId: text("package_id").primaryKey(),
  sold: integer("sold").notNull(),
  held: integer("held").notNull(),
});
