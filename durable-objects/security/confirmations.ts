import type { Code } from "@forecourt/contract/codes";
import {
  type Authorisation,
  CONFIRMATION_LIFE_MS,
  CONFIRMATIONS_MAX,
  CONFIRMED_LIFE_MS,
  type ConfirmationCommand,
  type ConfirmationKind,
  type ConfirmationMethod,
  type Given,
  type TryOutcome,
} from "@forecourt/contract/confirmations";
import { type Rejected, rejected } from "@forecourt/contract/result";
import { RISK_METHODS, type RiskAssessment } from "@forecourt/contract/risk";
import type { SecurityEvent } from "@forecourt/contract/security";
import { accepted, type Decision, type DecisionContext } from "../runtime/definition.ts";
import { lockRefusal, missed } from "./locks.ts";
import {
  type Confirmation,
  confirmationView,
  doubtOf,
  findConfirmation,
  findSession,
  methodsSet,
  proves,
  SECURITY_METHODS,
  type SecurityState,
} from "./state.ts";

type SecurityDecision = Decision<SecurityState, SecurityEvent>;
type CommandOf<Type extends ConfirmationCommand["type"]> = Extract<ConfirmationCommand, { type: Type }>;

const FREE: Authorisation = { outcome: "free" };
const RIGHT: TryOutcome = { outcome: "right" };
/** With what each payment is confirmed. */
const PAYMENT_METHODS = ["pin", "passkey", "soter"] as const;
/** With what somebody shows that they are the driver. */
const SHOWING = ["sms", "question"] as const;
/** A code is another one each time that it is made: what allows one must not allow the next. */
const ONCE: ReadonlySet<string> = new Set(["payment_code", "security"]);

/**
 * Says whether something may be done now, by this session. What needs no confirmation is free. What does is free once: when
 * the confirmation that was asked for it has been given. A command that only takes effect once may be repeated with it.
 */
export function authorise(state: SecurityState, command: CommandOf<"Authorise">, context: DecisionContext): SecurityDecision {
  const { kind, sessionId } = command;
  if (findSession(state, sessionId, context.nowMs) === undefined) return rejected("session_revoked");
  // Security stays open to change: it is how one gets out of this.
  if (state.frozen && kind !== "security") return rejected("wallet_frozen", { frozenBy: "protection" });
  // What a rule wants comes first; both are used up together, so that neither is lost while the other is awaited.
  const demands = [demandOfRules(state, command, context.nowMs), demandOfGuard(state, command, context.nowMs)];
  const used: SecurityEvent[] = [];
  for (const demand of demands) if (demand.outcome === "refused") return rejected(demand.code);
  for (const demand of demands) {
    if (demand.outcome !== "asked") continue;
    const known = findAsked(state, demand.asked, context.nowMs);
    if (known?.state === "used" && !ONCE.has(kind)) continue;
    if (known?.state !== "given") return askFor(known?.state === "asked" ? known : undefined, demand.asked, context);
    if (command.look !== true) used.push({ type: "ConfirmationUsed", confirmationId: known.confirmationId });
  }
  return accepted(used, () => FREE);
}

/** What somebody wants to be confirmed before a command goes on. */
type Demand =
  | { readonly outcome: "free" }
  | { readonly outcome: "asked"; readonly asked: Asked }
  | { readonly outcome: "refused"; readonly code: Code };

const NOTHING: Demand = { outcome: "free" };

/** After fills that a rule has found too many, spending is confirmed by what that rule wants, or refused. */
function demandOfRules(state: SecurityState, command: CommandOf<"Authorise">, nowMs: number): Demand {
  if (command.kind !== "fueling" && command.kind !== "payment_code") return NOTHING;
  const wanted = wantedByFillRules(state, nowMs);
  if (wanted === "refuse") return { outcome: "refused", code: "risk_refused" };
  if (wanted !== "challenge") return NOTHING;
  const methods = methodsAmong(state, RISK_METHODS, nowMs);
  return methods.length === 0
    ? { outcome: "refused", code: "risk_unverifiable" }
    : { outcome: "asked", asked: { ...command, kind: "risk", methods } };
}

/** What a driver pays with at the pump. */
const PAYING: readonly ConfirmationKind[] = ["fueling", "payment_code"];

/**
 * What the driver has set to guard their money and their security. A session that is doubted confirms every payment, and shows otherwise that it is
 * the driver where nothing is set; where it can't, nothing is done but what may let it show that later. Whoever had set nothing at all when it was
 * opened can't be told from another by any of this, and goes on paying: a new telephone must not leave them at the pump.
 */
function demandOfGuard(state: SecurityState, command: CommandOf<"Authorise">, nowMs: number): Demand {
  const { kind, sessionId, amountMinor, isWayOut = false } = command;
  const doubt = doubtOf(state, sessionId);
  const doubted = doubt !== undefined;
  const isSmall = kind !== "security" && amountMinor !== null && amountMinor <= state.thresholdMinor;
  if (isSmall && !doubted) return NOTHING;
  const own = methodsAmong(state, kind === "security" ? SECURITY_METHODS : PAYMENT_METHODS, nowMs);
  const methods = own.length === 0 && doubted ? methodsAmong(state, SHOWING, nowMs) : own;
  if (methods.length > 0) return { outcome: "asked", asked: { ...command, methods } };
  const isFree = !doubted || isWayOut || (!doubt.hadMeans && PAYING.includes(kind));
  return isFree ? NOTHING : { outcome: "refused", code: "session_doubted" };
}

/** What is to be confirmed: another kind, id or wording is another matter. */
type Asked = Pick<Confirmation, "kind" | "commandId" | "fingerprint" | "amountMinor" | "challenge" | "methods">;

export function findAsked(
  { confirmations }: SecurityState,
  { kind, commandId, fingerprint }: Asked,
  nowMs: number,
): Confirmation | undefined {
  // The last one: an older one may be used up.
  return confirmations.findLast(
    (each) => each.kind === kind && each.commandId === commandId && each.fingerprint === fingerprint && each.expiresAtMs > nowMs,
  );
}

/** Answers with what is to be confirmed: what was asked before, or something new. `events`: what happens beside it. */
export function askFor(
  known: Confirmation | undefined,
  { kind, commandId, fingerprint, amountMinor, challenge, methods }: Asked,
  context: DecisionContext,
  events: readonly SecurityEvent[] = [],
): SecurityDecision {
  if (known !== undefined) return accepted(events, () => asked(known));
  const confirmationId = context.newId("cnf");
  const expiresAtMs = context.nowMs + CONFIRMATION_LIFE_MS;
  return accepted(
    [...events, { type: "ConfirmationAsked", confirmationId, kind, commandId, fingerprint, amountMinor, challenge, methods, expiresAtMs }],
    (after) => {
      const confirmation = after.confirmations.find((each) => each.confirmationId === confirmationId);
      return confirmation === undefined ? null : asked(confirmation);
    },
  );
}

function asked(confirmation: Confirmation): Authorisation & RiskAssessment {
  return { outcome: "asked", confirmation: confirmationView(confirmation) };
}

/** What rules about fills want done about the next one; null: nothing. */
function wantedByFillRules({ risk: { fillRules } }: SecurityState, nowMs: number): "challenge" | "refuse" | null {
  const standing = fillRules.filter(({ untilMs }) => untilMs > nowMs);
  if (standing.some(({ outcome }) => outcome === "refuse")) return "refuse";
  return standing.some(({ outcome }) => outcome === "challenge") ? "challenge" : null;
}

/** Those of the methods that the driver has set up, and that prove something. */
export function methodsAmong(state: SecurityState, methods: readonly ConfirmationMethod[], nowMs: number): readonly ConfirmationMethod[] {
  const isSet = methodsSet(state);
  return methods.filter(
    (method) => isSet.includes(method) && ((method !== "sms" && method !== "question") || proves(state, method, nowMs)),
  );
}

/** Something was shown for a confirmation. A PIN that is wrong counts, whichever confirmation it was for. */
export function confirm(state: SecurityState, { confirmationId, given }: CommandOf<"Confirm">, context: DecisionContext): SecurityDecision {
  const confirmation = givable(state, confirmationId, given.method, context.nowMs);
  if ("ok" in confirmation) return confirmation;
  if (given.method === "pin") {
    const refused = pinRefusal(state, context.nowMs);
    if (refused !== null) return refused;
    if (given.key !== state.pin?.key) return missed(state, "pin", context.nowMs);
  }
  return accepted([...sideEffects(state, given), ...confirmed(confirmation, given.method, context.nowMs)], () => RIGHT);
}

/** The confirmation, if this may be shown for it. One that was given already needs nothing more. */
export function givable(state: SecurityState, confirmationId: string, method: ConfirmationMethod, nowMs: number): Confirmation | Rejected {
  const confirmation = findConfirmation(state, confirmationId, nowMs);
  if (confirmation === undefined) return rejected("confirmation_not_found");
  return confirmation.methods.includes(method) ? confirmation : rejected("confirmation_method_unavailable");
}

export function confirmed({ confirmationId, state }: Confirmation, method: ConfirmationMethod, nowMs: number): readonly SecurityEvent[] {
  if (state !== "asked") return [];
  return [{ type: "ConfirmationGiven", confirmationId, method, expiresAtMs: nowMs + CONFIRMED_LIFE_MS }];
}

function sideEffects(state: SecurityState, given: Given): readonly SecurityEvent[] {
  if (given.method === "pin") return state.locks.pin.misses > 0 || state.locks.pin.count > 0 ? [{ type: "TriesCleared", of: "pin" }] : [];
  if (given.method === "passkey") return [{ type: "PasskeyUsed", passkeyId: given.passkeyId, counter: given.counter }];
  return [];
}

/** Why no PIN can be tried now; null: it can. */
export function pinRefusal(state: SecurityState, nowMs: number): Rejected | null {
  return state.pin === null ? rejected("pin_not_set") : lockRefusal(state, "pin", nowMs);
}

/** Old ones go, and then the oldest, so that there are never too many. */
export function keptConfirmations(confirmations: readonly Confirmation[], nowMs: number): readonly Confirmation[] {
  return confirmations.filter(({ expiresAtMs }) => expiresAtMs > nowMs).slice(1 - CONFIRMATIONS_MAX);
}
