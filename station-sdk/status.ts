import type { Skew } from "./clock.ts";

/** What a vendor's program may want to log, show to the cashier or raise an alarm about. */

/** Something that changed; given to `onStatus`. */
export type StatusChange =
  /** Replies come again. */
  | { readonly kind: "online" }
  /** No reply, or the server asked to wait. Events are kept and sent later; nothing needs to be done. */
  | { readonly kind: "offline"; readonly reason: string }
  /** The server does not take the signature: wrong secret, revoked terminal or a clock that is wrong. A person must look. */
  | { readonly kind: "unauthorised"; readonly httpStatus: number; readonly code: string | undefined }
  /** The server, or something before it, refuses what is sent as a whole, and not only one event. A person must look. */
  | { readonly kind: "refused"; readonly httpStatus: number; readonly code: string | undefined }
  /** One event was refused for good and set aside. */
  | { readonly kind: "parked"; readonly seq: number; readonly code: string }
  /** The server lacks events that are no longer kept here. */
  | { readonly kind: "lost"; readonly seqs: readonly number[] }
  /** An authorisation came after its request had timed out; the fill was cancelled so that the driver's money is free. */
  | { readonly kind: "late_authorization"; readonly seq: number; readonly fuelingId: string }
  /** The server has seen seqs that this directory never gave out (its disk was replaced): numbering goes on above them. */
  | { readonly kind: "renumbered"; readonly afterSeq: number }
  /** A command's handler failed; `given_up` after the last attempt. */
  | { readonly kind: "command_failed"; readonly commandId: string; readonly error: unknown; readonly givenUp: boolean }
  /** The SDK's own work failed, such as for a full disk; it goes on by itself after a few seconds. */
  | { readonly kind: "failed"; readonly error: unknown }
  /** A command of a kind that this version of the SDK does not know, passed over. */
  | { readonly kind: "command_unknown"; readonly commandId: string | undefined };

/** Whether replies come. `unknown` before the first attempt. */
export type Connection = "unknown" | "online" | "offline" | "unauthorised" | "refused";

/** A terminal's situation at one moment. */
export interface TerminalStatus {
  readonly connection: Connection;
  /** Events recorded that the server is not known to have. */
  readonly pending: number;
  /** Events refused for good, waiting for a person. */
  readonly parked: number;
  readonly lastSeq: number;
  /** How wrong the terminal's clock is; undefined until a reply has come. */
  readonly skew: Skew | undefined;
  /** Lines of the log that the disk had damaged when it was opened. */
  readonly damagedLines: number;
}
