import type { RiskEvidence } from "@forecourt/contract/risk";
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** What rules have found about drivers, and what operators have made of it. */
export const riskAlerts = sqliteTable(
  "risk_alerts",
  {
    alertId: text("alert_id").primaryKey(),
    driverId: text("driver_id").notNull(),
    walletId: text("wallet_id").notNull(),
    ruleId: text("rule_id").notNull(),
    kind: text("kind").notNull(),
    version: integer("version").notNull(),
    outcome: text("outcome").notNull(),
    subject: text("subject").notNull(),
    currency: text("currency").notNull(),
    windowMs: integer("window_ms"),
    evidence: text("evidence", { mode: "json" }).$type<RiskEvidence>().notNull(),
    raisedAtMs: integer("raised_at_ms").notNull(),
    /** open acknowledged closed */
    state: text("state").notNull(),
    acknowledgedBy: text("acknowledged_by"),
    acknowledgedAtMs: integer("acknowledged_at_ms"),
    closedBy: text("closed_by"),
    closedAtMs: integer("closed_at_ms"),
    verdict: text("verdict"),
    note: text("note"),
  },
  // What waits is the list that is looked at; a driver's are on their page; all of them are for looking back.
  (table) => [
    index("risk_alerts_by_state").on(table.state, table.raisedAtMs, table.alertId),
    index("risk_alerts_by_driver").on(table.driverId, table.raisedAtMs, table.alertId),
    index("risk_alerts_by_time").on(table.raisedAtMs, table.alertId),
  ],
);
