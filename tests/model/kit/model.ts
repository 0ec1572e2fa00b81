import fc from "fast-check";
import { test } from "vitest";

/**
 * Model tests: random stories, told to the real actors and to an obvious model of them, which must agree after every step.
 *
 * A subject adds a folder of its own with its moves and its invariants, and a line in the `subjects.ts` of each world that it
 * takes part in (`wallet`, `station`, `together`). What it has to remember between its moves is in its {@link Notes}.
 */

/** One step of a story. */
export interface Move<World> {
  /** Does it, and says in words what was done and what came of it; null when it made no sense there and nothing was done. */
  run(world: World): string | null;
}

/** A kind of step, and how often it comes in proportion to the others. */
export interface Moves<World> {
  readonly weight: number;
  readonly move: fc.Arbitrary<Move<World>>;
}

/** What is always true of the world. Throws when it is not. */
export type Invariant<World> = (world: World) => void;

export interface Subject<World> {
  readonly moves: readonly Moves<World>[];
  readonly invariants: readonly Invariant<World>[];
}

export interface ModelOptions<World> {
  /** A new world, in which nothing has happened. */
  begin(): World;
  readonly subjects: readonly Subject<World>[];
  /** After the last step: lets the world come to rest, and says what must then be true. */
  end?(world: World): void;
  /** Stories told by `npm test`. */
  readonly runs: number;
  readonly stepsMax: number;
}

/** What subjects remember of a world, each its own: `const refunds = noted(() => ({ asked: new Set<string>() }))`, then `refunds(world)`. */
export interface Notes {
  readonly notes: Map<object, unknown>;
}

/** A subject's page in the notes of whatever world it is asked for. @public */
export function noted<Page>(blank: () => Page): (world: Notes) => Page {
  const key = {};
  return ({ notes }) => {
    if (!notes.has(key)) notes.set(key, blank());
    return notes.get(key) as Page;
  };
}

/** Makes a kind of step from the arbitrary of what it is about. */
export function moves<World, Values extends readonly unknown[]>(
  weight: number,
  about: { [Index in keyof Values]: fc.Arbitrary<Values[Index]> },
  run: (world: World, ...values: Values) => string | null,
): Moves<World> {
  return { weight, move: fc.tuple(...about).map((values) => ({ run: (world: World) => run(world, ...(values as unknown as Values)) })) };
}

/** One of what there is, by a number that may be anything. */
export function pick<Item>(items: readonly Item[], index: number): Item | undefined {
  return items[index % Math.max(1, items.length)];
}

/**
 * `npm test` tells the same stories every time: whether a change broke something must not depend on the day. New ones are told by
 * `npm run model -- --runs N`.
 */
const SEED_OF_THE_SUITE = 20_261_126;

/** Defines the test. `MODEL_RUNS`, `MODEL_SEED` and `MODEL_PATH` say how many stories, or which. */
export function model<World>(name: string, options: ModelOptions<World>): void {
  const { MODEL_RUNS, MODEL_SEED, MODEL_PATH } = process.env;
  const steps = fc.array(
    fc.oneof(...options.subjects.flatMap((subject) => subject.moves.map(({ weight, move }) => ({ weight, arbitrary: move })))),
    {
      maxLength: options.stepsMax,
      size: "max",
    },
  );
  const runs = MODEL_RUNS === undefined ? options.runs : Number(MODEL_RUNS);
  // Bounds the search for a shorter story, which could go on for very long.
  const limitMs = Math.max(30_000, runs * 200);
  test(name, { timeout: 2 * limitMs }, () => {
    const outcome = fc.check(
      fc.property(steps, (story) => {
        tell(options, story);
      }),
      {
        numRuns: runs,
        interruptAfterTimeLimit: limitMs,
        ...(MODEL_SEED === undefined ? (MODEL_RUNS === undefined ? { seed: SEED_OF_THE_SUITE } : {}) : { seed: Number(MODEL_SEED) }),
        ...(MODEL_PATH === undefined ? {} : { path: MODEL_PATH, endOnFailure: false }),
      },
    );
    if (!outcome.failed) return;
    const story = outcome.counterexample?.[0] ?? [];
    throw new Error(
      `${explain(options, story)}\n\nAgain: npm run model -- --only "${name}" --seed ${outcome.seed} --path ${outcome.counterexamplePath}`,
    );
  });
}

/** Tells a story, checking the world after every step. */
function tell<World>(options: ModelOptions<World>, story: readonly Move<World>[], say: (line: string) => void = () => undefined): void {
  const world = options.begin();
  for (const move of story) {
    const line = move.run(world);
    if (line !== null) say(line);
    for (const { invariants } of options.subjects) for (const invariant of invariants) invariant(world);
  }
  if (options.end === undefined) return;
  say("and then everything comes to rest");
  options.end(world);
  for (const { invariants } of options.subjects) for (const invariant of invariants) invariant(world);
}

/** The shortest story found, in words, and how it ends. */
function explain<World>(options: ModelOptions<World>, story: readonly Move<World>[]): string {
  const lines: string[] = [];
  try {
    tell(options, story, (line) => lines.push(line));
    return "the story can't be told again: something in it depends on more than its steps";
  } catch (error) {
    const ending = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return `${lines.map((line, index) => `${String(index + 1).padStart(3)}. ${line}`).join("\n")}\n  ✗  the next step, or what must hold after the last one, fails:\n${ending}`;
  }
}
