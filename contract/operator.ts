import { z } from "zod";
import type { Role } from "./permissions.ts";

/**
 * An operator's account: who they are, what they may do, and how they prove it. Secrets stay in the account and its
 * journal: no event that leaves it carries a hash, a sealed secret or a code.
 */

/** Derived from the address, so that one address is one operator without any lock. */
export const operatorId = z.string().regex(/^opr_[0-9a-z]{26}$/, "must look like opr_…");

export const operatorStates = ["invited", "active", "disabled"] as const;
export type OperatorLifeState = (typeof operatorStates)[number];

/** Wrong passwords and codes in a row before the account is locked. */
export const WRONG_TRIES_MAX = 5;
const LOCK_MS = 60_000;
const LOCK_MS_MAX = 3_600_000;

/** How long so many wrong tries in a row lock an account: a minute after the fifth, doubling up to an hour. */
export function lockMsAfter(wrongTries: number): number {
  return wrongTries < WRONG_TRIES_MAX ? 0 : Math.min(LOCK_MS * 2 ** (wrongTries - WRONG_TRIES_MAX), LOCK_MS_MAX);
}

/** What an administrator says of an operator. `stations` null: not limited to any, but for a station manager, who then has none. */
export interface OperatorTerms {
  readonly name: string;
  readonly role: Role;
  readonly stations: readonly string[] | null;
}

/** From where somebody signs in. */
export interface Origin {
  readonly ip: string | null;
  readonly place: string | null;
  /** What the browser says of itself, cut short. */
  readonly agent: string | null;
}

/** How a session was proven. */
export type Factor = "password" | "totp" | "recovery_code";

export interface OperatorSession extends Origin {
  readonly sessionId: string;
  readonly openedAtMs: number;
  readonly expiresAtMs: number;
  readonly factor: Factor;
}

/** A password as the edge has compared it; `version` says with which, since it may have been changed meanwhile. */
export interface PasswordCheck {
  readonly right: boolean;
  readonly version: number;
}

/** A second factor as the edge has looked at it: the time step that the code belongs to (null: to none near now), or the name of a recovery code. */
export type SecondProof =
  | { readonly kind: "totp"; readonly step: number | null }
  | { readonly kind: "recovery_code"; readonly hash: string };

export type OperatorCommand =
  /** From the command line, or the demo's seed. */
  | ({ readonly type: "InstallOperator"; readonly email: string; readonly passwordHash: string } & OperatorTerms)
  /** `tokenHash`: of what the invitation's link carries. */
  | ({ readonly type: "InviteOperator"; readonly email: string; readonly tokenHash: string; readonly expiresAtMs: number } & OperatorTerms)
  /** A new invitation, or a link to choose a new password by. The one before is void. */
  | { readonly type: "IssueLink"; readonly tokenHash: string; readonly expiresAtMs: number }
  | { readonly type: "AcceptInvitation"; readonly tokenHash: string; readonly passwordHash: string }
  | ({ readonly type: "ChangeOperator" } & OperatorTerms)
  | { readonly type: "DisableOperator" }
  | { readonly type: "EnableOperator" }
  | { readonly type: "UnlockOperator" }
  | { readonly type: "RequirePasswordChange" }
  | { readonly type: "ResetSecondFactor" }
  | { readonly type: "EndSessions"; readonly sessionIds: readonly string[] | "all" }
  | { readonly type: "SignIn"; readonly password: PasswordCheck; readonly origin: Origin }
  | { readonly type: "ConfirmSignIn"; readonly challengeId: string; readonly proof: SecondProof; readonly origin: Origin }
  | { readonly type: "ChangePassword"; readonly password: PasswordCheck; readonly passwordHash: string; readonly sessionId: string }
  | { readonly type: "OfferSecondFactor"; readonly password: PasswordCheck; readonly sealedSecret: string }
  | { readonly type: "ConfirmSecondFactor"; readonly step: number | null; readonly recoveryCodes: readonly string[] }
  | { readonly type: "RemoveSecondFactor"; readonly password: PasswordCheck }
  | { readonly type: "RenewRecoveryCodes"; readonly password: PasswordCheck; readonly recoveryCodes: readonly string[] };

/** What came of a try to prove who one is. A wrong one is counted, so it is an answer, not a refusal. */
export type ProofOutcome =
  | { readonly outcome: "session"; readonly session: OperatorSession }
  | { readonly outcome: "challenge"; readonly challengeId: string }
  | { readonly outcome: "done" }
  | { readonly outcome: "wrong"; readonly lockedUntilMs: number };

export type OperatorEvent =
  | ({ readonly type: "OperatorInstalled"; readonly email: string; readonly passwordHash: string } & OperatorTerms)
  | ({ readonly type: "OperatorInvited"; readonly email: string; readonly tokenHash: string; readonly expiresAtMs: number } & OperatorTerms)
  | { readonly type: "LinkIssued"; readonly tokenHash: string; readonly expiresAtMs: number }
  | { readonly type: "InvitationAccepted"; readonly passwordHash: string }
  | ({ readonly type: "OperatorChanged" } & OperatorTerms)
  | { readonly type: "OperatorDisabled" }
  /** `invited`: had never accepted the invitation, and still has to. */
  | { readonly type: "OperatorEnabled"; readonly invited: boolean }
  | { readonly type: "OperatorUnlocked" }
  | { readonly type: "PasswordChangeRequired" }
  | { readonly type: "PasswordChanged"; readonly passwordHash: string }
  | { readonly type: "SecondFactorOffered"; readonly sealedSecret: string }
  | { readonly type: "SecondFactorEnabled"; readonly step: number; readonly recoveryCodes: readonly string[] }
  | { readonly type: "SecondFactorRemoved" }
  | { readonly type: "RecoveryCodesRenewed"; readonly recoveryCodes: readonly string[] }
  | { readonly type: "ProofWrong"; readonly lockedUntilMs: number }
  | { readonly type: "ChallengeIssued"; readonly challengeId: string; readonly expiresAtMs: number }
  | { readonly type: "SecondFactorUsed"; readonly proof: SecondProof }
  | { readonly type: "SessionOpened"; readonly session: OperatorSession }
  | { readonly type: "SessionsEnded"; readonly sessionIds: readonly string[] };

/** What a request's session allows, this moment. */
export interface Authority extends OperatorTerms {
  readonly email: string;
  readonly mustChangePassword: boolean;
  readonly hasSecondFactor: boolean;
}

/** What the edge compares with. Never leaves the platform. */
export interface OperatorSecrets extends Authority {
  readonly state: OperatorLifeState;
  readonly passwordHash: string | null;
  readonly passwordVersion: number;
  readonly lockedUntilMs: number;
  readonly sealedSecret: string | null;
  /** Offered, and not confirmed yet. */
  readonly offeredSecret: string | null;
  readonly invitation: { readonly tokenHash: string; readonly expiresAtMs: number } | null;
}

/** An account as its owner, or an administrator, may see it. */
export interface OperatorView extends Authority {
  readonly operatorId: string;
  readonly state: OperatorLifeState;
  readonly recoveryCodesLeft: number;
  readonly lockedUntilMs: number;
  readonly invitedUntilMs: number | null;
  readonly sessions: readonly OperatorSession[];
}
