import { idAlphabet } from "@forecourt/durable-objects/runtime/digest";
import { accountOf, again, securityOf } from "@forecourt/durable-objects/stubs";
import { inArray } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Env } from "../../env.ts";
import { log } from "../../http/log.ts";
import { documents } from "./schema.ts";
import { eraseDocument, listDocuments } from "./store.ts";

/** An upload's address is good for ten minutes; what nobody has heard of a day later, nobody will. */
const AGE_MS_MIN = 24 * 3_600_000;
const MINUTE_MS = 60_000;
const MINUTES_A_DAY = 24 * 60;
/** Ids begin with one of so many pairs of characters, evenly: each minute of a day looks at those of one. */
const PAIRS = idAlphabet.length ** 2;
/** D1 binds a hundred parameters. */
const LOOKED_UP_AT_ONCE = 100;
/** Accounts asked in one turn; the rest come tomorrow. */
const ASKED_MAX = 20;

/** The pair of characters whose documents a minute looks at; null for the minutes that are left over. Every document has its minute each day. */
export function pairOf(nowMs: number): string | null {
  const minute = Math.floor(nowMs / MINUTE_MS) % MINUTES_A_DAY;
  if (minute >= PAIRS) return null;
  return `${idAlphabet[Math.floor(minute / idAlphabet.length)]}${idAlphabet[minute % idAlphabet.length]}`;
}

/**
 * Erases photos that no account knows: they arrived, and a crash kept their account from hearing of it. The list in D1 says which may be
 * such; the account itself has the last word.
 * @returns how many were erased
 */
export async function sweepDocuments(env: Env, nowMs: number): Promise<number> {
  const pair = pairOf(nowMs);
  if (pair === null) return 0;
  const stored = await listDocuments(env, `doc_${pair}`);
  const old = stored.filter(({ keptAtMs }) => keptAtMs < nowMs - AGE_MS_MIN);
  const listed = await listedOf(
    env,
    old.map(({ documentId }) => documentId),
  );
  let erased = 0;
  for (const { documentId, driverId } of old.filter((one) => !listed.has(one.documentId)).slice(0, ASKED_MAX)) {
    if (driverId === null || (await isKnown(env, driverId, documentId))) continue;
    await eraseDocument(env, documentId);
    erased++;
  }
  if (erased > 0) log("info", "photos that no account knows were erased", { erased });
  return erased;
}

async function listedOf(env: Env, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const db = drizzle(env.DB);
  const listed = new Set<string>();
  for (let from = 0; from < ids.length; from += LOOKED_UP_AT_ONCE) {
    const some = ids.slice(from, from + LOOKED_UP_AT_ONCE);
    const rows = await db.select({ documentId: documents.documentId }).from(documents).where(inArray(documents.documentId, some));
    for (const { documentId } of rows) listed.add(documentId);
  }
  return listed;
}

async function isKnown(env: Env, driverId: string, documentId: string): Promise<boolean> {
  // An account that has become another's part has brought its documents along: they are not to be asked about here.
  const { into } = await again(async () => securityOf(env, driverId).merge());
  if (into !== null) return true;
  const known = await again(async () => accountOf(env, driverId).documents());
  return known.some((one) => one.documentId === documentId);
}
