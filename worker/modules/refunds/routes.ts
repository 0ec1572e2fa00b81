import { bankAccount, refund, refundId, refundPreview, refundRequest } from "@forecourt/contract/http/refunds";
import { orderId } from "@forecourt/contract/ids";
import { positiveMinor } from "@forecourt/contract/scalars";
import { again, commandWallet, walletOf } from "@forecourt/durable-objects/stubs";
import { z } from "zod";
import { endpoint } from "../../http/endpoint.ts";
import { Problem, unwrap } from "../../http/problem.ts";
import { guardedCodes, requireConfirmed } from "../security/guard.ts";
import { sealBankAccount } from "./bankAccount.ts";
import { refundPolicy } from "./policy.ts";
import { toRefund } from "./queries.ts";

const tag = "Driver: refunds";
const refusals = [
  "topup_not_found",
  "topup_not_paid",
  "refund_in_progress",
  "refund_nothing_left",
  "refund_exceeds_rest",
  "refund_funds_held",
  "refund_limit_reached",
  "refund_too_soon",
  "wallet_frozen",
] as const;

const preview = endpoint({
  method: "get",
  path: "/v1/driver/orders/:orderId/refund",
  tag,
  summary: "What a refund of this top-up would come to",
  description: "The unspent rest of what was paid, the bonus that would lapse with it, and the way it would take. Nothing happens yet.",
  access: "driver",
  params: { orderId },
  query: { amountMinor: z.coerce.number().pipe(positiveMinor).optional() },
  reply: refundPreview,
  codes: refusals,
  async handle({ env, caller, params, query }) {
    const policy = await refundPolicy(env, caller, params.orderId);
    const amountMinor = query.amountMinor ?? null;
    const found = await again(async () => walletOf(env, caller.walletId).previewRefund(params.orderId, amountMinor, policy));
    if ("ok" in found) throw Problem.of(found);
    return found;
  },
});

const request = endpoint({
  method: "post",
  path: "/v1/driver/orders/:orderId/refund",
  logs: "refund_request",
  tag,
  summary: "Ask for a top-up back",
  description:
    "What is asked for is set apart at once, with the bonus that goes with it: neither can be spent. A small one of a top-up that " +
    "nothing was spent of goes to the payment provider at once, any other to an operator. Each step, with its time, is on the order.",
  access: "driver",
  command: true,
  params: { orderId },
  body: refundRequest,
  status: 201,
  reply: refund,
  codes: [...refusals, "bank_account_required", "confirmation_required", "session_revoked"],
  async handle({ env, caller, params, body, commandId, origin }) {
    const { walletId } = caller;
    // To an account that somebody names, or of all that is left: confirmed whatever it comes to.
    const amountMinor = body.bank === undefined ? (body.amountMinor ?? null) : null;
    await requireConfirmed(env, caller, { kind: "refund", commandId, said: { ...params, ...body }, amountMinor });
    const policy = await refundPolicy(env, caller, params.orderId);
    const bank = body.bank === undefined ? null : await sealBankAccount(env, walletId, body.bank);
    const about = { orderId: params.orderId, amountMinor: body.amountMinor ?? null, reason: body.reason };
    const command = { type: "RequestRefund", ...about, policy, bank } as const;
    // The driver's words name it: what is sealed is never the same twice, and policies change.
    const said = { refund: params.orderId, ...body, bank: body.bank !== undefined };
    return toRefund(unwrap(await commandWallet(env, walletId, commandId, command, said, undefined, await origin())));
  },
});

const giveBank = endpoint({
  method: "put",
  path: "/v1/driver/refunds/:refundId/bank",
  logs: "refund_account",
  tag,
  summary: "Name the bank account that a refund is to go to",
  description: "Needed when the refund's state is `bank_details`: the provider can't send it back the way it came.",
  access: "driver",
  command: true,
  params: { refundId },
  body: bankAccount,
  reply: refund,
  codes: ["refund_not_found", "refund_decided", ...guardedCodes],
  async handle({ env, caller, params, body, commandId, origin }) {
    await requireConfirmed(env, caller, { kind: "refund", commandId, said: { ...params, ...body }, amountMinor: null });
    const bank = await sealBankAccount(env, caller.walletId, body);
    const command = { type: "GiveBankAccount", refundId: params.refundId, bank } as const;
    const said = { bankOf: params.refundId };
    return toRefund(unwrap(await commandWallet(env, caller.walletId, commandId, command, said, undefined, await origin())));
  },
});

export const refundRoutes = [preview, request, giveBank];
