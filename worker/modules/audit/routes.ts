import { csvLines } from "@forecourt/contract/csv";
import { auditItem, auditVerification } from "@forecourt/contract/http/staff";
import { GENESIS_HASH } from "@forecourt/contract/movement";
import { operatorId } from "@forecourt/contract/operator";
import { instant, toMs } from "@forecourt/contract/scalars";
import { again, auditOf } from "@forecourt/durable-objects/stubs";
import { drizzle } from "drizzle-orm/d1";
import { z } from "zod";
import type { Env } from "../../env.ts";
import { csvResponse } from "../../http/csv.ts";
import { endpoint } from "../../http/endpoint.ts";
import { fromNumberCursor, listOf, listQuery } from "../../http/list.ts";
import { Problem } from "../../http/problem.ts";
import { asOf } from "../../projection/freshness.ts";
import { type AuditFilter, type AuditRow, differing, lastShown, listTrail, readTrail } from "./queries.ts";
import { recordAction } from "./record.ts";

const tag = "Operator: audit";
const EXPORT_PAGE = 500;
/** Differences told of one part of the chain: one is enough to raise the alarm. */
const DIFFERING_MAX = 20;

const filters = {
  /** Or `command-line`. */
  operatorId: z.union([operatorId, z.literal("command-line")]).optional(),
  action: z.string().max(60).optional(),
  subject: z.string().max(120).optional(),
  from: instant.optional(),
  to: instant.optional(),
};

const list = endpoint({
  method: "get",
  path: "/v1/operator/audit",
  tag,
  summary: "What operators did, the newest first",
  access: { permission: "audit.read" },
  query: { ...listQuery.shape, ...filters },
  reply: listOf(auditItem),
  async handle({ env, query }) {
    const rows = await listTrail(env, filterOf(query), query.limit + 1, query.cursor === undefined ? null : fromNumberCursor(query.cursor));
    const shown = rows.slice(0, query.limit);
    const nextCursor = rows.length > query.limit ? String(shown.at(-1)?.no) : null;
    return { items: shown.map(toItem), nextCursor, asOf: await asOf(drizzle(env.DB)) };
  },
});

const verify = endpoint({
  method: "get",
  path: "/v1/operator/audit/verification",
  tag,
  summary: "Compute the chain anew, a part at a time, and compare it with what lists show",
  description:
    "Begin without `from`; go on with each answer's `next` until it is null. Keep `headHash` elsewhere: it vouches for all before it.",
  access: { permission: "audit.read" },
  query: { from: z.string().max(120).optional() },
  reply: auditVerification,
  async handle({ env, query }): Promise<z.input<typeof auditVerification>> {
    const from = query.from === undefined ? { seq: 0, count: 0, headHash: GENESIS_HASH } : placeOf(query.from);
    const shownTo = await lastShown(env);
    const verification = await again(async () => auditOf(env).verify(from));
    const { next, brokenNo, chain, count, headHash } = verification;
    const different = await differing(env, from.count, verification, shownTo, Date.now());
    return {
      next: next === null ? null : `${next.seq}.${next.count}.${next.headHash}`,
      brokenNo,
      differing: different.slice(0, DIFFERING_MAX),
      verified: from.count + chain.length,
      count,
      headHash,
    };
  },
});

const exported = endpoint({
  method: "get",
  path: "/v1/operator/audit.csv",
  tag,
  summary: "The trail as a table, the oldest first, with each entry's hash",
  access: { permission: "audit.export" },
  query: filters,
  reply: null,
  async handle({ env, caller, query }) {
    await recordAction(env, caller.by, { action: "ExportAudit", subject: "audit/audit", after: query });
    const day = new Date().toISOString().slice(0, 10);
    return csvResponse(`forecourt-audit-${day}.csv`, heads, pagesOf(env, filterOf(query)));
  },
});

export const auditRoutes = [list, verify, exported];

const heads = [
  "no",
  "at",
  "action",
  "subject",
  "email",
  "role",
  "operator_id",
  "reason",
  "ip",
  "place",
  "request_id",
  "before",
  "after",
  "hash",
];

async function* pagesOf(env: Env, filter: AuditFilter): AsyncGenerator<string> {
  for (let afterNo = 0; ; ) {
    const rows = await readTrail(env, filter, EXPORT_PAGE, afterNo);
    if (rows.length > 0) yield rows.map(toLine).join("");
    const last = rows.at(-1);
    if (last === undefined || rows.length < EXPORT_PAGE) return;
    afterNo = last.no;
  }
}

function toLine(row: AuditRow): string {
  const { no, atMs, action, subject, email, role, reason, ip, place, requestId, before, after, hash } = row;
  const at = new Date(atMs).toISOString();
  const changes = [before, after].map((value) => (value === null ? "" : JSON.stringify(value)));
  return csvLines([[no, at, action, subject, email, role, row.operatorId, reason, ip, place, requestId, ...changes, hash]]);
}

function toItem({ atMs, source: _, previousHash: __, ...row }: AuditRow): z.input<typeof auditItem> {
  return { ...row, at: new Date(atMs).toISOString() };
}

function filterOf(query: z.output<z.ZodObject<typeof filters>>): AuditFilter {
  const { from, to, ...rest } = query;
  return { ...rest, fromAtMs: from === undefined ? undefined : toMs(from), toAtMs: to === undefined ? undefined : toMs(to) };
}

function placeOf(from: string): { readonly seq: number; readonly count: number; readonly headHash: string } {
  const [, seq, count, headHash] = /^(\d{1,15})\.(\d{1,15})\.([0-9a-f]{64})$/.exec(from) ?? [];
  if (headHash === undefined) throw new Problem("validation_failed", "The place is not one of ours.");
  return { seq: Number(seq), count: Number(count), headHash };
}
