/**
 * Identity: one actor per credential (a WeChat openid, a phone number), so that uniqueness needs no lock. A phone's actor
 * also keeps the codes that were sent to it, since they prove that somebody holds it.
 */

export const credentialKinds = ["wechat", "phone"] as const;
export type CredentialKind = (typeof credentialKinds)[number];

/** What an SMS code is good for. One made for one purpose is refused for another. */
export const codePurposes = ["sign_in", "bind", "confirm", "recover"] as const;
export type CodePurpose = (typeof codePurposes)[number];

/** Limits of codes, per phone number. The vendors' own are the same: one a minute, five an hour, ten a day. */
export const codeLimits = {
  lifeMs: 5 * 60_000,
  tries: 5,
  resendMs: 60_000,
  perHour: 5,
  perDay: 10,
} as const;

/** What a new driver of this credential is called, and what may be shown of it. */
export interface Registration {
  readonly credential: CredentialKind;
  readonly name: string;
  /** A phone's last four digits. */
  readonly tail?: string;
}

export type IdentityCommand =
  /** Signs in with a credential that its vendor has vouched for; the first time, makes the driver. */
  | ({ readonly type: "SignIn" } & Registration)
  /** A code is on its way to this phone. `codeHash`: keyed; the code itself is in the SMS only. */
  | { readonly type: "IssueCode"; readonly purpose: CodePurpose; readonly codeHash: string }
  /** The SMS was refused by who should have sent it: the code is void, and another may be asked for at once. */
  | { readonly type: "WithdrawCode"; readonly purpose: CodePurpose; readonly codeHash: string }
  /** Somebody types the code. `effect`: what it is to bring about, in the same step. */
  | {
      readonly type: "UseCode";
      readonly purpose: CodePurpose;
      readonly codeHash: string;
      readonly effect:
        | ({ readonly do: "sign_in" } & Registration)
        | ({ readonly do: "bind" } & Binding)
        | { readonly do: "nothing" }
        /** Not even that: a right code stays good. For who has to know whose phone it is before anything else; a wrong one counts. */
        | { readonly do: "look" };
    }
  /** Gives a credential that its vendor has vouched for to a driver, unless it is another's. */
  | ({ readonly type: "Bind" } & Binding)
  /** The credential passes from one driver to another, whose account is to be the one of both. */
  | { readonly type: "Move"; readonly fromDriverId: string; readonly to: DriverView }
  /** The driver has another phone now. */
  | { readonly type: "Release"; readonly driverId: string };

export interface Binding {
  readonly driver: DriverView;
  readonly credential: CredentialKind;
  readonly tail?: string;
}

export type IdentityEvent =
  | {
      readonly type: "DriverRegistered";
      readonly credential: CredentialKind;
      readonly driverId: string;
      readonly walletId: string;
      readonly name: string;
      readonly tail?: string;
    }
  | { readonly type: "CodeIssued"; readonly purpose: CodePurpose; readonly codeHash: string; readonly expiresAtMs: number }
  | { readonly type: "CodeWithdrawn"; readonly purpose: CodePurpose }
  /** The code was typed wrong. After the last try it is void. */
  | { readonly type: "CodeMissed"; readonly purpose: CodePurpose }
  | { readonly type: "CodeUsed"; readonly purpose: CodePurpose }
  | { readonly type: "CredentialBound"; readonly credential: CredentialKind; readonly driver: DriverView; readonly tail?: string }
  | { readonly type: "CredentialMoved"; readonly fromDriverId: string; readonly driver: DriverView }
  | { readonly type: "CredentialReleased"; readonly driverId: string };

/** What came of a code that was typed. A wrong one is no rejection: it counts, and a rejection changes nothing. */
export type CodeOutcome =
  /** `driver`: whose credential it is after this; another's when it was to be bound and was taken. */
  { readonly outcome: "right"; readonly driver: DriverView | null } | { readonly outcome: "wrong"; readonly triesLeft: number };

export interface IdentityReplies {
  readonly SignIn: DriverView;
  readonly UseCode: CodeOutcome;
  /** Whose credential it is after this. */
  readonly Bind: DriverView;
  readonly Move: DriverView | null;
}
export type IdentityReply<Command extends IdentityCommand> = Command["type"] extends keyof IdentityReplies
  ? IdentityReplies[Command["type"]]
  : null;

/** Whose a credential is. */
export interface DriverView {
  readonly driverId: string;
  readonly walletId: string;
  readonly name: string;
}
