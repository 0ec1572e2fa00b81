import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Exports that were made in the background. */
export const exportList = sqliteTable(
  "exports",
  {
    exportId: text("export_id").primaryKey(),
    operatorId: text("operator_id").notNull(),
    subject: text("subject").notNull(),
    state: text("state").notNull(),
    rows: integer("rows").notNull(),
    bytes: integer("bytes").notNull(),
    requestedAtMs: integer("requested_at_ms").notNull(),
    completedAtMs: integer("completed_at_ms"),
    expiresAtMs: integer("expires_at_ms"),
  },
  (table) => [index("exports_by_operator").on(table.operatorId, table.requestedAtMs, table.exportId)],
);
