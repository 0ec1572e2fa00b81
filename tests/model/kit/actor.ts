import type { Result } from "@forecourt/contract/result";
import { rejected } from "@forecourt/contract/result";
import { type ActorDefinition, type Delivery, type EventShape, Hopeless, type Timer } from "@forecourt/durable-objects/runtime/definition";
import { fingerprint, idFrom } from "@forecourt/durable-objects/runtime/digest";
import { expect } from "vitest";

/** The time that everybody in a world goes by. It may be put back. */
export interface Clock {
  nowMs: number;
}

interface Entry {
  readonly commandId: string;
  readonly fingerprint: string;
  readonly atMs: number;
  readonly reply: string;
  readonly events: string;
}

/** Commands whose repetition is recognised: few, so that forgetting is common. */
const RECEIPTS_KEPT = 6;

/**
 * An actor as its host keeps it, in memory and without a platform: journal, receipts, timers, deliveries. Every command
 * is decided by the real actor, and every invariant of the actor's own holds after it, or the world ends.
 */
export class SimulatedActor<State, Command extends { readonly type: string }, Event extends EventShape, Message> {
  readonly id: string;
  readonly definition: ActorDefinition<State, Command, Event, Message>;
  readonly #clock: Clock;
  readonly #journal: Entry[] = [];
  /** Deliveries that the receiver will never take. */
  readonly parked = new Map<string, string>();
  state: State;

  constructor(definition: ActorDefinition<State, Command, Event, Message>, id: string, clock: Clock) {
    this.definition = definition;
    this.id = id;
    this.#clock = clock;
    this.state = definition.initial(id);
  }

  /** Carries out a command, once for each id as long as that is remembered. */
  execute(commandId: string, command: Command): Result<unknown> {
    const known = this.#journal.slice(-RECEIPTS_KEPT).find((entry) => entry.commandId === commandId);
    if (known !== undefined) {
      if (known.fingerprint !== fingerprint(command)) return rejected("command_id_reused");
      return { ok: true, seq: this.#journal.length, reply: JSON.parse(known.reply) };
    }
    let ids = 0;
    const atMs = this.#clock.nowMs;
    const decision = this.definition.decide(this.state, JSON.parse(JSON.stringify(command)), {
      nowMs: atMs,
      newId: (prefix) => idFrom(prefix, `${this.id}/${commandId}/${ids++}`),
    });
    if (!decision.ok) return decision;
    let next = this.state;
    for (const event of decision.events) next = this.definition.evolve(next, event, { seq: this.#journal.length + 1, atMs });
    this.definition.assert(next);
    const reply = JSON.stringify(decision.reply(next) ?? null);
    if (decision.events.length > 0) {
      const events = JSON.stringify(decision.events);
      this.#journal.push({ commandId, fingerprint: fingerprint(command), atMs, reply, events });
      this.state = next;
    }
    return { ok: true, seq: this.#journal.length, reply: JSON.parse(reply) };
  }

  /** Everything that was only in memory is gone; the journal gives back the very same state. */
  crash(): void {
    const lost = this.state;
    this.state = this.events().reduce(
      (state, { event, at }) => this.definition.evolve(state, this.definition.upcast(event), at),
      this.definition.initial(this.id),
    );
    expect(this.state, "the journal does not give back the state").toEqual(lost);
  }

  /** All that ever happened, as the journal has it. */
  events(): readonly { readonly event: Event; readonly at: { readonly seq: number; readonly atMs: number } }[] {
    return this.#journal.flatMap(({ events, atMs }, index) =>
      (JSON.parse(events) as Event[]).map((event) => ({ event, at: { seq: index + 1, atMs } })),
    );
  }

  /** What the alarm would do: fires what is due, each timer once. */
  fireTimers(): readonly string[] {
    const fired: string[] = [];
    for (;;) {
      const due = this.definition.timers(this.state).find((timer) => timer.dueAtMs <= this.#clock.nowMs && !fired.includes(nameOf(timer)));
      if (due === undefined) return fired;
      fired.push(nameOf(due));
      this.execute(`timer/${nameOf(due)}/${this.#journal.length}`, due.command);
      const still = this.definition.timers(this.state).some((timer) => nameOf(timer) === nameOf(due));
      expect(still, `timer ${nameOf(due)} stands though it has fired`).toBe(false);
    }
  }

  /** What can be sent now: what is owed, due, and not parked; the first of each destination. */
  sendable(): readonly Delivery<Command, Message>[] {
    const seen = new Set<string>();
    return this.definition.deliveries(this.state).filter(({ id, destination, notBeforeMs }) => {
      if (this.parked.has(id) || seen.has(destination)) return false;
      seen.add(destination);
      return (notBeforeMs ?? 0) <= this.#clock.nowMs;
    });
  }

  /** The receiver's reply has come back. What it settles must be settled then, or it would be sent for ever. */
  acknowledge(delivery: Delivery<Command, Message>, reply: unknown): void {
    let command: Command;
    try {
      command = delivery.acknowledge(reply);
    } catch (error) {
      if (!(error instanceof Hopeless)) throw error;
      this.parked.set(delivery.id, error.message);
      return;
    }
    const result = this.execute(`${delivery.id}/acknowledged`, command);
    expect(result, `the acknowledgement of ${delivery.id} was refused`).toMatchObject({ ok: true });
    const owed = this.definition.deliveries(this.state).some(({ id }) => id === delivery.id);
    expect(owed, `delivery ${delivery.id} is owed though it was acknowledged`).toBe(false);
  }

  /** When something will next fall due; infinity when nothing will. */
  nextDueAtMs(): number {
    const timers = this.definition.timers(this.state).map(({ dueAtMs }) => dueAtMs);
    const deliveries = this.definition.deliveries(this.state).filter(({ id }) => !this.parked.has(id));
    return Math.min(Number.POSITIVE_INFINITY, ...timers, ...deliveries.map(({ notBeforeMs }) => notBeforeMs ?? 0));
  }
}

function nameOf({ key, dueAtMs }: Timer<unknown>): string {
  return `${key}/${dueAtMs}`;
}
