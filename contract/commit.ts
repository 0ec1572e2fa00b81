import type { By } from "./audit.ts";
import type { Origin } from "./origin.ts";

/**
 * What an actor's journal says to the outside, and what travels to the projectors.
 */

/** The kinds of actor. A new subject adds its own. */
export const actorKinds = [
  "wallet",
  "station",
  "identity",
  "catalog",
  "account",
  "audit",
  "operator",
  "payment",
  "stock",
  "export",
  "security",
  "throttle",
  "rules",
  "sighting",
  "administration",
] as const;
export type ActorKind = (typeof actorKinds)[number];

/** One step of an actor: the events that one command caused, kept and applied together. */
export interface Commit<Event extends { readonly type: string } = { readonly type: string }> {
  /** Journal position, 1, 2, 3 … without gaps. */
  readonly seq: number;
  /**
   * Position of the published commit before this one (0: none). A projector applies this one only on top of that one.
   * Null when nothing outside needs to know of this commit; it is then not published.
   */
  readonly afterSeq: number | null;
  readonly atMs: number;
  readonly events: readonly Event[];
}

/** Which actor; `id` is the name that its stub is made from. */
export interface ActorRef {
  readonly kind: ActorKind;
  readonly id: string;
}

/** A queue message: published commits of one actor, oldest first. Empty asks the projector to read the journal. */
export interface Publication {
  readonly actor: ActorRef;
  readonly commits: readonly Commit[];
}

/** A page of a journal. */
export interface JournalPage<Event extends { readonly type: string } = { readonly type: string }> {
  readonly commits: readonly Commit<Event>[];
  /** Pass as `afterSeq` for the next page; null at the end. */
  readonly nextAfterSeq: number | null;
}

/** Events of the runtime itself, in any actor's journal. */
export type RuntimeEvent =
  /** A delivery failed for the last time and waits for an operator. */
  | { readonly type: "DeliveryParked"; readonly deliveryId: string; readonly destination: string; readonly error: string }
  /** An operator sent it again. */
  | { readonly type: "DeliveryReplayed"; readonly deliveryId: string }
  /** It was parked, and nobody owes it any more: something else than its being sent has settled it. */
  | { readonly type: "DeliverySettled"; readonly deliveryId: string }
  /** A person's command is what caused this commit, and this is where it came from. */
  | { readonly type: "CommandOriginated"; readonly action: string; readonly origin: Origin }
  /** An operator's command is what caused this commit; `before` and `after`: see `AuditEntry`. */
  | { readonly type: "OperatorActed"; readonly action: string; readonly by: By; readonly before: unknown; readonly after: unknown };
