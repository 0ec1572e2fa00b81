import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** What operators did, as the trail has it; the chain itself is the audit actor's journal. */
export const auditTrail = sqliteTable(
  "audit_trail",
  {
    no: integer("no").primaryKey(),
    atMs: integer("at_ms").notNull(),
    action: text("action").notNull(),
    subject: text("subject").notNull(),
    operatorId: text("operator_id").notNull(),
    email: text("email").notNull(),
    role: text("role").notNull(),
    reason: text("reason"),
    ip: text("ip"),
    place: text("place"),
    requestId: text("request_id").notNull(),
    before: text("before", { mode: "json" }).$type<unknown>(),
    after: text("after", { mode: "json" }).$type<unknown>(),
    source: text("source").notNull(),
    previousHash: text("previous_hash").notNull(),
    hash: text("hash").notNull(),
  },
  // Read newest first by `no`; narrowed to a person, to what was done, or to what it was done to.
  (table) => [
    index("audit_by_operator").on(table.operatorId, table.no),
    index("audit_by_action").on(table.action, table.no),
    index("audit_by_subject").on(table.subject, table.no),
  ],
);
