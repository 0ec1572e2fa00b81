import type { CodePurpose, DriverView } from "@forecourt/contract/identity";

/** A code that was sent and not used yet. */
export interface SentCode {
  readonly codeHash: string;
  readonly expiresAtMs: number;
  readonly triesLeft: number;
}

export interface IdentityState {
  /** Whose credential it is; null until somebody signs in with it. */
  readonly driver: DriverView | null;
  /** At most one for each purpose. */
  readonly codes: Partial<Readonly<Record<CodePurpose, SentCode>>>;
  /** When the codes of the last day were sent, oldest first: ten at most. */
  readonly sentAtMs: readonly number[];
}
