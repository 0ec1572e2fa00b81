import type { LocalisedName } from "@forecourt/contract/catalog";
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Coupons that drivers have been granted. */
export const coupons = sqliteTable(
  "coupons",
  {
    couponId: text("coupon_id").primaryKey(),
    driverId: text("driver_id").notNull(),
    /** The order that it came with. */
    orderId: text("order_id").notNull(),
    names: text("names", { mode: "json" }).$type<LocalisedName>().notNull(),
    valueMinor: integer("value_minor").notNull(),
    minSpendMinor: integer("min_spend_minor").notNull(),
    /** granted revoked */
    state: text("state").notNull(),
    grantedAtMs: integer("granted_at_ms").notNull(),
    expiresAtMs: integer("expires_at_ms"),
  },
  (table) => [index("coupons_by_driver").on(table.driverId, table.grantedAtMs)],
);
