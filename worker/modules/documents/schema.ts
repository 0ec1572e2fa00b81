import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Where verification documents stand; nothing that is on them. */
export const documents = sqliteTable(
  "documents",
  {
    documentId: text("document_id").primaryKey(),
    driverId: text("driver_id").notNull(),
    kind: text("kind").notNull(),
    state: text("state").notNull(),
    attempt: integer("attempt").notNull(),
    contentType: text("content_type").notNull(),
    bytes: integer("bytes").notNull(),
    width: integer("width").notNull(),
    height: integer("height").notNull(),
    idName: text("id_name"),
    submittedAtMs: integer("submitted_at_ms").notNull(),
    decidedAtMs: integer("decided_at_ms"),
    decidedBy: text("decided_by"),
    cause: text("cause"),
  },
  (table) => [
    index("documents_by_state").on(table.state, table.submittedAtMs, table.documentId),
    index("documents_by_id_name").on(table.idName).where(sql`id_name IS NOT NULL`),
  ],
);
