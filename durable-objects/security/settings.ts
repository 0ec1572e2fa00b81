import {
  CONFIRMATION_LIFE_MS,
  type ConfirmationCommand,
  PASSKEYS_MAX,
  type ProtectionSettings,
  THRESHOLD_MINOR,
} from "@forecourt/contract/confirmations";
import { rejected } from "@forecourt/contract/result";
import type { SecurityEvent } from "@forecourt/contract/security";
import { accepted, type Decision, type DecisionContext } from "../runtime/definition.ts";
import { lockedUntilMs } from "./locks.ts";
import { ended } from "./sessions.ts";
import type { SecurityState } from "./state.ts";

type SecurityDecision = Decision<SecurityState, SecurityEvent>;
type CommandOf<Type extends ConfirmationCommand["type"]> = Extract<ConfirmationCommand, { type: Type }>;

/** What the driver sets. Whether they may just now, {@link authorise} has said before. */

export function setPin(state: SecurityState, { pin, thresholdMinor }: CommandOf<"SetPin">): SecurityDecision {
  const events: SecurityEvent[] = [{ type: "PinSet", pin }];
  const threshold = thresholdMinor ?? (state.pin === null ? THRESHOLD_MINOR : null);
  if (threshold !== null && threshold !== state.thresholdMinor) events.push({ type: "ThresholdSet", thresholdMinor: threshold });
  return accepted(events);
}

export function setThreshold(state: SecurityState, { thresholdMinor }: CommandOf<"SetThreshold">): SecurityDecision {
  return accepted(state.thresholdMinor === thresholdMinor ? [] : [{ type: "ThresholdSet", thresholdMinor }]);
}

export function removePin(state: SecurityState): SecurityDecision {
  return accepted(state.pin === null ? [] : [{ type: "PinRemoved" }]);
}

export function setQuestions(_: SecurityState, { questions }: CommandOf<"SetQuestions">): SecurityDecision {
  return accepted([{ type: "QuestionsSet", questions }]);
}

export function offerPasskey(state: SecurityState, { challenge }: CommandOf<"OfferPasskey">, { nowMs }: DecisionContext): SecurityDecision {
  if (state.passkeys.length >= PASSKEYS_MAX) return rejected("too_many_passkeys", { passkeysMax: PASSKEYS_MAX });
  return accepted([{ type: "PasskeyOffered", challenge, expiresAtMs: nowMs + CONFIRMATION_LIFE_MS }]);
}

/** The offer is good once: the answer to it can't be shown again. */
export function addPasskey(
  state: SecurityState,
  { challenge, passkey }: CommandOf<"AddPasskey">,
  { nowMs }: DecisionContext,
): SecurityDecision {
  const { passkeyOffer } = state;
  if (passkeyOffer === null || passkeyOffer.challenge !== challenge || passkeyOffer.expiresAtMs <= nowMs)
    return rejected("confirmation_invalid");
  if (state.passkeys.length >= PASSKEYS_MAX) return rejected("too_many_passkeys", { passkeysMax: PASSKEYS_MAX });
  if (state.passkeys.some(({ passkeyId }) => passkeyId === passkey.passkeyId)) return rejected("confirmation_invalid");
  return accepted([{ type: "PasskeyAdded", passkey }]);
}

export function removePasskey(state: SecurityState, { passkeyId }: CommandOf<"RemovePasskey">): SecurityDecision {
  if (!state.passkeys.some((passkey) => passkey.passkeyId === passkeyId)) return rejected("passkey_not_found");
  return accepted([{ type: "PasskeyRemoved", passkeyId }]);
}

export function setSoter(state: SecurityState, { enabled }: CommandOf<"SetSoter">): SecurityDecision {
  return accepted(state.soter === enabled ? [] : [{ type: "SoterSet", enabled }]);
}

/**
 * The way out for a driver who has neither their phone nor anything to confirm with, once an operator has seen that it is them. Somebody may
 * have deceived the operator: so whoever is signed in is not any more, and nothing is spent before a phone, the one that is bound or a new
 * one, has proven who it is, which takes a day from now.
 */
export function resetConfirmationMethods(state: SecurityState): SecurityDecision {
  if (state.mergedInto !== null || state.merge !== null) return rejected("account_merged");
  return accepted([
    { type: "ConfirmationMethodsReset" },
    ...state.sessions.map((session) => ended(session, "ended_by_operator")),
    ...(state.frozen ? [] : [{ type: "SpendingFrozen" } as const]),
  ]);
}

/** What the driver has set, without anything that a secret could be guessed from. */
export function settingsView(state: SecurityState, nowMs: number): ProtectionSettings {
  return {
    pin: { isSet: state.pin !== null, lockedUntilMs: lockedUntilMs(state, "pin", nowMs) },
    thresholdMinor: state.thresholdMinor,
    passkeys: state.passkeys.map(({ publicKey: _, counter: __, ...passkey }) => passkey),
    soter: state.soter,
    questions: state.questions.map(({ answer: _, ...question }) => question),
    answersLockedUntilMs: lockedUntilMs(state, "answers", nowMs),
  };
}
