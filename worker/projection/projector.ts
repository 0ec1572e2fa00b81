import type { ActorRef, Commit, JournalPage, Publication } from "@forecourt/contract/commit";
import { publicationsOf } from "@forecourt/durable-objects/stubs";
import { eq, inArray, lt, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Env } from "../env.ts";
import { log } from "../http/log.ts";
import { reportActions } from "../modules/audit/report.ts";
import { precedents, projections } from "../modules/projections.ts";
import type { Place, PublishedEvent } from "./projection.ts";
import { checkpoints, freshness } from "./schema.ts";
import { type Database, type Write, Writes } from "./writes.ts";

/** Commits of one actor in one batch: a longer backlog takes several. */
const COMMITS_PER_ACTOR = 200;
/** D1 binds 100 parameters to a statement. */
const ACTORS_PER_QUERY = 90;
/** Tries at a batch that another consumer got ahead of. */
const RACES_MAX = 5;
/** So much older than it is may what lists say of how fresh they are be: a platform with a fill every few seconds would pay a row for each. */
const FRESHNESS_STEP_MS = 10_000;

/** What is to be applied to one actor's read models. */
interface Progress {
  readonly actor: ActorRef;
  readonly fromSeq: number;
  readonly commits: readonly Commit[];
  /** The journal has more than fits this batch. */
  readonly more: boolean;
  /** The journal has been read to its end. */
  readonly isEnd: boolean;
}

/** Where an actor's read models stand. */
type Checkpoint = typeof checkpoints.$inferSelect;

/** Thrown by D1 when a checkpoint was not where the batch began: somebody else has applied the same commits. */
const isRace = (error: unknown): boolean => /constraint failed: checkpoints/i.test(String(error));

/** What every actor's name is in the checkpoints. */
export const actorKey = ({ kind, id }: ActorRef): string => `${kind}/${id}`;

/**
 * Applies publications to the read models: each commit once, in order, whatever the queue does. What is missing is read
 * from the actor. Many actors share a batch; when it fails, each is tried alone, so that a bad one holds up none but itself.
 *
 * @returns the actors whose publications could not be applied, with the reason
 */
export async function project(env: Env, publications: readonly Publication[]): Promise<ReadonlyMap<string, unknown>> {
  const byActor = new Map<string, { actor: ActorRef; commits: Commit[] }>();
  for (const { actor, commits } of publications) {
    const known = byActor.get(actorKey(actor));
    if (known === undefined) byActor.set(actorKey(actor), { actor, commits: [...commits] });
    else known.commits.push(...commits);
  }
  const offers = [...byActor.values()];
  try {
    await applyAll(env, offers);
    return new Map();
  } catch (error) {
    if (offers.length === 1) return new Map(offers.map(({ actor }) => [actorKey(actor), error]));
    log("warn", "a batch failed; its actors are tried one by one", { actors: offers.length, error: String(error) });
  }
  const failed = new Map<string, unknown>();
  for (const offer of offers) {
    await applyAll(env, [offer]).catch((error: unknown) => failed.set(actorKey(offer.actor), error));
  }
  return failed;
}

async function applyAll(env: Env, offers: readonly { readonly actor: ActorRef; readonly commits: readonly Commit[] }[]): Promise<void> {
  const db = drizzle(env.DB);
  const brought = new Set<string>();
  let left = offers;
  for (let races = 0; left.length > 0; ) {
    const at = await positions(db, left);
    const steps = await Promise.all(left.map(({ actor, commits }) => nextStep(env, actor, commits, at.get(actorKey(actor)))));
    const first = precedentsOf(steps).filter((actor) => !brought.has(actorKey(actor)));
    if (first.length > 0) {
      for (const actor of first) brought.add(actorKey(actor));
      await applyAll(
        env,
        first.map((actor) => ({ actor, commits: [] })),
      );
      continue;
    }
    await reportActions(env, steps);
    try {
      await apply(env.DB, steps, at);
    } catch (error) {
      if (!isRace(error) || ++races > RACES_MAX) throw error;
      continue;
    }
    left = left.filter((_, index) => steps[index]?.more === true);
  }
}

function precedentsOf(steps: readonly Progress[]): readonly ActorRef[] {
  const events = steps.flatMap(({ commits }) => commits.flatMap((commit) => commit.events as readonly PublishedEvent[]));
  const actors = events.flatMap((event) => {
    const precedent = precedents[event.type] as ((event: PublishedEvent) => ActorRef) | undefined;
    return precedent === undefined ? [] : [precedent(event)];
  });
  return [...new Map(actors.map((actor) => [actorKey(actor), actor])).values()];
}

async function positions(db: Database, offers: readonly { readonly actor: ActorRef }[]): Promise<ReadonlyMap<string, Checkpoint>> {
  const keys = offers.map(({ actor }) => actorKey(actor));
  const found = new Map<string, Checkpoint>();
  for (let first = 0; first < keys.length; first += ACTORS_PER_QUERY) {
    const rows = await db
      .select()
      .from(checkpoints)
      .where(inArray(checkpoints.actor, keys.slice(first, first + ACTORS_PER_QUERY)));
    for (const row of rows) found.set(row.actor, row);
  }
  return found;
}

/** What follows the position: from what was offered if that joins on, from the actor's journal if there is a gap. */
async function nextStep(env: Env, actor: ActorRef, given: readonly Commit[], at: Checkpoint | undefined): Promise<Progress> {
  const fromSeq = at?.seq ?? 0;
  // While it is rebuilt, an actor is read to the end of its journal, whatever joins on meanwhile: only that ends the rebuild.
  const offered = at?.rebuilding === true ? [] : given;
  const commits: Commit[] = [];
  let seq = fromSeq;
  let isGap = offered.length === 0;
  for (const commit of [...offered].sort((a, b) => a.seq - b.seq)) {
    if (commit.seq <= seq) continue;
    if (commit.afterSeq !== seq || commits.length === COMMITS_PER_ACTOR) {
      isGap = true;
      break;
    }
    commits.push(commit);
    seq = commit.seq;
  }
  if (!isGap || commits.length > 0) return { actor, fromSeq, commits, more: isGap, isEnd: false };
  const page = await publicationsOf(env, actor, fromSeq);
  // A page of unpublished commits is empty, and has another after it.
  return page.commits.length === 0 && page.nextAfterSeq !== null
    ? await furtherOn(env, actor, fromSeq, page.nextAfterSeq)
    : { actor, fromSeq, ...pageOf(page) };
}

async function furtherOn(env: Env, actor: ActorRef, fromSeq: number, afterSeq: number): Promise<Progress> {
  for (let from: number | null = afterSeq; from !== null; ) {
    const page: Awaited<ReturnType<typeof publicationsOf>> = await publicationsOf(env, actor, from);
    if (page.commits.length > 0) return { actor, fromSeq, ...pageOf(page) };
    from = page.nextAfterSeq;
  }
  return { actor, fromSeq, commits: [], more: false, isEnd: true };
}

function pageOf({ commits, nextAfterSeq }: JournalPage): Pick<Progress, "commits" | "more" | "isEnd"> {
  return { commits, more: nextAfterSeq !== null, isEnd: nextAfterSeq === null };
}

async function apply(file: D1Database, steps: readonly Progress[], at: ReadonlyMap<string, Checkpoint>): Promise<void> {
  const db = drizzle(file);
  const guards: Write[] = [];
  const writes = new Writes(db);
  let oldestMs = Number.POSITIVE_INFINITY;
  for (const { actor, fromSeq, commits, isEnd } of steps) {
    const last = commits.at(-1);
    const known = at.get(actorKey(actor));
    const isRebuilt = isEnd && known?.rebuilding === true;
    if (last === undefined && !isRebuilt) continue;
    guards.push(guard(db, actorKey(actor), known === undefined ? null : fromSeq, last?.seq ?? fromSeq, isRebuilt));
    for (const commit of commits) {
      oldestMs = Math.min(oldestMs, commit.atMs);
      const events = commit.events as readonly PublishedEvent[];
      for (const [index, event] of events.entries()) {
        handle(event, { actor, seq: commit.seq, index, atMs: commit.atMs, events }, writes);
      }
    }
  }
  if (guards.length === 0) return;
  const statements = [...guards.map((write) => write.toSQL()), ...writes.all(), touchFreshness(db, oldestMs).toSQL()];
  await file.batch(statements.map(({ sql: text, params }) => file.prepare(text).bind(...params)));
}

/**
 * Moves an actor's checkpoint, and makes the whole batch fail if it was not where we found it: a null where none is
 * allowed, or a row that exists already. D1 has no interactive transactions; this is what takes their place.
 */
function guard(db: Database, actor: string, fromSeq: number | null, toSeq: number, isRebuilt: boolean): Write {
  if (fromSeq === null) return db.insert(checkpoints).values({ actor, seq: toSeq });
  return db
    .update(checkpoints)
    .set({ seq: sql`CASE WHEN ${checkpoints.seq} = ${fromSeq} THEN ${toSeq} ELSE NULL END`, ...(isRebuilt ? { rebuilding: false } : {}) })
    .where(eq(checkpoints.actor, actor));
}

/** Not more than once in a while, so that it costs nothing when there is much to do. */
function touchFreshness(db: Database, oldestMs: number): Write {
  const appliedAtMs = Date.now();
  const lagMs = oldestMs === Number.POSITIVE_INFINITY ? 0 : Math.max(0, appliedAtMs - oldestMs);
  return db
    .insert(freshness)
    .values({ id: 1, appliedAtMs, lagMs })
    .onConflictDoUpdate({
      target: freshness.id,
      set: { appliedAtMs, lagMs },
      setWhere: lt(freshness.appliedAtMs, appliedAtMs - FRESHNESS_STEP_MS),
    });
}

function handle(event: PublishedEvent, place: Place, writes: Writes): void {
  for (const { handlers } of projections) {
    const handler = handlers[event.type] as ((event: PublishedEvent, place: Place, writes: Writes) => void) | undefined;
    handler?.(event, place, writes);
  }
}
