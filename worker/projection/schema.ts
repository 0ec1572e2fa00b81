import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** How far the read models have come with each actor. Written in the same batch as what it vouches for. */
export const checkpoints = sqliteTable(
  "checkpoints",
  {
    /** `<kind>/<id>` */
    actor: text("actor").primaryKey(),
    /** The last commit applied; 0: to be rebuilt from nothing. Never null: the guard of a batch relies on it. */
    seq: integer("seq").notNull(),
    /**
     * A rebuild has not come to the journal's end. A long journal takes several batches, and the position alone does not tell
     * one that was interrupted from one that is done.
     */
    rebuilding: integer("rebuilding", { mode: "boolean" }).notNull().default(false),
  },
  // Empty but for a rebuild: the clock and the page look here every minute, and find nothing to read.
  (table) => [index("checkpoints_to_read").on(table.actor).where(sql`seq = 0 OR rebuilding = 1`)],
);

/** When anything was last applied; what every list says as `asOf`. One row. */
export const freshness = sqliteTable("freshness", {
  id: integer("id").primaryKey(),
  appliedAtMs: integer("applied_at_ms").notNull(),
  /** How old the oldest commit of that batch was. */
  lagMs: integer("lag_ms").notNull().default(0),
});

/** Messages that could not be applied, however often they were tried. */
export const deadLetters = sqliteTable("dead_letters", {
  messageId: text("message_id").primaryKey(),
  actor: text("actor").notNull(),
  body: text("body").notNull(),
  arrivedAtMs: integer("arrived_at_ms").notNull(),
});
