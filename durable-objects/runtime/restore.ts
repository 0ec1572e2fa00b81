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

/** As far as it has been folded; whole: to its end. */
export type Folded<State> = Restored<State> & { readonly isWhole: boolean };

/**
 * Folds the journal of an actor, from its snapshot on where that can be read.
 *
 * @param most commits to fold; when there may be more, it is not whole, and {@link foldRest} goes on
 * @throws when the journal does not fold
 */
export function restore<State, Command extends { readonly type: string }, Event extends EventShape, Message>(
  journal: Journal,
  definition: Folding<State, Command, Event, Message>,
  id: string,
  most: number,
): Folded<State> {
  const snapshot = journal.snapshot();
  const usable = snapshot && readSnapshot(definition, snapshot.version, snapshot.state);
  const from = usable === undefined || snapshot === undefined ? { seq: 0, publishedSeq: 0 } : snapshot;
  const { seq, publishedSeq } = from;
  return foldOn(journal, definition, { state: usable ?? definition.initial(id), seq, publishedSeq, snapshotSeq: seq }, most);
}

/**
 * Folds what {@link restore} has left, so many commits at a time, each followed by a snapshot that is on disk before the next begin:
 * a start after a change of the state's shape may be cut off in the middle of a long journal, and the next one goes on from there.
 *
 * @throws when the journal does not fold
 */
export async function foldRest<State, Command extends { readonly type: string }, Event extends EventShape, Message>(
  journal: Journal,
  definition: Folding<State, Command, Event, Message>,
  begun: Restored<State>,
  every: number,
  flush: () => Promise<void>,
): Promise<Restored<State>> {
  let fold: Folded<State> = { ...begun, isWhole: false };
  for (;;) {
    const { state, seq, publishedSeq } = fold;
    journal.saveSnapshot({ seq, publishedSeq, version: definition.stateVersion, state: JSON.stringify(state) });
    fold = { ...fold, snapshotSeq: seq };
    if (fold.isWhole) return fold;
    await flush();
    fold = foldOn(journal, definition, fold, every);
  }
}

function foldOn<State, Command extends { readonly type: string }, Event extends EventShape, Message>(
  journal: Journal,
  definition: Folding<State, Command, Event, Message>,
  from: Restored<State>,
  most: number,
): Folded<State> {
  let { state, seq, publishedSeq } = from;
  let folded = 0;
  for (const row of journal.after(seq, most)) {
    for (const event of toCommit(row).events)
      if (!isRuntimeEvent(event)) state = definition.evolve(state, definition.upcast(event), { seq: row.seq, atMs: row.atMs });
    seq = row.seq;
    if (row.afterSeq !== null) publishedSeq = row.seq;
    folded++;
  }
  return { state, seq, publishedSeq, snapshotSeq: from.snapshotSeq, isWhole: folded < most };
}

function readSnapshot<State, Command extends { readonly type: string }, Event extends EventShape, Message>(
  { stateVersion, upcastState }: Folding<State, Command, Event, Message>,
  version: number,
  text: string,
): State | undefined {
  if (version === stateVersion) return JSON.parse(text) as State;
  return upcastState?.(JSON.parse(text), version) ?? undefined;
}
