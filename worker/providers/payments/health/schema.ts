import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** How payment providers do, by the hour. No read model: nothing of it is in a journal. */
export const providerHealth = sqliteTable(
  "provider_health",
  {
    provider: text("provider").notNull(),
    hourAtMs: integer("hour_at_ms").notNull(),
    /** create query close refund query_refund notification */
    call: text("call").notNull(),
    calls: integer("calls").notNull(),
    /** Calls without an answer that can be relied on, and notifications that were refused. */
    errors: integer("errors").notNull(),
    totalMs: integer("total_ms").notNull(),
    maxMs: integer("max_ms").notNull(),
    lastError: text("last_error"),
    lastErrorAtMs: integer("last_error_at_ms"),
  },
  (table) => [primaryKey({ columns: [table.provider, table.hourAtMs, table.call] })],
);
