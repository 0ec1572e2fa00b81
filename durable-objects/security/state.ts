import type { Code } from "@forecourt/contract/codes";
import {
  type AddedProof,
  type ConfirmationKind,
  type ConfirmationMethod,
  type ConfirmationView,
  confirmationMethods,
  type Passkey,
  PROOF_WAIT_MS,
  type Question,
  SETTLING_IN_MS,
  type SecretHash,
  THRESHOLD_MINOR,
} from "@forecourt/contract/confirmations";
import type { CredentialKind, DriverView } from "@forecourt/contract/identity";
import type { Consent, Notice } from "@forecourt/contract/notices";
import { type DeviceView, DOUBT_LIFE_MS, type Novelty, type ProtectionView } from "@forecourt/contract/protection";
import type { RiskAlertState, RiskOutcome } from "@forecourt/contract/risk";
import {
  type Credential,
  type CredentialView,
  type DeviceTold,
  type MergeView,
  type PhoneCredential,
  type PlaceTold,
  SESSION_LIFE_MS,
  type SessionTold,
  type SessionView,
  type WechatCredential,
} from "@forecourt/contract/security";
import { type Guessable, type Lock, UNLOCKED } from "./locks.ts";

export interface Session {
  readonly sessionId: string;
  readonly credential: CredentialKind;
  readonly deviceKey: string | null;
  readonly deviceName: string;
  readonly place: PlaceTold | null;
  /** What was new about it when it was opened. */
  readonly novelties: readonly Novelty[];
  readonly startedAtMs: number;
  /** How often its refresh token has been replaced, and when it last was. */
  readonly generation: number;
  readonly rotatedAtMs: number;
}

/** This account is becoming part of another; what is still to be done follows from it. */
export interface Merge {
  /** Another attempt is another merge, to everybody who has part in it. */
  readonly no: number;
  readonly into: DriverView;
  /** Of these kinds the other account keeps its own. */
  readonly yielding: readonly CredentialKind[];
  /** The other account has agreed. */
  readonly accepted: boolean;
  readonly walletClosed: boolean;
  /** What the driver has put into the account is the other's. */
  readonly handedOver: boolean;
  /** Names of credentials that belong to the other account already. */
  readonly moved: readonly string[];
  /** Why it is given up. */
  readonly refused: Code | null;
}

/** See `contract/confirmations.ts`. */
export interface Confirmation {
  readonly confirmationId: string;
  readonly kind: ConfirmationKind;
  readonly commandId: string;
  readonly fingerprint: string;
  readonly amountMinor: number | null;
  readonly challenge: string;
  readonly methods: readonly ConfirmationMethod[];
  readonly state: "asked" | "given" | "used";
  readonly expiresAtMs: number;
}

/** A sign-in on a device or from a place that was new. */
export interface Doubt {
  readonly no: number;
  readonly sessionId: string;
  readonly device: DeviceTold;
  readonly place: PlaceTold | null;
  readonly novelties: readonly Novelty[];
  readonly atMs: number;
  /** The driver's phone has been sent word. */
  readonly told: boolean;
  readonly answer: "mine" | "not_mine" | null;
  /** At the sign-in the driver had something set with which to show that it is them. */
  readonly hadMeans: boolean;
}

/** An alert that was raised about the driver; its evidence is in the journal. */
export interface RiskAlertKept {
  readonly alertId: string;
  readonly ruleId: string;
  readonly atMs: number;
  readonly state: RiskAlertState;
}

export interface RiskState {
  /** The last ones, oldest first. */
  readonly alerts: readonly RiskAlertKept[];
  /** Commands that were let through lately, oldest first. */
  readonly passed: readonly {
    readonly commandId: string;
    readonly fingerprint: string;
    readonly orderId: string | null;
    readonly amountMinor: number | null;
    readonly atMs: number;
  }[];
  /** Rules about fills that weigh on what is spent next, until then. */
  readonly fillRules: readonly { readonly ruleId: string; readonly outcome: RiskOutcome; readonly untilMs: number }[];
}

/** A driver's security. Bounded: see `SESSIONS_MAX`; there is one credential of each kind, and what was given up lately. */
export interface SecurityState {
  /** Null until the driver has signed in. */
  readonly driver: DriverView | null;
  /** When the driver signed in for the first time. */
  readonly openedAtMs: number | null;
  /** From when on the phone and the questions that there are now prove anything; see {@link provesFrom}. */
  readonly provesFromMs: Readonly<Record<AddedProof, number>>;
  /** The driver's picture. */
  readonly avatarId: string | null;
  readonly credentials: readonly (Credential & { readonly addedAtMs: number })[];
  /** Phones that the driver has given up, whose identities have yet to be told. */
  readonly released: readonly (Credential & { readonly no: number })[];
  /** Phones in whose place the driver has another, and that have yet to be told; oldest first. */
  readonly replacements: readonly { readonly no: number; readonly phone: PhoneCredential }[];
  /**
   * How often there was something for others to do, and an identity has been told that it was given up. Names what is sent, since the same may have
   * to be sent again another time; and tells whether anything was given up since somebody looked.
   */
  readonly errands: number;
  /** Oldest first. */
  readonly sessions: readonly Session[];
  readonly merge: Merge | null;
  readonly mergedInto: DriverView | null;
  /** Accounts that are becoming part of this one. */
  readonly accepting: readonly { readonly fromDriverId: string; readonly taken: readonly string[] }[];
  /** Why the last attempt to make this account part of another came to nothing. */
  readonly mergeAbandoned: Code | null;
  readonly pin: SecretHash | null;
  /** Above what a payment is confirmed, in minor units. */
  readonly thresholdMinor: number;
  readonly locks: Readonly<Record<Guessable, Lock>>;
  readonly passkeys: readonly Passkey[];
  readonly passkeyOffer: { readonly challenge: string; readonly expiresAtMs: number } | null;
  /** WeChat's fingerprint and face. */
  readonly soter: boolean;
  readonly questions: readonly Question[];
  readonly confirmations: readonly Confirmation[];
  /** Resets of what the driver confirms with that they have yet to be told of, and the phone that is told; oldest first. */
  readonly resets: readonly { readonly no: number; readonly phone: PhoneCredential }[];
  readonly resetCount: number;
  /** What the driver has consented to be sent by WeChat: one for each kind and each WeChat of theirs, the last ones. */
  readonly consents: readonly (Consent & { readonly credentialId: string })[];
  /** Messages that are on their way by WeChat, oldest first. */
  readonly notices: readonly Notice[];
  readonly noticeCount: number;
  readonly protectionEnabled: boolean;
  /** Where the driver is known, the last ones. */
  readonly devices: readonly DeviceView[];
  readonly places: readonly PlaceTold[];
  /** Whether any device has ever been known: after that no other is the first, though all are forgotten. */
  readonly hasKnownDevices: boolean;
  /** Those of sessions that are open, and the last ones; oldest first. */
  readonly doubts: readonly Doubt[];
  readonly doubtCount: number;
  /** Nothing is spent until the driver has shown that they are who they are. */
  readonly frozen: boolean;
  /** How often that has changed, and how much of it the wallet has heard. */
  readonly freezeCount: number;
  readonly freezeTold: number;
  readonly risk: RiskState;
}

export function initialSecurity(): SecurityState {
  return {
    avatarId: null,
    driver: null,
    openedAtMs: null,
    provesFromMs: { sms: 0, question: 0 },
    credentials: [],
    released: [],
    replacements: [],
    errands: 0,
    sessions: [],
    merge: null,
    mergedInto: null,
    accepting: [],
    mergeAbandoned: null,
    pin: null,
    thresholdMinor: THRESHOLD_MINOR,
    locks: { pin: UNLOCKED, answers: UNLOCKED },
    passkeys: [],
    passkeyOffer: null,
    soter: false,
    questions: [],
    confirmations: [],
    resets: [],
    resetCount: 0,
    consents: [],
    notices: [],
    noticeCount: 0,
    protectionEnabled: true,
    devices: [],
    places: [],
    hasKnownDevices: false,
    doubts: [],
    doubtCount: 0,
    frozen: false,
    freezeCount: 0,
    freezeTold: 0,
    risk: { alerts: [], passed: [], fillRules: [] },
  };
}

/** The driver's phone, as it is kept; null when there is none. */
export function phoneOf({ credentials }: SecurityState): PhoneCredential | null {
  const phone = credentials.find((credential) => credential.kind === "phone");
  if (phone?.kind !== "phone") return null;
  const { addedAtMs: _, ...credential } = phone;
  return credential;
}

/** The driver's WeChat, as it is kept; null when there is none. */
export function wechatOf({ credentials }: SecurityState): WechatCredential | null {
  const wechat = credentials.find((credential) => credential.kind === "wechat");
  if (wechat?.kind !== "wechat") return null;
  const { addedAtMs: _, ...credential } = wechat;
  return credential;
}

/** What the driver's WeChat has consented to; null when they have none. */
export function consentsOf(state: SecurityState): readonly Consent[] | null {
  const wechat = wechatOf(state);
  if (wechat === null) return null;
  return state.consents.filter(({ credentialId }) => credentialId === wechat.id).map(({ credentialId: _, ...consent }) => consent);
}

/** The driver's phone, if it was theirs at that time. One that was bound afterwards may be of whoever has come in meanwhile. */
export function phoneSince(state: SecurityState, atMs: number): PhoneCredential | null {
  const isThere = state.credentials.some(({ kind, addedAtMs }) => kind === "phone" && addedAtMs <= atMs);
  return isThere ? phoneOf(state) : null;
}

/** From when on something proves who the driver is that is added at this moment; see `PROOF_WAIT_MS`. */
export function provesFrom({ openedAtMs, frozen, risk }: SecurityState, atMs: number): number {
  const settlesIn = openedAtMs !== null && atMs < openedAtMs + SETTLING_IN_MS && !frozen && risk.alerts.length === 0;
  return settlesIn ? atMs : atMs + PROOF_WAIT_MS;
}

/** Whether the driver has a phone, or questions. */
export function hasAdded({ credentials, questions }: SecurityState, proof: AddedProof): boolean {
  return proof === "sms" ? credentials.some(({ kind }) => kind === "phone") : questions.length > 0;
}

/** What the driver has set up to confirm with, whether it proves anything yet or not. */
export function methodsSet(state: SecurityState): readonly ConfirmationMethod[] {
  const has: Readonly<Record<ConfirmationMethod, boolean>> = {
    pin: state.pin !== null,
    passkey: state.passkeys.length > 0,
    soter: state.soter,
    sms: hasAdded(state, "sms"),
    question: hasAdded(state, "question"),
  };
  return confirmationMethods.filter((method) => has[method]);
}

/**
 * What a change of one's security is confirmed with, by whoever has set any of it. Not by SMS: a new number may be needed because the old
 * one is lost.
 */
export const SECURITY_METHODS = ["pin", "passkey", "soter", "question"] as const satisfies readonly ConfirmationMethod[];

/** Whether the account has a guard that its driver would be asked for: also one that is too new to confirm anything with. */
export function isGuarded(state: SecurityState): boolean {
  const set = methodsSet(state);
  return state.mergedInto === null && SECURITY_METHODS.some((method) => set.includes(method));
}

/** Whether a code sent to the driver's phone, or an answer to their questions, proves anything now. */
export function proves(state: SecurityState, proof: AddedProof, nowMs: number): boolean {
  return hasAdded(state, proof) && state.provesFromMs[proof] <= nowMs;
}

export function findConfirmation(state: SecurityState, confirmationId: string, nowMs: number): Confirmation | undefined {
  return state.confirmations.find((each) => each.confirmationId === confirmationId && each.expiresAtMs > nowMs);
}

export function confirmationView({ commandId: _, fingerprint: __, ...view }: Confirmation): ConfirmationView {
  return view;
}

/** The doubt about a session that nobody has stood up for yet. */
export function doubtOf({ doubts }: SecurityState, sessionId: string): Doubt | undefined {
  return doubts.find((doubt) => doubt.sessionId === sessionId && doubt.answer !== "mine");
}

/** A session whose sign-in was doubted, and that nobody has stood up for yet. */
export function isDoubted(state: SecurityState, sessionId: string): boolean {
  return doubtOf(state, sessionId) !== undefined;
}

/** People move about within a region; a new one is worth a word. */
export function placeKey({ country, region }: PlaceTold): string {
  return `${country}/${region}`;
}

/** Whoever names no device is on none that is known. */
export function knowsDevice({ devices }: SecurityState, { key }: DeviceTold): boolean {
  return devices.some(({ deviceKey }) => deviceKey === key);
}

export function knowsPlace({ places }: SecurityState, place: PlaceTold): boolean {
  return places.some((known) => placeKey(known) === placeKey(place));
}

export function protectionView(state: SecurityState, nowMs: number): ProtectionView {
  const doubts = state.doubts.map(({ no, sessionId, device, place, novelties, atMs, answer }) => ({
    no,
    sessionId,
    deviceName: device.name,
    place,
    novelties,
    atMs,
    answer,
    isOpen: answer === null && atMs > nowMs - DOUBT_LIFE_MS,
  }));
  const { protectionEnabled: enabled, frozen, devices, places } = state;
  return { enabled, frozen, devices, places, doubts: doubts.reverse(), consents: consentsOf(state) };
}

/** A session that is open; one that was not used for long is not, whether that was noted or not. */
export function findSession(state: SecurityState, sessionId: string, nowMs: number): Session | undefined {
  return state.sessions.find((session) => session.sessionId === sessionId && !isOver(session, nowMs));
}

export function isOver({ rotatedAtMs }: Session, nowMs: number): boolean {
  return rotatedAtMs <= nowMs - SESSION_LIFE_MS;
}

/** Null once the driver is another's part, and before they have signed in. */
export function sessionTold(state: SecurityState, sessionId: string): SessionTold | null {
  const session = state.sessions.find((each) => each.sessionId === sessionId);
  return session === undefined || state.driver === null ? null : { sessionId, generation: session.generation, driver: state.driver };
}

export function sessionViews(state: SecurityState, nowMs: number): readonly SessionView[] {
  return state.sessions
    .filter((session) => !isOver(session, nowMs))
    .map(({ sessionId, credential, deviceName, deviceKey, place, startedAtMs, rotatedAtMs }) => ({
      sessionId,
      credential,
      deviceName,
      deviceKey,
      place,
      startedAtMs,
      seenAtMs: rotatedAtMs,
    }))
    .reverse();
}

export function credentialViews({ credentials }: SecurityState): readonly CredentialView[] {
  return credentials.map((credential) => ({
    kind: credential.kind,
    tail: credential.kind === "phone" ? credential.tail : null,
    addedAtMs: credential.addedAtMs,
  }));
}

export function mergeView({ merge, mergedInto, mergeAbandoned }: SecurityState): MergeView {
  if (mergedInto !== null) return { state: "merged", into: mergedInto, code: null };
  if (merge !== null) return { state: "under_way", into: merge.into, code: null };
  return { state: mergeAbandoned === null ? "none" : "abandoned", into: null, code: mergeAbandoned };
}
