import type { Counterpart, Mischief } from "../kit/counterpart.ts";

export interface SentSms {
  /** E.164. */
  readonly phone: string;
  readonly template: string;
  readonly parameters: readonly string[];
}

/** A vendor of SMS; its only call is `send`. */
export interface SmsCounterpart extends Counterpart {
  readonly mischief: Mischief;
  /** What has arrived on somebody's phone. */
  readonly sent: SentSms[];
}
