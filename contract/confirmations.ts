import type { Code } from "./codes.ts";

/**
 * What a driver has to confirm, and with what: payments above an amount that they set, and changes of their own security.
 *
 * A command that needs it is refused with a confirmation that is bound to it (its kind, its id, its words). Once that is
 * given, the same command goes through, once.
 */

export const confirmationKinds = ["payment_code", "fueling", "refund", "security", "risk"] as const;
export type ConfirmationKind = (typeof confirmationKinds)[number];

/** `sms` and `question` are for whoever has to show that they are who they are, not for each payment. */
export const confirmationMethods = ["pin", "passkey", "soter", "sms", "question"] as const;
export type ConfirmationMethod = (typeof confirmationMethods)[number];

/**
 * A phone or questions that were added prove nothing for so long: whoever has got hold of somebody's session could add their own, and answer for
 * them what is asked. Within the first hour of an account, while nothing about it looks suspicious, it is the driver who settles in.
 */
export const PROOF_WAIT_MS = 24 * 3_600_000;
export const SETTLING_IN_MS = 3_600_000;
/** Given within so long, and good for so long once it is given. */
export const CONFIRMATION_LIFE_MS = 5 * 60_000;
export const CONFIRMED_LIFE_MS = 2 * 60_000;
export const CONFIRMATIONS_MAX = 8;
export const PASSKEYS_MAX = 5;
export const QUESTIONS_MIN = 2;
export const QUESTIONS_MAX = 3;
/** Wrong tries before a lock, and how long the first lock, the second, … lasts. */
export const LOCK_TRIES = 5;
export const LOCKS_MS = [60_000, 5 * 60_000, 30 * 60_000, 2 * 3_600_000, 24 * 3_600_000] as const;
/** Above what a payment is confirmed, unless the driver says otherwise: minor units of their wallet. */
export const THRESHOLD_MINOR = 20_000;

/** A PIN or an answer as it is kept: scrypt over a keyed hash, with a salt of its own. */
export interface SecretHash {
  readonly salt: string;
  readonly cost: number;
  readonly key: string;
}

/** Questions to choose from; their words are the clients'. */
export const questionIds = ["first_car", "birth_city", "first_school", "first_pet", "favourite_teacher", "childhood_friend"] as const;
export type QuestionId = (typeof questionIds)[number];

/** A question, and the hash of its answer. Its words are sealed when they are the driver's own. */
export interface Question {
  readonly questionId: QuestionId | null;
  readonly sealed: string | null;
  readonly answer: SecretHash;
}

export interface Passkey {
  readonly passkeyId: string;
  /** COSE, base64url. */
  readonly publicKey: string;
  /** How often it was used, as it says; 0 for those that do not count. */
  readonly counter: number;
  readonly transports: readonly string[];
  readonly name: string;
  readonly addedAtMs: number;
}

/** What the holder of the account has shown, beside the session. `answers`: hashes, by the number of the question. */
export interface Proof {
  readonly sms: boolean;
  readonly answers: readonly { readonly no: number; readonly key: string }[];
}

/** What a proof is to bring about. */
export type ProofEffect =
  | { readonly do: "unlock" }
  | { readonly do: "set_pin"; readonly pin: SecretHash; readonly keepSessionId: string }
  | { readonly do: "unfreeze" }
  | { readonly do: "confirm"; readonly confirmationId: string };

/** Proofs that are added, and may be by the wrong one. */
export type AddedProof = Extract<ConfirmationMethod, "sms" | "question">;

/** What was shown for a confirmation. A PIN is compared in the actor; the rest was verified before it got there. */
export type Given =
  | { readonly method: "pin"; readonly key: string }
  | { readonly method: "passkey"; readonly passkeyId: string; readonly counter: number }
  | { readonly method: "soter" };

/** Resets that their driver has yet to be told of, the last ones. */
export const RESETS_KEPT = 5;

export type ConfirmationCommand =
  /** May this be done now? `challenge` is random, and becomes the confirmation's, should one be asked for. */
  | {
      readonly type: "Authorise";
      readonly kind: ConfirmationKind;
      readonly sessionId: string;
      readonly commandId: string;
      /** Of all that the command says. */
      readonly fingerprint: string;
      /** Null: nobody can say how much it will be. */
      readonly amountMinor: number | null;
      readonly challenge: string;
      /** Open also to a session that is doubted and has nothing to confirm with: binding a phone is how its driver gets something. */
      readonly isWayOut?: true;
      /** Uses nothing up: it is said again without this once all else is known to be right. */
      readonly look?: true;
    }
  | { readonly type: "Confirm"; readonly confirmationId: string; readonly given: Given }
  | { readonly type: "SetPin"; readonly pin: SecretHash; readonly thresholdMinor: number | null }
  | { readonly type: "SetThreshold"; readonly thresholdMinor: number }
  | { readonly type: "RemovePin" }
  | { readonly type: "SetQuestions"; readonly questions: readonly Question[] }
  | {
      readonly type: "Prove";
      readonly proof: Proof;
      readonly effect: ProofEffect;
      /** Brings nothing about: it is said again without this once the code of the proof is used up. A wrong answer counts. */
      readonly look?: true;
    }
  | { readonly type: "OfferPasskey"; readonly challenge: string }
  | { readonly type: "AddPasskey"; readonly challenge: string; readonly passkey: Omit<Passkey, "addedAtMs"> }
  | { readonly type: "RemovePasskey"; readonly passkeyId: string }
  | { readonly type: "SetSoter"; readonly enabled: boolean }
  /** An operator's, who has checked that it is the driver: whatever they confirmed with is gone, and a day passes before they spend again. */
  | { readonly type: "ResetConfirmationMethods" }
  /** The driver has been sent word of a reset. */
  | { readonly type: "RecordResetTold"; readonly no: number };

export type ConfirmationEvent =
  | {
      readonly type: "ConfirmationAsked";
      readonly confirmationId: string;
      readonly kind: ConfirmationKind;
      readonly commandId: string;
      readonly fingerprint: string;
      readonly amountMinor: number | null;
      readonly challenge: string;
      readonly methods: readonly ConfirmationMethod[];
      readonly expiresAtMs: number;
    }
  | {
      readonly type: "ConfirmationGiven";
      readonly confirmationId: string;
      readonly method: ConfirmationMethod;
      readonly expiresAtMs: number;
    }
  | { readonly type: "ConfirmationUsed"; readonly confirmationId: string }
  | { readonly type: "PinSet"; readonly pin: SecretHash }
  | { readonly type: "ThresholdSet"; readonly thresholdMinor: number }
  | { readonly type: "PinRemoved" }
  /** A wrong try; `lockedUntilMs` when it was one too many. */
  | { readonly type: "TryMissed"; readonly of: "pin" | "answers"; readonly lockedUntilMs: number | null }
  | { readonly type: "TriesCleared"; readonly of: "pin" | "answers" }
  | { readonly type: "QuestionsSet"; readonly questions: readonly Question[] }
  | { readonly type: "PasskeyOffered"; readonly challenge: string; readonly expiresAtMs: number }
  | { readonly type: "PasskeyAdded"; readonly passkey: Omit<Passkey, "addedAtMs"> }
  | { readonly type: "PasskeyUsed"; readonly passkeyId: string; readonly counter: number }
  | { readonly type: "PasskeyRemoved"; readonly passkeyId: string }
  | { readonly type: "SoterSet"; readonly enabled: boolean }
  | { readonly type: "ConfirmationMethodsReset" }
  | { readonly type: "ResetTold"; readonly no: number };

/** A confirmation as its driver sees it. */
export interface ConfirmationView {
  readonly confirmationId: string;
  readonly kind: ConfirmationKind;
  readonly amountMinor: number | null;
  readonly methods: readonly ConfirmationMethod[];
  readonly challenge: string;
  readonly state: "asked" | "given" | "used";
  readonly expiresAtMs: number;
}

/** What was asked for may go ahead, or needs a confirmation first. No rejection: asking is written down. */
export type Authorisation = { readonly outcome: "free" } | { readonly outcome: "asked"; readonly confirmation: ConfirmationView };

/** What came of a try. A wrong one is no rejection: it counts, and a rejection changes nothing. */
export type TryOutcome =
  | { readonly outcome: "right" }
  | {
      readonly outcome: "wrong";
      readonly code: Extract<Code, "pin_wrong" | "answers_wrong">;
      readonly triesLeft: number;
      readonly lockedUntilMs: number | null;
    };

export interface ConfirmationReplies {
  readonly Authorise: Authorisation;
  readonly Confirm: TryOutcome;
  readonly Prove: TryOutcome;
}

/** What the driver has set, for the page that shows it. */
export interface ProtectionSettings {
  readonly pin: { readonly isSet: boolean; readonly lockedUntilMs: number | null };
  readonly thresholdMinor: number;
  readonly passkeys: readonly Omit<Passkey, "publicKey" | "counter">[];
  readonly soter: boolean;
  readonly questions: readonly Omit<Question, "answer">[];
  readonly answersLockedUntilMs: number | null;
}
