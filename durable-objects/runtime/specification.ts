import { expect } from "vitest";
import type { ActorDefinition, Decision, EventShape } from "./definition.ts";
import { idFrom } from "./digest.ts";

/**
 * Tests of an actor as specifications: given what happened, when a command comes, then this follows.
 *
 * ```ts
 * given(opened).at(5_000).when({ type: "ReserveFunds", … }).yields({ events: [{ type: "FundsReserved" }], state: { reservedMinor: 100 } });
 * ```
 *
 * Every step also proves what is true of all of them: `decide` is pure, the events survive the journal and fold to the
 * state, the invariants hold, and what follows from the state can be worked out.
 */
export function specification<State, Command extends { readonly type: string }, Event extends EventShape, Message>(
  definition: ActorDefinition<State, Command, Event, Message>,
  id: string,
): Given<State, Command, Event, Message> {
  return new Given(definition, id, { state: definition.initial(id), seq: 0 }, 0);
}

/** What is expected of a command that succeeds; what is left out may be anything. */
export interface Expected {
  /** All of them in order, each with at least these members. */
  readonly events?: readonly (EventShape & Readonly<Record<string, unknown>>)[];
  readonly reply?: unknown;
  /** At least these members. */
  readonly state?: object;
}

/** A history, and the moment after it. Never changes: each step makes another. */
export class Given<State, Command extends { readonly type: string }, Event extends EventShape, Message> {
  readonly definition: ActorDefinition<State, Command, Event, Message>;
  readonly id: string;
  readonly nowMs: number;
  /** As the journal, or a snapshot, would give it back. */
  readonly state: State;
  /** Commits so far. */
  readonly seq: number;

  constructor(
    definition: ActorDefinition<State, Command, Event, Message>,
    id: string,
    at: { readonly state: State; readonly seq: number },
    nowMs: number,
  ) {
    this.definition = definition;
    this.id = id;
    this.state = roundTrip(at.state);
    this.seq = at.seq;
    this.nowMs = nowMs;
  }

  /** The same history, at another moment. */
  at(nowMs: number): Given<State, Command, Event, Message> {
    return new Given(this.definition, this.id, this, nowMs);
  }

  /** The history, and one more commit. */
  and(...events: readonly Event[]): Given<State, Command, Event, Message> {
    const at = { seq: this.seq + 1, atMs: this.nowMs };
    const fold = (state: State, event: Event) => this.definition.evolve(state, this.definition.upcast(event), at);
    return new Given(this.definition, this.id, { state: roundTrip(events).reduce(fold, this.state), seq: at.seq }, this.nowMs);
  }

  /** Decides a command, at the moment of this history. */
  when(command: Command, commandId = `command/${this.seq}`): Outcome<State, Command, Event, Message> {
    return new Outcome(this, command, commandId);
  }

  /** The history after several commands, each of which must succeed. */
  after(...commands: readonly Command[]): Given<State, Command, Event, Message> {
    return commands.reduce<Given<State, Command, Event, Message>>((given, command) => given.when(command).done(), this);
  }

  timers() {
    return this.definition.timers(this.state);
  }

  deliveries() {
    return this.definition.deliveries(this.state);
  }
}

/** What came of a command. */
export class Outcome<State, Command extends { readonly type: string }, Event extends EventShape, Message> {
  readonly decision: Decision<State, Event>;
  readonly #before: Given<State, Command, Event, Message>;

  constructor(before: Given<State, Command, Event, Message>, command: Command, commandId: string) {
    const { state } = before;
    const untouched = JSON.stringify(state);
    const decide = () => {
      let ids = 0;
      const newId = (prefix: string) => idFrom(prefix, `${before.id}/${commandId}/${ids++}`);
      return before.definition.decide(state, roundTrip(command), { nowMs: before.nowMs, newId });
    };
    this.decision = decide();
    this.#before = before;
    const again = decide();
    expect(JSON.stringify(state), "decide changed the state").toBe(untouched);
    expect(eventsOf(again), "decide is not pure").toEqual(eventsOf(this.decision));
  }

  /** The command succeeds, and this follows. Gives the history with it. */
  yields(expected: Expected): Given<State, Command, Event, Message> {
    const { decision } = this;
    if (!decision.ok) return expect.fail(`the command was refused: ${decision.code} ${JSON.stringify(decision.detail ?? {})}`);
    const after = decision.events.length === 0 ? this.#before : this.#before.and(...decision.events);
    this.#prove(after, decision.events);
    if (expected.events !== undefined) {
      expect(decision.events.map(({ type }) => type)).toEqual(expected.events.map(({ type }) => type));
      expect(decision.events).toMatchObject(expected.events);
    }
    if (expected.state !== undefined) expect(after.state).toMatchObject(expected.state);
    if ("reply" in expected) expect(roundTrip(decision.reply(after.state) ?? null)).toEqual(expected.reply);
    return after;
  }

  /** The command succeeds, and nothing happens. */
  nothing(): Given<State, Command, Event, Message> {
    return this.yields({ events: [] });
  }

  /** The command succeeds. */
  done(): Given<State, Command, Event, Message> {
    return this.yields({});
  }

  /** The command is refused, with this code and at least this detail, and nothing has changed. */
  refused(code: string, detail?: object): Given<State, Command, Event, Message> {
    expect(this.decision).toMatchObject({ ok: false, code, ...(detail === undefined ? {} : { detail }) });
    return this.#before;
  }

  #prove(after: Given<State, Command, Event, Message>, events: readonly Event[]): void {
    const { definition } = after;
    expect(roundTrip(events), "an event does not survive the journal").toEqual(events);
    const at = { seq: after.seq, atMs: after.nowMs };
    const folded = events.reduce((state, event) => definition.evolve(state, event, at), this.#before.state);
    // Compared as text first: it is the same almost always, and a state can be large.
    if (JSON.stringify(folded) !== JSON.stringify(after.state))
      expect(folded, "the live state is not the one that the journal gives back").toEqual(after.state);
    definition.assert(after.state);
    const ids = definition.deliveries(after.state).map(({ id }) => id);
    expect(new Set(ids).size, `two deliveries share an id: ${ids.join(" ")}`).toBe(ids.length);
    const keys = definition.timers(after.state).map(({ key, dueAtMs }) => `${key}/${dueAtMs}`);
    expect(new Set(keys).size, `two timers share a key: ${keys.join(" ")}`).toBe(keys.length);
    for (const event of events) definition.publish(event);
  }
}

function eventsOf(decision: Decision<unknown, EventShape>): unknown {
  return decision.ok ? decision.events : decision;
}

/** As it comes back from the journal, or over RPC. */
function roundTrip<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}
