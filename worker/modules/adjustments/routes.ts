import { adjustmentStates } from "@forecourt/contract/adjustments";
import { adjustment, adjustmentItem, adjustmentRequest, decisionRequest } from "@forecourt/contract/http/people";
import { adjustmentId, driverId } from "@forecourt/contract/ids";
import { again, commandWallet, walletOf } from "@forecourt/durable-objects/stubs";
import { z } from "zod";
import { endpoint } from "../../http/endpoint.ts";
import { listOf, listQuery } from "../../http/list.ts";
import { unwrap } from "../../http/problem.ts";
import { requireDriver } from "../drivers/queries.ts";
import { listAdjustments, toAdjustment } from "./queries.ts";

const tag = "Operator: adjustments";
const DAY_MS = 24 * 3_600_000;
const deciding = ["not_found", "adjustment_not_found", "adjustment_decided"] as const;
const one = { driverId, adjustmentId };

const listAll = endpoint({
  method: "get",
  path: "/v1/operator/adjustments",
  tag,
  summary: "Corrections of balances, newest first: those that wait for a decision, or all",
  access: { permission: "drivers.read" },
  query: { ...listQuery.shape, state: z.enum(adjustmentStates).optional() },
  reply: listOf(adjustmentItem),
  handle: ({ env, query }) => listAdjustments(env, query.state, query),
});

const list = endpoint({
  method: "get",
  path: "/v1/operator/drivers/:driverId/adjustments",
  tag,
  summary: "A wallet's adjustments, newest first, from the wallet itself",
  description: "Those that wait, and the last fifty that were decided.",
  access: { permission: "drivers.read" },
  params: { driverId },
  reply: listOf(adjustment),
  codes: ["not_found"],
  async handle({ env, params }) {
    const { walletId } = await requireDriver(env, params.driverId);
    const views = await again(async () => walletOf(env, walletId).adjustments());
    return { items: views.map(toAdjustment), nextCursor: null, asOf: new Date().toISOString() };
  },
});

const propose = endpoint({
  method: "post",
  path: "/v1/operator/drivers/:driverId/adjustments",
  logs: "adjustment_proposal",
  tag,
  summary: "Propose a correction of a balance; another operator decides",
  description:
    "Nothing moves until a second operator approves, and then in the same step. Principal corrects what was paid in; bonus is a gift. A debit takes " +
    "only what is there and not held for a fill. A proposal lapses after seven days.",
  access: { permission: "adjustments.propose" },
  command: true,
  params: { driverId },
  body: adjustmentRequest,
  status: 201,
  reply: adjustment,
  codes: ["not_found", "wallet_not_found", "adjustment_too_large", "too_many_adjustments", "adjustment_limit_exceeded"],
  async handle({ env, caller, params, body, commandId, origin }) {
    const { walletId } = await requireDriver(env, params.driverId);
    const { bonusValidDays, ...rest } = body;
    const terms = { ...rest, ...(bonusValidDays === undefined ? {} : { bonusLifeMs: bonusValidDays * DAY_MS }) };
    const command = { type: "ProposeAdjustment", terms, operator: caller.email } as const;
    return toAdjustment(
      unwrap(await commandWallet(env, walletId, commandId, command, command, { ...caller.by, reason: body.reason }, await origin())),
    );
  },
});

const approve = endpoint({
  method: "post",
  path: "/v1/operator/drivers/:driverId/adjustments/:adjustmentId/approve",
  logs: "adjustment_approval",
  tag,
  summary: "Approve an adjustment that somebody else has proposed; the money moves in the same step",
  access: { permission: "adjustments.decide" },
  command: true,
  params: one,
  body: decisionRequest,
  reply: adjustment,
  codes: [...deciding, "adjustment_own", "adjustment_exceeds_balance", "adjustment_limit_exceeded", "balance_limit_exceeded"],
  async handle({ env, caller, params, body, commandId, origin }) {
    const { walletId } = await requireDriver(env, params.driverId);
    const command = { type: "ApproveAdjustment", adjustmentId: params.adjustmentId, operator: caller.email, ...body } as const;
    return toAdjustment(
      unwrap(await commandWallet(env, walletId, commandId, command, command, { ...caller.by, reason: body.note }, await origin())),
    );
  },
});

const decline = endpoint({
  method: "post",
  path: "/v1/operator/drivers/:driverId/adjustments/:adjustmentId/decline",
  logs: "adjustment_decline",
  tag,
  summary: "Decline an adjustment that somebody else has proposed",
  access: { permission: "adjustments.decide" },
  command: true,
  params: one,
  body: decisionRequest,
  reply: adjustment,
  codes: [...deciding, "adjustment_own"],
  async handle({ env, caller, params, body, commandId, origin }) {
    const { walletId } = await requireDriver(env, params.driverId);
    const command = { type: "DeclineAdjustment", adjustmentId: params.adjustmentId, operator: caller.email, ...body } as const;
    return toAdjustment(
      unwrap(await commandWallet(env, walletId, commandId, command, command, { ...caller.by, reason: body.note }, await origin())),
    );
  },
});

const withdraw = endpoint({
  method: "post",
  path: "/v1/operator/drivers/:driverId/adjustments/:adjustmentId/withdraw",
  logs: "adjustment_withdrawal",
  tag,
  summary: "Take back an adjustment that one has proposed oneself",
  access: { permission: "adjustments.propose" },
  command: true,
  params: one,
  reply: adjustment,
  codes: [...deciding, "adjustment_of_another"],
  async handle({ env, caller, params, commandId, origin }) {
    const { walletId } = await requireDriver(env, params.driverId);
    const command = { type: "WithdrawAdjustment", adjustmentId: params.adjustmentId, operator: caller.email } as const;
    return toAdjustment(unwrap(await commandWallet(env, walletId, commandId, command, command, caller.by, await origin())));
  },
});

export const adjustmentRoutes = [listAll, list, propose, approve, decline, withdraw];
