import { caseId, caseKinds, ownerRequest, reconciliationCase, resolveRequest } from "@forecourt/contract/http/reconciliation";
import { rejected } from "@forecourt/contract/result";
import { again, commandWallet, paymentOf, walletOf } from "@forecourt/durable-objects/stubs";
import { and, desc, eq, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { z } from "zod";
import type { Env } from "../../env.ts";
import { endpoint, type OperatorCommandCall } from "../../http/endpoint.ts";
import { fromCursor, listOf, listQuery, toPage } from "../../http/list.ts";
import { Problem, unwrap } from "../../http/problem.ts";
import { asOf } from "../../projection/freshness.ts";
import { recordAction } from "../audit/record.ts";
import { decideCase, type Finding, type Resolution, settleCase } from "./cases.ts";
import { cases } from "./schema.ts";

const tag = "Operator: reconciliation";
type Row = typeof cases.$inferSelect;
type Action = z.output<typeof resolveRequest>["action"];

const list = endpoint({
  method: "get",
  path: "/v1/operator/cases",
  tag,
  summary: "Where two books disagree, newest first",
  access: { permission: "reconciliation.read" },
  query: { ...listQuery.shape, state: z.enum(["open", "resolved"]).default("open"), kind: z.enum(caseKinds).optional() },
  reply: listOf(reconciliationCase),
  async handle({ env, query }) {
    const db = drizzle(env.DB);
    const before = query.cursor === undefined ? null : fromCursor(query.cursor);
    const rows = await db
      .select()
      .from(cases)
      .where(
        and(
          eq(cases.state, query.state),
          query.kind === undefined ? undefined : eq(cases.kind, query.kind),
          before === null ? undefined : sql`(${cases.openedAtMs}, ${cases.caseId}) < (${before.atMs}, ${before.id})`,
        ),
      )
      .orderBy(desc(cases.openedAtMs), desc(cases.caseId))
      .limit(query.limit + 1);
    const page = toPage(rows, query.limit, (row) => ({ atMs: row.openedAtMs, id: row.caseId }), toCase);
    return { ...page, asOf: await asOf(db) };
  },
});

const get = endpoint({
  method: "get",
  path: "/v1/operator/cases/:caseId",
  tag,
  summary: "A case, with its evidence",
  access: { permission: "reconciliation.read" },
  params: { caseId },
  reply: reconciliationCase,
  codes: ["case_not_found"],
  handle: async ({ env, params }) => toCase(await findCase(env, params.caseId)),
});

const assign = endpoint({
  method: "put",
  path: "/v1/operator/cases/:caseId/owner",
  tag,
  summary: "Say who looks after a case",
  access: { permission: "reconciliation.write" },
  params: { caseId },
  body: ownerRequest,
  reply: reconciliationCase,
  codes: ["case_not_found"],
  async handle({ env, caller, params, body }) {
    const before = await findCase(env, params.caseId);
    const subject = `case/${params.caseId}`;
    await recordAction(env, caller.by, { action: "AssignCase", subject, before: { owner: before.owner }, after: { owner: body.owner } });
    await drizzle(env.DB).update(cases).set({ owner: body.owner }).where(eq(cases.caseId, params.caseId));
    return toCase({ ...before, owner: body.owner });
  },
});

const resolve = endpoint({
  method: "post",
  path: "/v1/operator/cases/:caseId/resolve",
  logs: "payment_decision",
  tag,
  summary: "Do what the case calls for, and close it",
  description:
    "`credit` puts a payment that was set apart into the wallet that it names, as principal; `return` sends it back to whoever paid; " +
    "`attribute` says whose a payment is that named nobody; `closed` says in `note` why nothing is to be done.",
  access: { permission: "reconciliation.write" },
  command: true,
  params: { caseId },
  body: resolveRequest,
  reply: reconciliationCase,
  codes: [
    "case_not_found",
    "case_resolved",
    "payment_not_quarantined",
    "payment_disputed",
    "currency_mismatch",
    "wallet_not_found",
    "wallet_closed",
  ],
  async handle({ env, caller, params, body, commandId, origin }) {
    const found = await findCase(env, params.caseId);
    if (found.state === "resolved") {
      // The same words of the same person again: what was answered the first time.
      if (isDecided(found, { resolution: body.action, resolvedBy: caller.email })) return toCase(found);
      throw new Problem("case_resolved");
    }
    if (body.action !== "closed" && !actionsOf(found).includes(body.action)) {
      throw new Problem("validation_failed", `body.action: a case of this kind can't be resolved by ${body.action}`);
    }
    const decided: Resolution = { resolution: body.action, note: body.note, resolvedBy: caller.email };
    await recordAction(env, caller.by, {
      action: "ResolveCase",
      subject: `case/${params.caseId}`,
      after: { kind: found.kind, resolution: body.action, note: body.note },
      name: `resolve/${caller.operatorId}/${params.caseId}/${commandId}`,
    });
    // From here on it is the actor's, whose event says the same of the case: should this stop before the next line, it is done all the same.
    await act({ env, caller, commandId, origin }, found, body);
    const db = drizzle(env.DB);
    await (body.action === "closed" ? decideCase(db, params.caseId, decided, Date.now()) : settleCase(db, found, decided, Date.now()));
    const done = await findCase(env, params.caseId);
    if (!isDecided(done, decided)) throw new Problem("case_resolved");
    return toCase(done);
  },
});

export const caseRoutes = [list, get, assign, resolve];

async function act(
  { env, caller, commandId, origin }: OperatorCommandCall,
  { provider, walletId, evidence }: Row,
  { action, note, walletId: owner }: z.output<typeof resolveRequest>,
): Promise<void> {
  const providerTransactionId = evidence.providerTransactionId;
  if (action === "closed" || provider === null || typeof providerTransactionId !== "string") return;
  const from = await origin();
  if (action === "attribute") {
    if (owner === undefined) throw new Problem("validation_failed", "body.walletId: say whose payment it is");
    // One that does not exist would set it apart for good: it could be credited to nobody.
    const refused = await again(async () => walletOf(env, owner).refusedAsNotOpen());
    if (refused !== null) throw Problem.of(refused);
    const about = { walletId: owner, operator: caller.email, note };
    unwrap(await again(() => paymentOf(env, provider, providerTransactionId).attribute(commandId, about, caller.by, from)));
    return;
  }
  if (walletId === null) throw Problem.of(rejected("wallet_not_found"));
  const command = { type: "ResolvePayment", provider, providerTransactionId, action, operator: caller.email, note } as const;
  unwrap(await commandWallet(env, walletId, commandId, command, command, caller.by, from));
}

function isDecided(row: Row, { resolution, resolvedBy }: Pick<Resolution, "resolution" | "resolvedBy">): boolean {
  return row.resolution === resolution && row.resolvedBy === resolvedBy;
}

async function findCase(env: Env, id: string): Promise<Row & Pick<Finding, "kind">> {
  const [row] = await drizzle(env.DB).select().from(cases).where(eq(cases.caseId, id));
  if (row === undefined) throw new Problem("case_not_found");
  return row as Row & Pick<Finding, "kind">;
}

/** What can be done about a case here, beside closing it. */
function actionsOf({ kind }: Pick<Row, "kind">): readonly Exclude<Action, "closed">[] {
  if (kind === "payment_quarantined") return ["credit", "return"];
  return kind === "payment_unattributed" ? ["attribute"] : [];
}

function toCase(row: Row): z.input<typeof reconciliationCase> {
  const { openedAtMs, resolvedAtMs, ...rest } = row;
  return {
    ...rest,
    openedAt: new Date(openedAtMs).toISOString(),
    resolvedAt: resolvedAtMs === null ? null : new Date(resolvedAtMs).toISOString(),
    actions: row.state === "open" ? [...actionsOf(row)] : [],
  } as z.input<typeof reconciliationCase>;
}
