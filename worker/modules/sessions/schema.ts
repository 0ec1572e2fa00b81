import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Everybody who has ever signed in. */
export const drivers = sqliteTable("drivers", {
  driverId: text("driver_id").primaryKey(),
  walletId: text("wallet_id").notNull(),
  name: text("name").notNull(),
  registeredAtMs: integer("registered_at_ms").notNull(),
});
