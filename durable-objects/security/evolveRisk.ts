import { FILL_RULES_MAX, RISK_ALERTS_KEPT, type RiskAlertState, type RiskEvent } from "@forecourt/contract/risk";
import type { RiskAlertKept, RiskState, SecurityState } from "./state.ts";

/** Commands let through that are remembered, and for how long: whoever repeats one later than that is judged anew. */
const PASSED_KEPT = 30;
const PASSED_MS = 24 * 3_600_000;

/** Folds what has to do with risk. */
export function evolveRisk(state: SecurityState, event: RiskEvent, atMs: number): SecurityState {
  return { ...state, risk: after(state.risk, event, atMs) };
}

function after(risk: RiskState, event: RiskEvent, atMs: number): RiskState {
  switch (event.type) {
    case "RiskAlertRaised":
      return { ...risk, alerts: kept([...risk.alerts, { alertId: event.alertId, ruleId: event.ruleId, atMs, state: "open" }]) };
    case "RiskAlertAcknowledged":
      return changeAlert(risk, event.alertId, "acknowledged");
    case "RiskAlertClosed":
      return changeAlert(risk, event.alertId, "closed");
    case "CommandPassed": {
      const { type: _, subject: __, ...command } = event;
      const lately = risk.passed.filter((each) => each.atMs > atMs - PASSED_MS);
      return { ...risk, passed: [...lately, { ...command, atMs }].slice(-PASSED_KEPT) };
    }
    case "FillRuleNoted": {
      const { type: _, ...noted } = event;
      const others = risk.fillRules.filter((each) => each.ruleId !== noted.ruleId && each.untilMs > atMs);
      return { ...risk, fillRules: [...others, noted].slice(-FILL_RULES_MAX) };
    }
  }
}

/** Those that somebody has yet to close stay the longest. */
function kept(alerts: readonly RiskAlertKept[]): readonly RiskAlertKept[] {
  if (alerts.length <= RISK_ALERTS_KEPT) return alerts;
  const gone = alerts.find(({ state }) => state === "closed") ?? alerts[0];
  return alerts.filter((alert) => alert !== gone);
}

function changeAlert(risk: RiskState, alertId: string, state: RiskAlertState): RiskState {
  return { ...risk, alerts: risk.alerts.map((alert) => (alert.alertId === alertId ? { ...alert, state } : alert)) };
}
