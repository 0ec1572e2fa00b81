import { approval, declining, operatorRefund, refund, refundId } from "@forecourt/contract/http/refunds";
import { driverId } from "@forecourt/contract/ids";
import { refundChannels, refundStates } from "@forecourt/contract/refunds";
import type { WalletCommand } from "@forecourt/contract/wallet";
import { commandWallet } from "@forecourt/durable-objects/stubs";
import { drizzle } from "drizzle-orm/d1";
import { z } from "zod";
import { endpoint, type OperatorCommandCall } from "../../http/endpoint.ts";
import { fromCursor, listOf, listQuery, toPage } from "../../http/list.ts";
import { unwrap } from "../../http/problem.ts";
import { asOf } from "../../projection/freshness.ts";
import { findRefund, listRefunds, toOperatorRefund, toRefund } from "./queries.ts";

const tag = "Operator: refunds";

const list = endpoint({
  method: "get",
  path: "/v1/operator/refunds",
  tag,
  summary: "Refunds, newest first",
  description: "`state=review` is what waits for an operator; `channel=bank` with the `bank_…` states is finance's list of transfers.",
  access: { permission: "refunds.read" },
  query: {
    ...listQuery.shape,
    /** One, or several with commas. */
    state: z
      .string()
      .transform((text) => text.split(","))
      .pipe(z.array(z.enum(refundStates)).min(1).max(refundStates.length))
      .optional(),
    channel: z.enum(refundChannels).optional(),
    driverId: driverId.optional(),
  },
  reply: listOf(operatorRefund),
  async handle({ env, query }) {
    const filter = {
      ...(query.state === undefined ? {} : { states: query.state }),
      ...(query.channel === undefined ? {} : { channel: query.channel }),
      ...(query.driverId === undefined ? {} : { driverId: query.driverId }),
    };
    const rows = await listRefunds(env, filter, query.limit, query.cursor === undefined ? null : fromCursor(query.cursor));
    const page = toPage(rows, query.limit, (row) => ({ atMs: row.requestedAtMs, id: row.refundId }), toOperatorRefund);
    return { ...page, asOf: await asOf(drizzle(env.DB)) };
  },
});

const get = endpoint({
  method: "get",
  path: "/v1/operator/refunds/:refundId",
  tag,
  summary: "A refund, with each step and its time",
  access: { permission: "refunds.read" },
  params: { refundId },
  reply: operatorRefund,
  codes: ["refund_not_found"],
  handle: async ({ env, params }) => toOperatorRefund(await findRefund(env, params.refundId)),
});

/** What every decision about a refund is. */
export const decision = {
  method: "post",
  access: { permission: "refunds.write" },
  command: true,
  params: { refundId },
  reply: refund,
  codes: ["refund_not_found", "refund_decided"],
} as const;

const approve = endpoint({
  ...decision,
  path: "/v1/operator/refunds/:refundId/approve",
  logs: "refund_approval",
  tag,
  summary: "Have a refund sent",
  description: "By the payment provider, or on the list of bank transfers.",
  body: approval,
  handle: (call) => decide(call, { type: "ApproveRefund", ...call.params, operator: call.caller.email, note: call.body.note ?? null }),
});

const decline = endpoint({
  ...decision,
  path: "/v1/operator/refunds/:refundId/decline",
  logs: "refund_decline",
  tag,
  summary: "Refuse a refund, with the reason that the driver reads",
  description: "Principal and bonus go back to the wallet.",
  body: declining,
  handle: (call) => decide(call, { type: "DeclineRefund", ...call.params, operator: call.caller.email, note: call.body.reason }),
});

export const refundOperatorRoutes = [list, get, approve, decline];

/** Carries out what an operator has decided of a refund; the list knows whose it is. */
export async function decide(
  { env, caller, commandId, origin }: OperatorCommandCall,
  command: Extract<
    WalletCommand,
    { type: "ApproveRefund" | "DeclineRefund" | "ExportBankTransfer" | "ConfirmBankTransfer" | "RejectBankTransfer" }
  >,
) {
  const { walletId } = await findRefund(env, command.refundId);
  return toRefund(unwrap(await commandWallet(env, walletId, commandId, command, command, caller.by, await origin())));
}
