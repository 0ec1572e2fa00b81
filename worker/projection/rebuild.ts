import { type ActorKind, actorKinds, type Publication } from "@forecourt/contract/commit";
import { and, asc, count, gt, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { drizzle } from "drizzle-orm/d1";
import type { Env } from "../env.ts";
import { projections } from "../modules/projections.ts";
import { checkpoints } from "./schema.ts";

/** Messages in one `sendBatch`. */
const SEND_MAX = 100;
/** Actors whose journals have not been read to the end. */
const isToBeRead = sql`(seq = 0 OR rebuilding = 1)`;

/**
 * Empties the read models and has them made anew from the journals. Commands go on meanwhile: what they publish finds its
 * actor's checkpoint at nothing, and brings the rest of the journal with it.
 *
 * @returns how many actors there are to read
 */
export async function startRebuild(env: Env): Promise<number> {
  const db = drizzle(env.DB);
  const emptied: BatchItem<"sqlite">[] = projections.flatMap(({ tables }) => tables.map((table) => db.delete(table)));
  // In one batch: a checkpoint that has moved on in between would leave rows out for good.
  await db.batch([db.update(checkpoints).set({ seq: 0, rebuilding: true }), ...emptied]);
  return askForJournals(env);
}

/** Asks for the journal of every actor that is still to be read; harmless to repeat. */
export async function askForJournals(env: Env): Promise<number> {
  const db = drizzle(env.DB);
  let asked = 0;
  for (let after = ""; ; ) {
    const rows = await db
      .select({ actor: checkpoints.actor })
      .from(checkpoints)
      .where(and(isToBeRead, gt(checkpoints.actor, after)))
      .orderBy(asc(checkpoints.actor))
      .limit(SEND_MAX);
    const messages = rows.flatMap(({ actor }) => askFor(actor));
    if (messages.length > 0) await env.PROJECTION.sendBatch(messages);
    asked += rows.length;
    const last = rows.at(-1);
    if (last === undefined || rows.length < SEND_MAX) return asked;
    after = last.actor;
  }
}

/** Actors in all, and of them those that are still to be read; none in all when nothing is being rebuilt, as counting them reads them all. */
export async function rebuildProgress(env: Env): Promise<{ readonly actors: number; readonly left: number }> {
  const db = drizzle(env.DB);
  const [unread] = await db.select({ left: count() }).from(checkpoints).where(isToBeRead);
  const left = unread?.left ?? 0;
  if (left === 0) return { actors: 0, left };
  const [all] = await db.select({ actors: count() }).from(checkpoints);
  return { actors: all?.actors ?? 0, left };
}

function askFor(actor: string): { readonly body: Publication }[] {
  const slash = actor.indexOf("/");
  const kind = actorKinds.find((known): known is ActorKind => known === actor.slice(0, slash));
  return kind === undefined ? [] : [{ body: { actor: { kind, id: actor.slice(slash + 1) }, commits: [] } }];
}
