import type { ActorDefinition, EventShape } from "./definition.ts";
import type { Journal } from "./journal.ts";
import { isRuntimeEvent, toCommit } from "./pages.ts";

/** What an actor's journal folds to. Positions are the journal's; 0: none. */
export interface Restored<State> {
  readonly state: State;
  /** Of the last commit. */
  readonly seq: number;
  /** Of the last commit that is to be published. */
  readonly publishedSeq: number;
  readonly snapshotSeq: number;
}

type Folding<State, Command extends { readonly type: string }, Event extends EventShape, Message> = Pick<
  ActorDefinition<State, Command, Event, Message>,
  "initial" | "evolve" | "upcast" | "upcastState" | "stateVersion"
>;

/**
 * Folds the journal of an actor, from its snapshot on where that can be read.
 *
 * @throws when the journal does not fold
 */
export function restore<State, Command extends { readonly type: string }, Event extends EventShape, Message>(
  journal: Journal,
  definition: Folding<State, Command, Event, Message>,
  id: string,
): Restored<State> {
  const snapshot = journal.snapshot();
  const usable = snapshot && readSnapshot(definition, snapshot.version, snapshot.state);
  const from = usable === undefined || snapshot === undefined ? { seq: 0, publishedSeq: 0 } : snapshot;
  let state = usable ?? definition.initial(id);
  let { seq, publishedSeq } = from;
  for (const row of journal.after(seq, Number.MAX_SAFE_INTEGER)) {
    for (const event of toCommit(row).events)
      if (!isRuntimeEvent(event)) state = definition.evolve(state, definition.upcast(event), { seq: row.seq, atMs: row.atMs });
    seq = row.seq;
    if (row.afterSeq !== null) publishedSeq = row.seq;
  }
  return { state, seq, publishedSeq, snapshotSeq: from.seq };
}

function readSnapshot<State, Command extends { readonly type: string }, Event extends EventShape, Message>(
  { stateVersion, upcastState }: Folding<State, Command, Event, Message>,
  version: number,
  text: string,
): State | undefined {
  if (version === stateVersion) return JSON.parse(text) as State;
  return upcastState?.(JSON.parse(text), version) ?? undefined;
}
