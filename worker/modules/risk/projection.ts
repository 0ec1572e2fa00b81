import { eq } from "drizzle-orm";
import type { Projection } from "../../projection/projection.ts";
import { riskAlerts } from "./schema.ts";

export const riskProjection: Projection = {
  tables: [riskAlerts],
  handlers: {
    RiskAlertRaised: ({ type: _, ...alert }, { atMs }, writes) => {
      writes.insert(riskAlerts, { ...alert, raisedAtMs: atMs, state: "open" });
    },
    RiskAlertAcknowledged: ({ alertId, operator }, { atMs }, writes) => {
      const acknowledged = { state: "acknowledged", acknowledgedBy: operator, acknowledgedAtMs: atMs };
      writes.add(writes.db.update(riskAlerts).set(acknowledged).where(eq(riskAlerts.alertId, alertId)));
    },
    RiskAlertClosed: ({ alertId, operator, verdict, note }, { atMs }, writes) => {
      const closed = { state: "closed", closedBy: operator, closedAtMs: atMs, verdict, note };
      writes.add(writes.db.update(riskAlerts).set(closed).where(eq(riskAlerts.alertId, alertId)));
    },
  },
};
