import type { Code } from "./codes.ts";
import type { ConfirmationCommand, ConfirmationEvent, ConfirmationReplies } from "./confirmations.ts";
import type { CredentialKind, DriverView } from "./identity.ts";
import type { NoticeCommand, NoticeEvent } from "./notices.ts";
import type { ProtectionCommand, ProtectionEvent } from "./protection.ts";
import type { RiskCommand, RiskEvent, RiskReplies } from "./risk.ts";

/**
 * A driver's security: one actor per driver, apart from the account, since what guards money is asked often and must stay
 * small. What a driver signs in with, the sessions that are open, and what has to be confirmed.
 *
 * No plain phone number, openid, code, PIN, answer or token is ever in here: hashes, ciphertexts and last digits only.
 */

/** What a driver signs in with, beside who that is. */
export type Credential =
  /** `id`: the keyed hash of the openid, or of the number. `sealed`: its ciphertext, for sending to it. */
  | { readonly kind: "wechat"; readonly id: string; readonly sealed: string }
  | { readonly kind: "phone"; readonly id: string; readonly sealed: string; readonly tail: string };

export type WechatCredential = Extract<Credential, { kind: "wechat" }>;
export type PhoneCredential = Extract<Credential, { kind: "phone" }>;

/** The name of a credential's identity actor. */
export function credentialName({ kind, id }: Pick<Credential, "kind" | "id">): string {
  return `${kind}:${id}`;
}

/** On what somebody signs in. `key`: a hash of what the client calls its device; null when it says none. */
export interface DeviceTold {
  readonly key: string | null;
  /** As the client calls it, for people to recognise. */
  readonly name: string;
}

/** Where a request came from, as far as its address tells; null when it tells nothing. */
export interface PlaceTold {
  readonly country: string;
  readonly region: string;
  readonly city: string;
}

/** Sessions that one driver may have open; the oldest goes first. */
export const SESSIONS_MAX = 10;
/** Phones that another has taken the place of, and that have yet to be told, the last ones. */
export const REPLACEMENTS_KEPT = 5;
/** A session that was not used for so long is over. */
export const SESSION_LIFE_MS = 30 * 24 * 3_600_000;
/** A refresh token that was replaced is answered as before for so long: the answer may have been lost on its way. */
export const REFRESH_GRACE_MS = 60_000;

export type SecurityCommand =
  | {
      readonly type: "StartSession";
      readonly driver: DriverView;
      readonly credential: Credential;
      readonly device: DeviceTold;
      readonly place: PlaceTold | null;
    }
  /** `generation`: how often the token that is shown had been replaced when it was made. */
  | { readonly type: "RotateSession"; readonly sessionId: string; readonly generation: number; readonly deviceKey: string | null }
  | { readonly type: "EndSession"; readonly sessionId: string }
  | { readonly type: "EndOtherSessions"; readonly sessionId: string }
  /** An operator's: one, or all of them (null). */
  | { readonly type: "EndSessions"; readonly sessionId: string | null }
  /** The driver's credential: another of theirs, or a new phone in place of the old one. */
  | {
      readonly type: "AddCredential";
      readonly driver: DriverView;
      readonly credential: Credential;
      /** The account's `errands` from before the identity was asked: what it has given up since may lead nowhere by now. */
      readonly since?: number;
      /** The account that it comes from, which becomes part of this one. */
      readonly fromDriverId?: string;
      /** It takes the place of no other of its kind, and is free for whoever has it next if there is one. */
      readonly yields?: boolean;
    }
  /** Its identity leads to this account, which holds another of its kind: it is to be free. */
  | { readonly type: "DeclineCredential"; readonly credential: Credential }
  /** What the driver calls themselves, and their picture; what is absent stays, and null takes the picture away. */
  | { readonly type: "ChangeProfile"; readonly name?: string; readonly avatarId?: string | null }
  /** The identity of a phone that the driver has given up knows it. */
  | { readonly type: "RecordReleased"; readonly credential: Credential }
  /** The phone that was given up has been sent word of it. */
  | { readonly type: "RecordReplacementTold"; readonly no: number }
  /** This account becomes part of another, unless its wallet holds money. See `merging.ts`. */
  | {
      readonly type: "MergeInto";
      readonly driver: DriverView;
      readonly into: DriverView;
      /** Kinds of credentials of which the other keeps its own, where both have one; of the rest this account's takes its place. */
      readonly yielding: readonly CredentialKind[];
    }
  /** The other account agrees to take in this one, and becomes nobody's part until that is over. */
  | { readonly type: "AcceptMerge"; readonly driver: DriverView; readonly fromDriverId: string }
  | { readonly type: "ForgetMerge"; readonly fromDriverId: string }
  /** A step of the merge is done. */
  | { readonly type: "RecordMergeStep"; readonly step: MergeStep }
  | { readonly type: "RecordMergeRefused"; readonly code: Code }
  | ConfirmationCommand
  | RiskCommand
  | ProtectionCommand
  | NoticeCommand;

/** What is done of a merge. */
export type MergeStep = "accepted" | "wallet_closed" | "handed_over" | "forgotten" | { readonly moved: string };

/** Why a session ended. */
export type SessionEnd =
  | "signed_out"
  | "replaced"
  | "reuse"
  | "other_device"
  | "ended_by_driver"
  | "merged"
  | "disowned"
  | "recovered"
  | "ended_by_operator";

export type SecurityEvent =
  | { readonly type: "DriverNoted"; readonly driver: DriverView }
  | { readonly type: "ProfileChanged"; readonly driver: DriverView; readonly avatarId: string | null }
  | { readonly type: "CredentialAdded"; readonly credential: Credential }
  | { readonly type: "CredentialReplaced"; readonly credential: Credential }
  /** Another of its kind is in its place: it came with an account that was taken in, or leads here though it was given up. */
  | { readonly type: "CredentialDeclined"; readonly credential: Credential }
  | { readonly type: "CredentialGone"; readonly credential: Credential }
  | { readonly type: "ReplacementTold"; readonly no: number }
  | {
      readonly type: "SessionStarted";
      readonly sessionId: string;
      readonly credential: CredentialKind;
      readonly device: DeviceTold;
      readonly place: PlaceTold | null;
    }
  | { readonly type: "SessionRotated"; readonly sessionId: string; readonly generation: number }
  | { readonly type: "SessionEnded"; readonly sessionId: string; readonly reason: SessionEnd }
  | { readonly type: "MergeBegun"; readonly into: DriverView; readonly yielding?: readonly CredentialKind[] }
  | { readonly type: "MergeStepped"; readonly step: MergeStep }
  /** It is given up; the other account has yet to hear of it, if it had agreed. */
  | { readonly type: "MergeRefused"; readonly code: Code }
  | { readonly type: "MergeAbandoned"; readonly code: Code }
  | { readonly type: "AccountMerged"; readonly into: DriverView }
  | { readonly type: "MergeAccepted"; readonly fromDriverId: string }
  | { readonly type: "MergeForgotten"; readonly fromDriverId: string }
  | { readonly type: "CredentialTakenIn"; readonly fromDriverId: string; readonly name: string }
  | ConfirmationEvent
  | RiskEvent
  | ProtectionEvent
  | NoticeEvent;

/** What a session's tokens are made of. */
export interface SessionTold {
  readonly sessionId: string;
  readonly generation: number;
  readonly driver: DriverView;
}

/** A session that is shown another's token is over, which is no rejection: it changes something. */
export type RotationOutcome = ({ readonly outcome: "rotated" } & SessionTold) | { readonly outcome: "ended"; readonly reason: SessionEnd };

export interface ProfileView {
  readonly name: string;
  readonly avatarId: string | null;
}

export interface SecurityReplies extends ConfirmationReplies, RiskReplies {
  readonly ChangeProfile: ProfileView;
  readonly StartSession: SessionTold;
  readonly RotateSession: RotationOutcome;
}
export type SecurityReply<Command extends SecurityCommand> = Command["type"] extends keyof SecurityReplies
  ? SecurityReplies[Command["type"]]
  : null;

/** A session as its driver sees it. */
export interface SessionView {
  readonly sessionId: string;
  readonly credential: CredentialKind;
  readonly deviceName: string;
  /** A hash of what its client calls its device; null when it says none. */
  readonly deviceKey: string | null;
  readonly place: PlaceTold | null;
  readonly startedAtMs: number;
  /** When its token was last replaced. */
  readonly seenAtMs: number;
}

/** A credential as its driver sees it. */
export interface CredentialView {
  readonly kind: CredentialKind;
  /** A phone's last four digits; null for others. */
  readonly tail: string | null;
  readonly addedAtMs: number;
}

export interface MergeView {
  readonly state: "none" | "under_way" | "merged" | "abandoned";
  readonly into: DriverView | null;
  /** Why it was abandoned. */
  readonly code: Code | null;
}
