import { CONFIRMATIONS_MAX, LOCK_TRIES, PASSKEYS_MAX, QUESTIONS_MAX } from "@forecourt/contract/confirmations";
import { CONSENTS_MAX, NOTICES_KEPT } from "@forecourt/contract/notices";
import { DOUBTS_KEPT } from "@forecourt/contract/protection";
import { RISK_ALERTS_KEPT } from "@forecourt/contract/risk";
import { credentialName, SESSIONS_MAX, type SecurityCommand, type SecurityEvent } from "@forecourt/contract/security";
import { type Decision, type DecisionContext, defineActor } from "../runtime/definition.ts";
import { authorise, confirm } from "./confirmations.ts";
import { addCredential, changeProfile, declineCredential, recordReleased } from "./credentials.ts";
import { answerDoubt, forgetDevice, freezeDeliveries, recordFreezeTold, setProtection } from "./doubts.ts";
import { evolveSecurity } from "./evolve.ts";
import { acceptMerge, forgetMerge, mergeInto, mergeSteps, recordMergeRefused, recordMergeStep } from "./merging.ts";
import type { SecurityDelivery, SecurityMessage } from "./messages.ts";
import { noteConsent, noticeDeliveries, recordNotice, recordReplacementTold, recordResetTold, recordTold } from "./notices.ts";
import { prove } from "./proofs.ts";
import { acknowledgeRiskAlert, assessRisk, closeRiskAlert, noteFillRule } from "./risk.ts";
import { endOtherSessions, endSession, endSessions, rotateSession, startSession } from "./sessions.ts";
import {
  addPasskey,
  offerPasskey,
  removePasskey,
  removePin,
  resetConfirmationMethods,
  setPin,
  setQuestions,
  setSoter,
  setThreshold,
} from "./settings.ts";
import { initialSecurity, methodsSet, type SecurityState } from "./state.ts";

/** A driver's security: one per driver. */
export const security = defineActor<SecurityState, SecurityCommand, SecurityEvent, SecurityMessage>({
  kind: "security",
  initial: initialSecurity,
  decide,
  evolve: evolveSecurity,
  assert: assertSecurity,
  timers: () => [],
  deliveries: (state) => [...releases(state), ...mergeSteps(state), ...freezeDeliveries(state), ...noticeDeliveries(state)],
  aspect,
  // What the driver is called is listed, what looks like fraud, and the devices that they sign in on: those that many share are looked for.
  publish: (event) => (published.has(event.type) ? event : null),
  upcast: (stored) => stored as SecurityEvent,
  stateVersion: 12,
});

function aspect(state: SecurityState, command: SecurityCommand): unknown {
  if ("alertId" in command) return state.risk.alerts.find(({ alertId }) => alertId === command.alertId);
  if (command.type === "ResetConfirmationMethods") return { methods: methodsSet(state), frozen: state.frozen };
  return command.type === "EndSessions" ? { sessions: state.sessions.map(({ sessionId }) => sessionId) } : undefined;
}

const published: ReadonlySet<SecurityEvent["type"]> = new Set([
  "ProfileChanged",
  "SessionStarted",
  "RiskAlertRaised",
  "RiskAlertAcknowledged",
  "RiskAlertClosed",
]);

function decide(state: SecurityState, command: SecurityCommand, context: DecisionContext): Decision<SecurityState, SecurityEvent> {
  switch (command.type) {
    case "StartSession":
      return startSession(state, command, context);
    case "RotateSession":
      return rotateSession(state, command, context);
    case "EndSession":
      return endSession(state, command);
    case "EndOtherSessions":
      return endOtherSessions(state, command);
    case "EndSessions":
      return endSessions(state, command);
    case "AddCredential":
      return addCredential(state, command);
    case "DeclineCredential":
      return declineCredential(state, command);
    case "ChangeProfile":
      return changeProfile(state, command);
    case "RecordReleased":
      return recordReleased(state, command);
    case "MergeInto":
      return mergeInto(state, command);
    case "AcceptMerge":
      return acceptMerge(state, command);
    case "ForgetMerge":
      return forgetMerge(state, command);
    case "RecordMergeStep":
      return recordMergeStep(state, command);
    case "RecordMergeRefused":
      return recordMergeRefused(state, command);
    case "Authorise":
      return authorise(state, command, context);
    case "Confirm":
      return confirm(state, command, context);
    case "SetPin":
      return setPin(state, command);
    case "SetThreshold":
      return setThreshold(state, command);
    case "RemovePin":
      return removePin(state);
    case "SetQuestions":
      return setQuestions(state, command);
    case "Prove":
      return prove(state, command, context);
    case "OfferPasskey":
      return offerPasskey(state, command, context);
    case "AddPasskey":
      return addPasskey(state, command, context);
    case "RemovePasskey":
      return removePasskey(state, command);
    case "SetSoter":
      return setSoter(state, command);
    case "ResetConfirmationMethods":
      return resetConfirmationMethods(state);
    case "RecordReplacementTold":
      return recordReplacementTold(state, command);
    case "RecordResetTold":
      return recordResetTold(state, command);
    case "SetProtection":
      return setProtection(state, command);
    case "AnswerDoubt":
      return answerDoubt(state, command, context);
    case "RecordTold":
      return recordTold(state, command);
    case "RecordFreezeTold":
      return recordFreezeTold(state, command);
    case "ForgetDevice":
      return forgetDevice(state, command);
    case "NoteConsent":
      return noteConsent(state, command);
    case "RecordNotice":
      return recordNotice(state, command);
    case "AssessRisk":
      return assessRisk(state, command, context);
    case "NoteFillRule":
      return noteFillRule(state, command, context);
    case "AcknowledgeRiskAlert":
      return acknowledgeRiskAlert(state, command);
    case "CloseRiskAlert":
      return closeRiskAlert(state, command);
  }
}

/** What is true of every driver's security after every command. */
function assertSecurity(state: SecurityState): void {
  const { credentials, sessions, merge, mergedInto, accepting, locks } = state;
  hold(state.confirmations.length <= CONFIRMATIONS_MAX, `${state.confirmations.length} confirmations`);
  hold(state.passkeys.length <= PASSKEYS_MAX && state.questions.length <= QUESTIONS_MAX, "too many passkeys or questions");
  hold(locks.pin.misses < LOCK_TRIES && locks.answers.misses < LOCK_TRIES, "more tries than a lock leaves");
  hold(state.risk.alerts.length <= RISK_ALERTS_KEPT, `${state.risk.alerts.length} risk alerts`);
  hold(state.freezeTold <= state.freezeCount, "the wallet has heard of a freeze that was not");
  hold(state.notices.length <= NOTICES_KEPT, `${state.notices.length} messages by WeChat`);
  hold(
    state.consents.every(({ left }) => left >= 0 && left <= CONSENTS_MAX),
    "a consent was used that was not given",
  );
  hold(sessions.length <= SESSIONS_MAX, `${sessions.length} sessions`);
  hold(state.doubts.length <= DOUBTS_KEPT + SESSIONS_MAX, `${state.doubts.length} doubts`);
  hold(new Set(sessions.map(({ sessionId }) => sessionId)).size === sessions.length, "two sessions share an id");
  hold(new Set(credentials.map(({ kind }) => kind)).size === credentials.length, "two credentials of a kind");
  const devices = sessions.flatMap(({ deviceKey }) => deviceKey ?? []);
  hold(new Set(devices).size === devices.length, "a device has two sessions");
  hold(mergedInto === null || (merge === null && sessions.length === 0 && credentials.length === 0), "a merged account lives on");
  hold(accepting.length === 0 || (merge === null && mergedInto === null), "an account is taken in by one that is taken in");
}

function hold(condition: boolean, broken: string): asserts condition {
  if (!condition) throw new Error(`invariant of the security: ${broken}`);
}

/** The identities of phones that were given up. */
function releases({ driver, released }: SecurityState): readonly SecurityDelivery[] {
  if (driver === null) return [];
  return released.map(({ no, ...credential }) => ({
    id: `release/${no}/${credentialName(credential)}`,
    destination: `identity/${credentialName(credential)}`,
    message: { to: "identity", name: credentialName(credential), command: { type: "Release", driverId: driver.driverId } },
    acknowledge: () => ({ type: "RecordReleased", credential }),
  }));
}
