import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Deliveries that wait for somebody, wherever they are parked. */
export const parkedDeliveries = sqliteTable(
  "parked_deliveries",
  {
    /** `<kind>/<id>` */
    actor: text("actor").notNull(),
    deliveryId: text("delivery_id").notNull(),
    destination: text("destination").notNull(),
    error: text("error").notNull(),
    parkedAtMs: integer("parked_at_ms").notNull(),
  },
  (table) => [primaryKey({ columns: [table.actor, table.deliveryId] }), index("parked_by_time").on(table.parkedAtMs)],
);
