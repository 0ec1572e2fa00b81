import { type ConfirmationEvent, PROOF_WAIT_MS, RESETS_KEPT } from "@forecourt/contract/confirmations";
import { DEVICES_KEPT, DOUBTS_KEPT, PLACES_KEPT, type ProtectionEvent } from "@forecourt/contract/protection";
import { keptConfirmations } from "./confirmations.ts";
import { withNotice } from "./evolveNotices.ts";
import { lockAfter, UNLOCKED } from "./locks.ts";
import { methodsSet, phoneOf, placeKey, provesFrom, type SecurityState } from "./state.ts";

/** Folds what has to do with PIN, passkeys, questions and confirmations. */
export function evolveConfirmations(state: SecurityState, event: ConfirmationEvent, atMs: number): SecurityState {
  switch (event.type) {
    case "ConfirmationAsked": {
      const { type: _, ...asked } = event;
      return { ...state, confirmations: [...keptConfirmations(state.confirmations, atMs), { ...asked, state: "asked" }] };
    }
    case "ConfirmationGiven":
      return changeConfirmation(state, event.confirmationId, { state: "given", expiresAtMs: event.expiresAtMs });
    case "ConfirmationUsed":
      return changeConfirmation(state, event.confirmationId, { state: "used" });
    case "PinSet":
      return { ...state, pin: event.pin };
    case "ThresholdSet":
      return { ...state, thresholdMinor: event.thresholdMinor };
    case "PinRemoved":
      return { ...state, pin: null, locks: { ...state.locks, pin: UNLOCKED } };
    case "TryMissed":
      return { ...state, locks: { ...state.locks, [event.of]: lockAfter(state.locks[event.of], event.lockedUntilMs) } };
    case "TriesCleared":
      return { ...state, locks: { ...state.locks, [event.of]: UNLOCKED } };
    case "QuestionsSet":
      return {
        ...state,
        questions: event.questions,
        provesFromMs: { ...state.provesFromMs, question: provesFrom(state, atMs) },
        locks: { ...state.locks, answers: UNLOCKED },
      };
    case "PasskeyOffered":
      return { ...state, passkeyOffer: { challenge: event.challenge, expiresAtMs: event.expiresAtMs } };
    case "PasskeyAdded":
      return { ...state, passkeyOffer: null, passkeys: [...state.passkeys, { ...event.passkey, addedAtMs: atMs }] };
    case "PasskeyUsed": {
      const { passkeyId, counter } = event;
      return { ...state, passkeys: state.passkeys.map((passkey) => (passkey.passkeyId === passkeyId ? { ...passkey, counter } : passkey)) };
    }
    case "PasskeyRemoved":
      return { ...state, passkeys: state.passkeys.filter(({ passkeyId }) => passkeyId !== event.passkeyId) };
    case "SoterSet":
      return { ...state, soter: event.enabled };
    case "ConfirmationMethodsReset": {
      const sms = Math.max(state.provesFromMs.sms, atMs + PROOF_WAIT_MS);
      const none = { pin: null, passkeys: [], passkeyOffer: null, soter: false, questions: [], confirmations: [] } as const;
      const after = { ...state, ...none, provesFromMs: { ...state.provesFromMs, sms }, locks: { pin: UNLOCKED, answers: UNLOCKED } };
      return withReset(after);
    }
    case "ResetTold":
      return { ...state, resets: state.resets.filter(({ no }) => no !== event.no) };
  }
}

/** Told is who has the phone now: one that takes its place afterwards may be why the reset was wrong. */
function withReset(state: SecurityState): SecurityState {
  const no = state.resetCount + 1;
  const phone = phoneOf(state);
  return { ...state, resetCount: no, resets: phone === null ? state.resets : [...state.resets, { no, phone }].slice(-RESETS_KEPT) };
}

function changeConfirmation(
  state: SecurityState,
  confirmationId: string,
  change: Partial<SecurityState["confirmations"][number]>,
): SecurityState {
  const confirmations = state.confirmations.map((each) => (each.confirmationId === confirmationId ? { ...each, ...change } : each));
  return { ...state, confirmations };
}

/** Folds what has to do with protection mode. */
export function evolveProtection(state: SecurityState, event: ProtectionEvent, atMs: number): SecurityState {
  switch (event.type) {
    case "ProtectionSet":
      return { ...state, protectionEnabled: event.enabled };
    case "ArrivalLearnt": {
      const { device, place } = event;
      const { key } = device;
      const others = state.devices.filter(({ deviceKey }) => deviceKey !== key);
      const elsewhere = place === null ? state.places : state.places.filter((known) => placeKey(known) !== placeKey(place));
      return {
        ...state,
        hasKnownDevices: state.hasKnownDevices || key !== null,
        devices: key === null ? state.devices : [...others, { deviceKey: key, name: device.name, learntAtMs: atMs }].slice(-DEVICES_KEPT),
        places: place === null ? state.places : [...elsewhere, place].slice(-PLACES_KEPT),
      };
    }
    case "SignInDoubted": {
      const { type: _, ...doubt } = event;
      const doubts = [...state.doubts, { ...doubt, atMs, told: false, answer: null, hadMeans: methodsSet(state).length > 0 } as const];
      const { device, place, no } = event;
      const doubted = { ...state, doubts: keptDoubts({ ...state, doubts }), doubtCount: no };
      return withNotice(doubted, { kind: "sign_in", deviceName: device.name, place, atMs });
    }
    case "DoubtTold":
      return changeDoubt(state, event.no, { told: true });
    case "DoubtAnswered":
      return changeDoubt(state, event.no, { answer: event.isMine ? "mine" : "not_mine" });
    case "SpendingFrozen":
      return { ...state, frozen: true, freezeCount: state.freezeCount + 1 };
    case "SpendingUnfrozen":
      return { ...state, frozen: false, freezeCount: state.freezeCount + 1 };
    case "FreezeTold":
      return { ...state, freezeTold: event.no };
    case "DeviceForgotten":
      return { ...state, devices: state.devices.filter(({ deviceKey }) => deviceKey !== event.deviceKey) };
  }
}

/** The last ones, and those that a session is still doubted for: others that come after it must not make it a good one. */
function keptDoubts(state: SecurityState): SecurityState["doubts"] {
  const { doubts } = state;
  const open = new Set(state.sessions.map(({ sessionId }) => sessionId));
  return doubts.filter((doubt, index) => index >= doubts.length - DOUBTS_KEPT || (open.has(doubt.sessionId) && doubt.answer !== "mine"));
}

function changeDoubt(state: SecurityState, no: number, change: Partial<SecurityState["doubts"][number]>): SecurityState {
  return { ...state, doubts: state.doubts.map((doubt) => (doubt.no === no ? { ...doubt, ...change } : doubt)) };
}
