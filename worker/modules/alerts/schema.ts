import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** What a person should look at. */
export const alerts = sqliteTable(
  "alerts",
  {
    /** `<actor>/<seq>/<index>` */
    alertId: text("alert_id").primaryKey(),
    kind: text("kind").notNull(),
    actor: text("actor").notNull(),
    subjectId: text("subject_id").notNull(),
    facts: text("facts", { mode: "json" }).$type<Readonly<Record<string, string | number | boolean | null>>>().notNull(),
    raisedAtMs: integer("raised_at_ms").notNull(),
  },
  (table) => [index("alerts_by_time").on(table.raisedAtMs), index("alerts_by_kind").on(table.kind, table.raisedAtMs)],
);
