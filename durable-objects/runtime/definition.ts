import type { ActorKind } from "@forecourt/contract/commit";
import type { Rejected } from "@forecourt/contract/result";

/** Anything that happened. Past tense; never changes meaning; an older shape is upcast when it is read. */
export interface EventShape {
  readonly type: string;
}

/** What `decide` may know beside the state: nothing else is allowed to influence it. */
export interface DecisionContext {
  readonly nowMs: number;
  /** A new id, the same one every time this command is decided: `newId("top")` → `top_…`. */
  newId(prefix: string): string;
}

/** When an event was committed. */
export interface CommitContext {
  readonly seq: number;
  readonly atMs: number;
}

/** A command that will succeed: what happens, and what to answer once it has. No events: nothing is written. */
export interface Decided<State, Event> {
  readonly ok: true;
  readonly events: readonly Event[];
  reply(after: State): unknown;
}

export type Decision<State, Event> = Decided<State, Event> | Rejected;

/** Accepts a command; `reply` is read off the state after the events. */
export function accepted<State, Event>(events: readonly Event[], reply: (after: State) => unknown = () => null): Decided<State, Event> {
  return { ok: true, events, reply };
}

/** A moment at which the actor gives itself a command. A function of state, so a timer can't be lost or left over. */
export interface Timer<Command> {
  /** Stable for as long as the timer stands; part of the command's id. */
  readonly key: string;
  readonly dueAtMs: number;
  readonly command: Command;
  /** No alarm is set for it: it fires when the actor is next called, or with an alarm for something else. For what nobody notices until they look. */
  readonly unhurried?: true;
}

/**
 * A message that the state owes to somebody. A function of state: it stands until the command that `acknowledge` makes
 * of the receiver's reply has changed the state. Sent at least once, in order per destination.
 */
export interface Delivery<Command, Message> {
  /** Stable and unique within the actor. The receiver sees it as the command's id, so that sending twice is harmless. */
  readonly id: string;
  /** What must arrive in order shares a destination. */
  readonly destination: string;
  readonly message: Message;
  /** Not before this moment; absent: now. */
  readonly notBeforeMs?: number;
  /**
   * It is sent at once when it is due and the actor is awake, as every delivery is. This is how late the alarm may see to it when a crash has left
   * it unsent and nobody calls: infinity sets no alarm at all. Absent: soon. One that has failed is tried again in time, whatever this says.
   */
  readonly alarmSlackMs?: number;
  /** Makes a command of the reply. Throws {@link Hopeless} when sending again can't help. */
  acknowledge(reply: unknown): Command;
}

/** Says that a delivery can't succeed however often it is tried; it is parked at once. */
export class Hopeless extends Error {
  override readonly name = "Hopeless";
}

/**
 * An actor: pure functions over a state that is plain JSON. The runtime knows nothing of what they are about.
 *
 * `decide` and `evolve` have no clock, no randomness, no I/O: replaying the journal must give the same state again.
 */
export interface ActorDefinition<State, Command extends { readonly type: string }, Event extends EventShape, Message> {
  readonly kind: ActorKind;
  initial(id: string): State;
  decide(state: State, command: Command, context: DecisionContext): Decision<State, Event>;
  evolve(state: State, event: Event, context: CommitContext): State;
  /** Throws when an invariant is broken: our bug. Nothing of the command is then written. */
  assert(state: State): void;
  timers(state: State): readonly Timer<Command>[];
  deliveries(state: State): readonly Delivery<Command, Message>[];
  /**
   * What of the state an operator's command is about, for the audit trail: read before and after it. Neither secrets nor
   * personal data. Absent: the trail says what was done, but not what it changed.
   */
  aspect?(state: State, command: Command): unknown;
  /** The event as the read models may see it (no secrets), or null when they need not know. */
  publish(event: Event): EventShape | null;
  /** Somebody else sees to it that the read models get this event, and has it sent again otherwise: no alarm is set to compare with them. */
  vouched?(event: Event): boolean;
  /** An event as the journal has it, perhaps of an older shape, as an event of today. */
  upcast(stored: EventShape): Event;
  /**
   * Raised whenever the state's shape changes. A snapshot of another version is handed to `upcastState`;
   * without that, or when it returns null, the state is folded anew from the whole journal.
   */
  readonly stateVersion: number;
  upcastState?(stored: unknown, version: number): State | null;
  readonly limits?: Partial<ActorLimits>;
}

/** Bounds of an actor. Everything is bounded. */
export interface ActorLimits {
  /** Commits between two snapshots: what a cold start folds at most. */
  readonly snapshotEvery: number;
  /** Commits between two snapshots of a start that has to fold a long journal: what is folded again when it is cut off. */
  readonly refoldEvery: number;
  /** Receipts kept, by number and by age. A repeated command beyond them is decided anew, and the ids in the state still stop it. */
  readonly receiptsMax: number;
  readonly receiptAgeMsMax: number;
  /** Attempts at a delivery before it is parked. */
  readonly deliveryAttemptsMax: number;
  /** The wait before the second attempt; it doubles up to the longest. */
  readonly deliveryBackoffMs: number;
  readonly deliveryBackoffMsMax: number;
  /** One attempt may take so long. */
  readonly deliveryTimeoutMs: number;
  /** When, after a commit, the alarm looks for deliveries that a crash left unsent; at most as much later again. */
  readonly deliveryCheckMs: number;
  /** When, after a published commit, the alarm compares the journal with the read models' checkpoint. */
  readonly publicationCheckMs: number;
}

export const defaultLimits: ActorLimits = {
  snapshotEvery: 64,
  refoldEvery: 10_000,
  receiptsMax: 256,
  receiptAgeMsMax: 7 * 24 * 3_600_000,
  deliveryAttemptsMax: 12,
  deliveryBackoffMs: 500,
  deliveryBackoffMsMax: 15 * 60_000,
  deliveryTimeoutMs: 15_000,
  deliveryCheckMs: 10_000,
  publicationCheckMs: 20_000,
};

/** Names the parts of an actor for the compiler; returns them as they are. */
export function defineActor<State, Command extends { readonly type: string }, Event extends EventShape, Message = never>(
  definition: ActorDefinition<State, Command, Event, Message>,
): ActorDefinition<State, Command, Event, Message> {
  return definition;
}
