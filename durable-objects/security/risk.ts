import type { Novelty } from "@forecourt/contract/protection";
import { rejected } from "@forecourt/contract/result";
import {
  type OrderSeen,
  RISK_METHODS,
  type RiskAssessment,
  type RiskCommand,
  type RiskEvidence,
  type RiskHit,
  type RiskOutcome,
  type RiskSubject,
  riskOutcomes,
} from "@forecourt/contract/risk";
import type { SecurityEvent } from "@forecourt/contract/security";
import { judgeTopup } from "../risk/topups.ts";
import { accepted, type Decision, type DecisionContext } from "../runtime/definition.ts";
import { askFor, findAsked, methodsAmong } from "./confirmations.ts";
import { findSession, knowsPlace, placeKey, type RiskState, type SecurityState, type Session } from "./state.ts";

type SecurityDecision = Decision<SecurityState, SecurityEvent>;
type CommandOf<Type extends RiskCommand["type"]> = Extract<RiskCommand, { type: Type }>;

const MINUTE_MS = 60_000;
/** An order that was let through and that the wallet does not have yet: it is on its way for so long at most. */
const UNDER_WAY_MS = 5 * MINUTE_MS;
/** A rule that looks at a minute must not raise an alert each minute. */
const QUIET_MS = 15 * MINUTE_MS;
const PASSED: RiskAssessment = { outcome: "passed" };

/**
 * Says whether a command may be carried out. What rules find is written down with the answer, as alerts; so is what was let
 * through, since that counts for what comes at the same moment and is not judged again. A challenge is good for its command
 * alone. Signing in and binding can't be challenged, being what a challenge would be answered with: the money is, later.
 */
export function assessRisk(state: SecurityState, command: CommandOf<"AssessRisk">, context: DecisionContext): SecurityDecision {
  const { subject, commandId, fingerprint, orderId, amountMinor } = command;
  const session = findSession(state, command.sessionId, context.nowMs);
  if (session === undefined) return rejected("session_revoked");
  if (state.risk.passed.some((each) => each.commandId === commandId && each.fingerprint === fingerprint)) return accepted([], () => PASSED);
  const hits = [...command.hits, ...ownHits(state, session, command, context.nowMs)];
  const events = alertsOf(state, command, hits, context);
  const passed: SecurityEvent = { type: "CommandPassed", subject, commandId, fingerprint, orderId, amountMinor };
  const outcome = strongest(hits);
  if (outcome === "refuse") return accepted(events, () => refused("risk_refused"));
  // Nothing is counted of the others here.
  if (subject !== "topup") return accepted(events, () => PASSED);
  if (outcome !== "challenge") return accepted([...events, passed], () => PASSED);
  const methods = methodsAmong(state, RISK_METHODS, context.nowMs);
  if (methods.length === 0) return accepted(events, () => refused("risk_unverifiable"));
  const asked = { kind: "risk", commandId, fingerprint, amountMinor, challenge: command.challenge, methods } as const;
  const known = findAsked(state, asked, context.nowMs);
  if (known?.state === "given")
    return accepted([...events, { type: "ConfirmationUsed", confirmationId: known.confirmationId }, passed], () => PASSED);
  return askFor(known?.state === "asked" ? known : undefined, asked, context, events);
}

function refused(code: "risk_refused" | "risk_unverifiable"): RiskAssessment {
  return { outcome: "refused", code };
}

/** What the driver's own history has to say. */
function ownHits(state: SecurityState, session: Session, command: CommandOf<"AssessRisk">, nowMs: number): readonly RiskHit[] {
  const { subject, amountMinor, currency, regionId, orderId, set } = command;
  if (subject !== "topup" || amountMinor === null) return [];
  const before = ordersBefore(state.risk, command.orders, nowMs).filter((order) => order.orderId !== orderId);
  const facts = { amountMinor, orderId, currency, regionId, before, arrival: arrivalOf(state, session, command, nowMs) };
  return judgeTopup(facts, set.rules, nowMs);
}

/** The wallet's orders that count, and those that were let through a moment ago and are not there yet. */
function ordersBefore({ passed }: RiskState, orders: readonly OrderSeen[], nowMs: number): readonly OrderSeen[] {
  const underWay = passed.flatMap(({ orderId, atMs, amountMinor }) =>
    orderId === null || amountMinor === null || atMs <= nowMs - UNDER_WAY_MS || orders.some((order) => order.orderId === orderId)
      ? []
      : [{ orderId, atMs, amountMinor, counts: true }],
  );
  return [...orders.filter(({ counts }) => counts), ...underWay].sort((one, other) => one.atMs - other.atMs);
}

/** What is new about where a command comes from; null when its driver is known there, or has said that it is them. */
function arrivalOf(
  state: SecurityState,
  session: Session,
  { device, place }: Pick<CommandOf<"AssessRisk">, "device" | "place">,
  nowMs: number,
): { readonly novelties: readonly Novelty[]; readonly atMs: number } | null {
  // Elsewhere than where the session was opened: that is news of this moment.
  const isOtherDevice = session.deviceKey !== null && device.key !== null && device.key !== session.deviceKey;
  const isUnknownPlace = place !== null && state.places.length > 0 && !knowsPlace(state, place);
  const isOtherPlace = isUnknownPlace && (session.place === null || placeKey(session.place) !== placeKey(place));
  if (isOtherDevice || isOtherPlace)
    return { novelties: [...(isOtherDevice ? (["device"] as const) : []), ...(isOtherPlace ? (["place"] as const) : [])], atMs: nowMs };
  const isOwned = state.doubts.some((doubt) => doubt.sessionId === session.sessionId && doubt.answer === "mine");
  return isOwned || session.novelties.length === 0 ? null : { novelties: session.novelties, atMs: session.startedAtMs };
}

export function strongest(hits: readonly Pick<RiskHit, "outcome">[]): RiskOutcome | null {
  return hits.reduce<RiskOutcome | null>(
    (worst, { outcome }) => (worst === null || riskOutcomes.indexOf(outcome) > riskOutcomes.indexOf(worst) ? outcome : worst),
    null,
  );
}

/** One alert for a rule in its time, however often it is met. */
function alertsOf(
  state: SecurityState,
  command: CommandOf<"AssessRisk">,
  hits: readonly RiskHit[],
  context: DecisionContext,
): readonly SecurityEvent[] {
  const { subject, amountMinor, currency, device, place, addressKey, set } = command;
  return hits.flatMap((hit) => {
    const evidence: RiskEvidence = { counted: hit.counted, commands: hit.commands, amountMinor, device, place, addressKey };
    return alertOf(state, { hit, subject, currency, version: set.version, evidence }, context);
  });
}

interface Found {
  readonly hit: RiskHit;
  readonly subject: RiskSubject;
  readonly currency: CommandOf<"AssessRisk">["currency"];
  readonly version: number;
  readonly evidence: RiskEvidence;
}

function alertOf(state: SecurityState, { hit, ...found }: Found, context: DecisionContext): readonly SecurityEvent[] {
  const { ruleId, kind, outcome, windowMs } = hit;
  const quietMs = Math.max(windowMs ?? 0, QUIET_MS);
  const isRaised = state.risk.alerts.some((alert) => alert.ruleId === ruleId && alert.atMs > context.nowMs - quietMs);
  if (isRaised || state.driver === null) return [];
  const { driverId, walletId } = state.driver;
  return [{ type: "RiskAlertRaised", alertId: context.newId("rsk"), driverId, walletId, ruleId, kind, outcome, windowMs, ...found }];
}

/** The wallet has found that a fill meets a rule. Where the rule does more than alert, it weighs on what is spent next, for a time. */
export function noteFillRule(state: SecurityState, command: CommandOf<"NoteFillRule">, context: DecisionContext): SecurityDecision {
  const { hit, version, currency, untilMs } = command;
  const evidence: RiskEvidence = {
    ...{ counted: hit.counted, commands: hit.commands },
    ...{ amountMinor: hit.commands.at(-1)?.amountMinor ?? null, device: null, place: null, addressKey: null },
  };
  const alerts = alertOf(state, { hit, subject: "fueling", currency, version, evidence }, context);
  const { ruleId, outcome } = hit;
  return accepted(outcome === "alert" ? alerts : [...alerts, { type: "FillRuleNoted", ruleId, outcome, untilMs }]);
}

export function acknowledgeRiskAlert(state: SecurityState, { alertId, operator }: CommandOf<"AcknowledgeRiskAlert">): SecurityDecision {
  const alert = state.risk.alerts.find((each) => each.alertId === alertId);
  if (alert === undefined) return rejected("risk_alert_not_found");
  if (alert.state === "closed") return rejected("risk_alert_closed");
  return accepted(alert.state === "acknowledged" ? [] : [{ type: "RiskAlertAcknowledged", alertId, operator }]);
}

/** What an operator has found out about it. The first word stands. */
export function closeRiskAlert(state: SecurityState, command: CommandOf<"CloseRiskAlert">): SecurityDecision {
  const { alertId, verdict, note, operator } = command;
  const alert = state.risk.alerts.find((each) => each.alertId === alertId);
  if (alert === undefined) return rejected("risk_alert_not_found");
  if (alert.state === "closed") return rejected("risk_alert_closed");
  return accepted([{ type: "RiskAlertClosed", alertId, verdict, note, operator }]);
}
