import type { AuditRecord } from "@forecourt/contract/audit";
import { canonicalJson } from "@forecourt/contract/movement";
import type { Verification } from "@forecourt/durable-objects/audit/AuditActor";
import { sha256Hex } from "@forecourt/durable-objects/runtime/digest";
import { and, asc, desc, eq, gt, gte, lt, lte } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Env } from "../../env.ts";
import { auditTrail } from "./schema.ts";

export type AuditRow = typeof auditTrail.$inferSelect;

/** What narrows the trail; absent members do not. */
export interface AuditFilter {
  readonly operatorId?: string | undefined;
  readonly action?: string | undefined;
  readonly subject?: string | undefined;
  readonly fromAtMs?: number | undefined;
  readonly toAtMs?: number | undefined;
}

/** Entries, newest first, before a number. */
export function listTrail(env: Pick<Env, "DB">, filter: AuditFilter, limit: number, beforeNo: number | null): Promise<AuditRow[]> {
  return drizzle(env.DB)
    .select()
    .from(auditTrail)
    .where(and(...narrowed(filter), beforeNo === null ? undefined : lt(auditTrail.no, beforeNo)))
    .orderBy(desc(auditTrail.no))
    .limit(limit);
}

/** Entries, oldest first, after a number: as an export reads them. */
export function readTrail(env: Pick<Env, "DB">, filter: AuditFilter, limit: number, afterNo: number): Promise<AuditRow[]> {
  return drizzle(env.DB)
    .select()
    .from(auditTrail)
    .where(and(...narrowed(filter), gt(auditTrail.no, afterNo)))
    .orderBy(asc(auditTrail.no))
    .limit(limit);
}

/** An entry that is younger may still be on its way to the list. */
const SETTLED_MS = 5 * 60_000;
/** Rows that are in no chain, of which a few are enough to raise the alarm. */
const INVENTED_MAX = 100;

/** The number of the last entry that lists show; 0 for none. To be asked for before the chain is read: what comes in between is in no older chain. */
export async function lastShown(env: Pick<Env, "DB">): Promise<number> {
  const [last] = await listTrail(env, {}, 1, null);
  return last?.no ?? 0;
}

/**
 * Entries whose row is not what its own hash says, or has another than the chain: by number.
 *
 * @param shownTo what {@link lastShown} said before the chain was read
 */
export async function differing(
  env: Pick<Env, "DB">,
  afterNo: number,
  { chain, next }: Pick<Verification, "chain" | "next">,
  shownTo: number,
  nowMs: number,
): Promise<readonly number[]> {
  const end = chain.at(-1)?.no ?? afterNo;
  // At the end of the chain also what claims to come after it, at its beginning what claims to come before.
  const first = afterNo === 0 ? undefined : gt(auditTrail.no, afterNo);
  const last = next === null ? Math.max(end, shownTo) : end;
  const rows = await drizzle(env.DB)
    .select()
    .from(auditTrail)
    .where(and(first, lte(auditTrail.no, last)))
    .orderBy(asc(auditTrail.no))
    .limit(chain.length + INVENTED_MAX);
  const shown = new Map(rows.map((row) => [row.no, hashOf(row)]));
  const isDue = (no: number, atMs: number) => shown.has(no) || atMs < nowMs - SETTLED_MS;
  const known = new Set(chain.map(({ no }) => no));
  const invented = [...shown.keys()].filter((no) => !known.has(no));
  const changed = chain.filter(({ no, atMs, hash }) => isDue(no, atMs) && shown.get(no) !== hash).map(({ no }) => no);
  return [...changed, ...invented].sort((a, b) => a - b);
}

function narrowed({ operatorId, action, subject, fromAtMs, toAtMs }: AuditFilter) {
  return [
    operatorId === undefined ? undefined : eq(auditTrail.operatorId, operatorId),
    action === undefined ? undefined : eq(auditTrail.action, action),
    subject === undefined ? undefined : eq(auditTrail.subject, subject),
    fromAtMs === undefined ? undefined : gte(auditTrail.atMs, fromAtMs),
    toAtMs === undefined ? undefined : lt(auditTrail.atMs, toAtMs),
  ];
}

/** The hash of what the row says. */
function hashOf(row: AuditRow): string {
  const { operatorId, email, role, reason, ip, place, requestId, hash: _, ...entry } = row;
  const covered: Omit<AuditRecord, "hash"> = { ...entry, by: { operatorId, email, role, reason, ip, place, requestId } };
  return sha256Hex(canonicalJson(covered));
}
