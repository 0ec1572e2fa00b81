import { type DocumentKind, type DocumentState, type KnownDocument, shownState } from "@forecourt/contract/documents";
import type { documentItem } from "@forecourt/contract/http/documents";
import { toInstant } from "@forecourt/contract/scalars";
import { accountOf, again } from "@forecourt/durable-objects/stubs";
import { and, asc, desc, eq, inArray, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { z } from "zod";
import type { Env } from "../../env.ts";
import { fromCursor, toPage } from "../../http/list.ts";
import { Problem } from "../../http/problem.ts";
import { asOf } from "../../projection/freshness.ts";
import { drivers } from "../sessions/schema.ts";
import { documents } from "./schema.ts";

/** Other drivers named beside a document. */
const ALSO_MAX = 10;
/** Rows read to find them: one number on more accounts than this is seen anyway. */
const ALSO_ROWS = 500;

interface DocumentsWanted {
  readonly state: DocumentState;
  readonly kind?: DocumentKind | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Documents in one state; those that wait the oldest first, others the newest. */
export async function listDocuments(env: Env, { state, kind, limit, cursor }: DocumentsWanted) {
  const db = drizzle(env.DB);
  const from = cursor === undefined ? null : fromCursor(cursor);
  const isQueue = state === "submitted";
  const place = sql`(${documents.submittedAtMs}, ${documents.documentId})`;
  const bound =
    from === null ? undefined : isQueue ? sql`${place} > (${from.atMs}, ${from.id})` : sql`${place} < (${from.atMs}, ${from.id})`;
  const order = isQueue ? asc : desc;
  const rows = await db
    .select({ document: documents, driverName: drivers.name })
    .from(documents)
    .leftJoin(drivers, eq(drivers.driverId, documents.driverId))
    .where(and(eq(documents.state, state), kind === undefined ? undefined : eq(documents.kind, kind), bound))
    .orderBy(order(documents.submittedAtMs), order(documents.documentId))
    .limit(limit + 1);
  const others = await driversByNumber(
    env,
    rows.map(({ document }) => document.idName),
  );
  const page = toPage(
    rows,
    limit,
    ({ document: { submittedAtMs, documentId } }) => ({ atMs: submittedAtMs, id: documentId }),
    ({ document, driverName }) => toItem(document as KnownDocument & { readonly driverId: string }, driverName, others),
  );
  return { ...page, asOf: await asOf(db) };
}

/** A driver's documents as their account has them this moment. */
export async function documentsOf(env: Env, driverId: string, driverName: string | null) {
  const known = await again(async () => accountOf(env, driverId).documents());
  const others = await driversByNumber(
    env,
    known.map(({ idName }) => idName),
  );
  return known.map((document) => toItem({ ...document, driverId }, driverName, others));
}

/** A document that counts. @throws Problem `document_not_found` when another has taken its place, or it is somebody else's */
export async function requireDocument(env: Env, driverId: string, documentId: string): Promise<KnownDocument> {
  const known = await again(async () => accountOf(env, driverId).documents());
  const found = known.find((document) => document.documentId === documentId);
  if (found === undefined) throw new Problem("document_not_found");
  return found;
}

/** Who gave these numbers, by the numbers' names. */
async function driversByNumber(env: Env, names: readonly (string | null)[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const wanted = [...new Set(names.filter((name) => name !== null))];
  if (wanted.length === 0) return new Map();
  // At most a page of names: half of what D1 binds would be too many. See `listQuery`.
  const found = new Map<string, string[]>();
  for (let first = 0; first < wanted.length; first += 90) {
    const rows = await drizzle(env.DB)
      .select({ idName: documents.idName, driverId: documents.driverId })
      .from(documents)
      .where(inArray(documents.idName, wanted.slice(first, first + 90)))
      .limit(ALSO_ROWS);
    for (const { idName, driverId } of rows) {
      if (idName !== null) found.set(idName, [...(found.get(idName) ?? []), driverId]);
    }
  }
  return found;
}

function toItem(
  document: KnownDocument & { readonly driverId: string },
  driverName: string | null,
  others: ReadonlyMap<string, readonly string[]>,
): z.input<typeof documentItem> {
  const { documentId, driverId, kind, contentType, bytes, width, height, attempt, idName, decidedBy, cause } = document;
  const sameNumber = idName === null ? [] : (others.get(idName) ?? []);
  return {
    ...{ documentId, driverId, driverName, kind, contentType, bytes, width, height, attempt, decidedBy, cause },
    state: shownState(document),
    hasIdNumber: idName !== null,
    alsoOf: [...new Set(sameNumber)].filter((other) => other !== driverId).slice(0, ALSO_MAX),
    submittedAt: toInstant(document.submittedAtMs),
    decidedAt: document.decidedAtMs === null ? null : toInstant(document.decidedAtMs),
  };
}
