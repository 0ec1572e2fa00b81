import { type Credential, credentialName, REPLACEMENTS_KEPT, type SecurityEvent } from "@forecourt/contract/security";
import type { CommitContext } from "../runtime/definition.ts";
import { noveltiesOf } from "./doubts.ts";
import { evolveNotices } from "./evolveNotices.ts";
import { evolveConfirmations, evolveProtection } from "./evolveProtection.ts";
import { evolveRisk } from "./evolveRisk.ts";
import { afterStep } from "./merging.ts";
import { phoneOf, provesFrom, type SecurityState } from "./state.ts";

/** Folds one event into a driver's security. Pure; never refuses. */
export function evolveSecurity(state: SecurityState, event: SecurityEvent, { atMs }: CommitContext): SecurityState {
  switch (event.type) {
    case "DriverNoted":
      return { ...state, driver: event.driver, openedAtMs: state.openedAtMs ?? atMs };
    case "ProfileChanged":
      return { ...state, driver: event.driver, avatarId: event.avatarId };
    case "CredentialAdded":
      return withCredential(state, event.credential, atMs);
    case "CredentialReplaced": {
      const { credential } = event;
      const old = state.credentials.filter(({ kind }) => kind === credential.kind);
      const others = state.credentials.filter(({ kind }) => kind !== credential.kind);
      const no = state.errands + 1;
      const released = old.map(({ addedAtMs: _, ...given }) => ({ ...given, no }));
      // One that the driver takes back is not to be given up any more.
      const givenUp = [...state.released, ...released].filter((each) => credentialName(each) !== credentialName(credential));
      const phone = credential.kind === "phone" ? phoneOf(state) : null;
      const replacements = phone === null ? state.replacements : [...state.replacements, { no, phone }].slice(-REPLACEMENTS_KEPT);
      return withCredential({ ...state, credentials: others, errands: no, released: givenUp, replacements }, credential, atMs);
    }
    case "CredentialDeclined": {
      const { credential } = event;
      const no = state.errands + 1;
      const others = state.released.filter((each) => credentialName(each) !== credentialName(credential));
      return { ...state, errands: no, released: [...others, { ...credential, no }] };
    }
    case "ReplacementTold":
      return { ...state, replacements: state.replacements.filter(({ no }) => no !== event.no) };
    case "CredentialGone": {
      const gone = credentialName(event.credential);
      return { ...state, errands: state.errands + 1, released: state.released.filter((each) => credentialName(each) !== gone) };
    }
    case "SessionStarted": {
      const { sessionId, credential, device, place } = event;
      const session = {
        sessionId,
        credential,
        deviceKey: device.key,
        deviceName: device.name,
        place,
        novelties: noveltiesOf(state, device, place),
        startedAtMs: atMs,
        generation: 0,
        rotatedAtMs: atMs,
      };
      return { ...state, sessions: [...state.sessions, session] };
    }
    case "SessionRotated": {
      const { sessionId, generation } = event;
      const sessions = state.sessions.map((session) =>
        session.sessionId === sessionId ? { ...session, generation, rotatedAtMs: atMs } : session,
      );
      return { ...state, sessions };
    }
    case "SessionEnded":
      return { ...state, sessions: state.sessions.filter(({ sessionId }) => sessionId !== event.sessionId) };
    case "MergeBegun": {
      const no = state.errands + 1;
      const { into, yielding = [] } = event;
      const merge = { no, into, yielding, accepted: false, walletClosed: false, handedOver: false, moved: [], refused: null };
      return { ...state, merge, errands: no, mergeAbandoned: null };
    }
    case "MergeStepped":
      return state.merge === null ? state : { ...state, merge: afterStep(state.merge, event.step) };
    case "MergeRefused":
      return state.merge === null ? state : { ...state, merge: { ...state.merge, refused: event.code } };
    case "MergeAbandoned":
      return { ...state, merge: null, mergeAbandoned: event.code };
    case "AccountMerged":
      return { ...state, merge: null, mergedInto: event.into, credentials: [] };
    case "MergeAccepted":
      return { ...state, accepting: [...state.accepting, { fromDriverId: event.fromDriverId, taken: [] }] };
    case "MergeForgotten":
      return { ...state, accepting: state.accepting.filter(({ fromDriverId }) => fromDriverId !== event.fromDriverId) };
    case "CredentialTakenIn": {
      const { fromDriverId, name } = event;
      const accepting = state.accepting.map((one) => (one.fromDriverId === fromDriverId ? { ...one, taken: [...one.taken, name] } : one));
      return { ...state, accepting };
    }
    case "ConfirmationAsked":
    case "ConfirmationGiven":
    case "ConfirmationUsed":
    case "PinSet":
    case "ThresholdSet":
    case "PinRemoved":
    case "TryMissed":
    case "TriesCleared":
    case "QuestionsSet":
    case "PasskeyOffered":
    case "PasskeyAdded":
    case "PasskeyUsed":
    case "PasskeyRemoved":
    case "SoterSet":
    case "ConfirmationMethodsReset":
    case "ResetTold":
      return evolveConfirmations(state, event, atMs);
    case "ProtectionSet":
    case "ArrivalLearnt":
    case "SignInDoubted":
    case "DoubtTold":
    case "DoubtAnswered":
    case "SpendingFrozen":
    case "SpendingUnfrozen":
    case "FreezeTold":
    case "DeviceForgotten":
      return evolveProtection(state, event, atMs);
    case "RiskAlertRaised":
    case "RiskAlertAcknowledged":
    case "RiskAlertClosed":
    case "CommandPassed":
    case "FillRuleNoted":
      return evolveRisk(state, event, atMs);
    case "ConsentNoted":
    case "NoticeSent":
    case "ConsentMissing":
      return evolveNotices(state, event);
  }
}

function withCredential(state: SecurityState, credential: Credential, atMs: number): SecurityState {
  const credentials = [...state.credentials, { ...credential, addedAtMs: atMs }];
  if (credential.kind !== "phone") return { ...state, credentials };
  return { ...state, credentials, provesFromMs: { ...state.provesFromMs, sms: provesFrom(state, atMs) } };
}
