import { invitationLink, operatorAccount, operatorInvitation, operatorItem, operatorTerms } from "@forecourt/contract/http/staff";
import { type OperatorCommand, operatorId, operatorStates } from "@forecourt/contract/operator";
import { administerOperator, again, commandOperator, operatorOf } from "@forecourt/durable-objects/stubs";
import { and, desc, eq, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { z } from "zod";
import { endpoint } from "../../http/endpoint.ts";
import { fromCursor, listOf, listQuery, toPage } from "../../http/list.ts";
import { Problem, unwrap } from "../../http/problem.ts";
import { asOf } from "../../projection/freshness.ts";
import { newLink, normalTerms, operatorIdOf } from "./accounts.ts";
import { toAccount } from "./ownRoutes.ts";
import { operators } from "./schema.ts";

const tag = "Operator: operators";
const read = { permission: "operators.read" } as const;
const write = { permission: "operators.write" } as const;
const INVITED_MS = 3 * 24 * 3_600_000;
const LINK_MS = 24 * 3_600_000;

const list = endpoint({
  method: "get",
  path: "/v1/operator/operators",
  tag,
  summary: "Operators, the newest first",
  access: read,
  query: { ...listQuery.shape, state: z.enum(operatorStates).optional() },
  reply: listOf(operatorItem),
  async handle({ env, query }) {
    const db = drizzle(env.DB);
    const before = query.cursor === undefined ? null : fromCursor(query.cursor);
    const rows = await db
      .select()
      .from(operators)
      .where(
        and(
          query.state === undefined ? undefined : eq(operators.state, query.state),
          before === null ? undefined : sql`(${operators.createdAtMs}, ${operators.operatorId}) < (${before.atMs}, ${before.id})`,
        ),
      )
      .orderBy(desc(operators.createdAtMs), desc(operators.operatorId))
      .limit(query.limit + 1);
    const iso = (atMs: number): string => new Date(atMs).toISOString();
    const page = toPage(
      rows,
      query.limit,
      (row) => ({ atMs: row.createdAtMs, id: row.operatorId }),
      ({ createdAtMs, lastSignInAtMs, lockedUntilMs, ...row }) => ({
        ...row,
        createdAt: iso(createdAtMs),
        lastSignInAt: lastSignInAtMs === null ? null : iso(lastSignInAtMs),
        lockedUntil: lockedUntilMs > Date.now() ? iso(lockedUntilMs) : null,
      }),
    );
    return { ...page, asOf: await asOf(db) };
  },
});

const get = endpoint({
  method: "get",
  path: "/v1/operator/operators/:operatorId",
  tag,
  summary: "An operator's account and sessions, as they are this moment",
  access: read,
  params: { operatorId },
  reply: operatorAccount,
  codes: ["operator_not_found"],
  async handle({ env, params }) {
    const view = await again(async () => operatorOf(env, params.operatorId).view());
    if (view === null) throw new Problem("operator_not_found");
    return toAccount(view, null);
  },
});

const invite = endpoint({
  method: "post",
  path: "/v1/operator/operators",
  tag,
  summary: "Invite an operator; the link's token is shown this once",
  description: "Inviting the same address again, before it was accepted, makes a new link; the one before is void.",
  access: write,
  body: operatorInvitation,
  status: 201,
  reply: invitationLink,
  codes: ["operator_exists"],
  async handle({ env, caller, body }) {
    const { email: given, ...terms } = body;
    const email = given.toLowerCase();
    const invited = operatorIdOf(email);
    const { token, tokenHash } = await newLink(env, invited);
    const expiresAtMs = Date.now() + INVITED_MS;
    const command = { type: "InviteOperator", email, ...normalTerms(terms), tokenHash, expiresAtMs } as const;
    unwrap(await commandOperator(env, invited, crypto.randomUUID(), command, caller.by));
    return { operatorId: invited, token, expiresAt: new Date(expiresAtMs).toISOString() };
  },
});

const change = endpoint({
  method: "put",
  path: "/v1/operator/operators/:operatorId",
  tag,
  summary: "Change an operator's name, role and stations; it holds from their next request on",
  access: write,
  command: true,
  params: { operatorId },
  body: operatorTerms,
  reply: null,
  codes: ["operator_not_found", "not_yourself"],
  async handle({ env, caller, params, body, commandId }) {
    requireAnother(caller.operatorId, params.operatorId);
    const command = { type: "ChangeOperator", ...normalTerms(body) } as const;
    unwrap(await administerOperator(env, params.operatorId, commandId, command, caller.by));
  },
});

const link = endpoint({
  method: "post",
  path: "/v1/operator/operators/:operatorId/link",
  tag,
  summary: "A new link to choose a password by, for whoever has lost it or let the invitation run out",
  access: write,
  params: { operatorId },
  status: 201,
  reply: invitationLink,
  codes: ["operator_not_found", "not_yourself"],
  async handle({ env, caller, params }) {
    requireAnother(caller.operatorId, params.operatorId);
    const { token, tokenHash } = await newLink(env, params.operatorId);
    const expiresAtMs = Date.now() + LINK_MS;
    const command = { type: "IssueLink", tokenHash, expiresAtMs } as const;
    unwrap(await commandOperator(env, params.operatorId, crypto.randomUUID(), command, caller.by));
    return { operatorId: params.operatorId, token, expiresAt: new Date(expiresAtMs).toISOString() };
  },
});

const disable = endpoint({
  method: "post",
  path: "/v1/operator/operators/:operatorId/disable",
  tag,
  summary: "Shut an operator out, at once",
  access: write,
  command: true,
  params: { operatorId },
  reply: null,
  codes: ["operator_not_found", "not_yourself"],
  async handle({ env, caller, params, commandId }) {
    requireAnother(caller.operatorId, params.operatorId);
    unwrap(await administerOperator(env, params.operatorId, commandId, { type: "DisableOperator" }, caller.by));
  },
});

/** What else an administrator does to another's account in one word. */
const actions = {
  enable: [{ type: "EnableOperator" }, "Let an operator in again"],
  unlock: [{ type: "UnlockOperator" }, "Lift the lock that wrong tries have put on"],
  "require-password-change": [{ type: "RequirePasswordChange" }, "Have an operator choose a new password before anything else"],
  "reset-second-factor": [{ type: "ResetSecondFactor" }, "Take a lost second factor off; every session ends"],
  "end-sessions": [{ type: "EndSessions", sessionIds: "all" }, "End every session of an operator"],
} as const satisfies Readonly<Record<string, readonly [OperatorCommand, string]>>;

const administration = Object.entries(actions).map(([name, [command, summary]]) =>
  endpoint({
    method: "post",
    path: `/v1/operator/operators/:operatorId/${name}`,
    tag,
    summary,
    access: write,
    command: true,
    params: { operatorId },
    reply: null,
    codes: ["operator_not_found", "not_yourself"],
    async handle({ env, caller, params, commandId }) {
      requireAnother(caller.operatorId, params.operatorId);
      unwrap(await commandOperator(env, params.operatorId, commandId, command, caller.by));
    },
  }),
);

export const operatorAdminRoutes = [list, get, invite, change, link, disable, ...administration];

/** Nobody raises, locks out or reinstates themselves. That two don't shut each other out either is `administration`'s matter. */
function requireAnother(callerId: string, operatorId: string): void {
  if (callerId === operatorId) throw new Problem("not_yourself");
}
