import { orderId } from "@forecourt/contract/ids";
import { toInstant } from "@forecourt/contract/scalars";
import { z } from "zod";
import { endpoint } from "../../http/endpoint.ts";
import { Problem } from "../../http/problem.ts";
import { callVendor } from "../../providers/payments/http.ts";
import { type SandboxNotice, sandboxRequest } from "../../providers/payments/sandbox/notices.ts";
import { sandboxRules, setRules } from "../../providers/payments/sandbox/rules.ts";
import { paySandbox, sandboxRefund, sandboxRefundsOf, settleSandboxRefund } from "../../providers/payments/sandbox/sandbox.ts";

/** What payers and the vendor's own people do at the sandbox provider. Not there unless `PROVIDERS_MODE` is `sandbox`. */

const tag = "Sandbox";
const settled = z.object({ transactionId: z.string(), notifications: z.array(z.int()) });

const pay = endpoint({
  method: "post",
  path: "/sandbox/payments/:orderId/pay",
  tag,
  summary: "Pay an order, as a payer would at the provider",
  description:
    "The sandbox provider settles and sends its signed notification. `again` makes a second payment for the order, `amountMinor` pays " +
    "another amount than was asked, `payerDiffers` has somebody else pay, `repeat` sends the notification so many times, `lost` sends none.",
  access: "public",
  params: { orderId },
  body: z.object({
    again: z.boolean().optional(),
    amountMinor: z.int().min(1).optional(),
    payerDiffers: z.boolean().optional(),
    repeat: z.int().min(1).max(100).default(1),
    lost: z.boolean().optional(),
  }),
  reply: settled,
  codes: ["not_found"],
  async handle({ env, params, body, url, dispatch }) {
    const transactionId = body.again === true ? `sbx_${crypto.randomUUID()}` : `sbx_${params.orderId}`;
    const paid = await paySandbox(env, params.orderId, {
      transactionId,
      ...(body.amountMinor === undefined ? {} : { amountMinor: body.amountMinor }),
    });
    if (paid === null) throw new Problem("not_found", "The sandbox provider has no such order.");
    const said: SandboxNotice = {
      type: "payment",
      orderId: params.orderId,
      attach: paid.order.walletId,
      transactionId,
      amountMinor: paid.amountMinor,
      currency: paid.order.currency,
      paidAt: toInstant(paid.paidAtMs),
      ...(body.payerDiffers === true ? { payerDiffers: true } : {}),
    };
    const notification = await sandboxRequest(env, said, transactionId, `${url.origin}/callbacks/sandbox`);
    const times = body.lost === true ? 0 : body.repeat;
    const answers = await Promise.all(Array.from({ length: times }, () => dispatch(notification.clone())));
    return { transactionId, notifications: answers.map(({ status }) => status) };
  },
});

const dispute = endpoint({
  method: "post",
  path: "/sandbox/payments/:orderId/dispute",
  tag,
  summary: "Contest the payment of an order, as its payer would at their bank, or decide the contest",
  access: "public",
  params: { orderId },
  body: z.object({ state: z.enum(["opened", "won", "lost"]).default("opened") }),
  reply: settled,
  codes: ["not_found"],
  async handle({ env, params, body, url, dispatch }) {
    const transactionId = `sbx_${params.orderId}`;
    const paid = await paySandbox(env, params.orderId, { transactionId });
    if (paid === null) throw new Problem("not_found", "The sandbox provider has no such order.");
    const said: SandboxNotice = {
      type: "dispute",
      orderId: params.orderId,
      attach: paid.order.walletId,
      transactionId,
      disputeId: `sbxd_${params.orderId}`,
      amountMinor: paid.amountMinor,
      currency: paid.order.currency,
      state: body.state,
      at: new Date().toISOString(),
    };
    const notification = await sandboxRequest(env, said, `sbxd_${body.state}_${params.orderId}`, `${url.origin}/callbacks/sandbox`);
    return { transactionId, notifications: [(await dispatch(notification)).status] };
  },
});

const refunds = endpoint({
  method: "get",
  path: "/sandbox/refunds/:transactionId",
  tag,
  summary: "What the sandbox provider has sent back of a payment",
  description: "The provider's own books, which know nothing of wallets: what a test compares with.",
  access: "public",
  params: { transactionId: z.string().max(100) },
  reply: z.object({ transactionId: z.string(), refundIds: z.array(z.string()), amountMinor: z.int() }),
  codes: ["not_found"],
  async handle({ env, params }) {
    const found = await sandboxRefundsOf(env, params.transactionId);
    if (found.length === 0) throw new Problem("not_found");
    const amountMinor = found.reduce((sum, refund) => sum + refund.amountMinor, 0);
    return { transactionId: params.transactionId, refundIds: found.map(({ refundId }) => refundId), amountMinor };
  },
});

const settle = endpoint({
  method: "post",
  path: "/sandbox/refunds/:refundNo/settle",
  tag,
  summary: "Bring a refund that takes time to its end, and have it notified",
  access: "public",
  params: { refundNo: z.string().max(64) },
  body: z.object({ outcome: z.enum(["succeeded", "failed"]).default("succeeded"), lost: z.boolean().optional() }),
  reply: z.object({ refundId: z.string(), notifications: z.array(z.int()) }),
  codes: ["not_found"],
  async handle({ env, params, body, url, dispatch }) {
    await settleSandboxRefund(env, params.refundNo, body.outcome);
    const refund = await sandboxRefund(env, params.refundNo);
    if (refund === null) throw new Problem("not_found");
    const { refundId, orderId: order, walletId, transactionId, amountMinor, currency, endsAs } = refund;
    const said: SandboxNotice = {
      type: "refund",
      ...{ orderId: order, attach: walletId, transactionId, amountMinor, currency, refundNo: params.refundNo, refundId },
      outcome: endsAs === "failed" ? "failed" : "succeeded",
      at: toInstant(refund.settlesAtMs),
    };
    const notification = await sandboxRequest(env, said, refundId, `${url.origin}/callbacks/sandbox`);
    return { refundId, notifications: body.lost === true ? [] : [(await dispatch(notification)).status] };
  },
});

const cashier = endpoint({
  method: "post",
  path: "/sandbox/cashiers/wechat",
  tag,
  summary: "Pay a prepared order at WeChat Pay's counterpart, as the WeChat app would",
  description: "For the driver's app in a browser, which has no WeChat around it. Only there when a counterpart runs.",
  access: "public",
  body: z.object({ prepayId: z.string().regex(/^wx\w{6,60}$/) }),
  reply: null,
  codes: ["not_found"],
  async handle({ env, body }) {
    if (!env.WECHATPAY_BASE_URL) throw new Problem("not_found");
    const form = new URLSearchParams({ prepay_id: body.prepayId });
    const { status } = await callVendor(`${env.WECHATPAY_BASE_URL}/cashier`, { method: "POST", body: form });
    if (status !== 200) throw new Problem("not_found", "WeChat Pay's counterpart has no such order.");
  },
});

const rules = endpoint({
  method: "put",
  path: "/sandbox/rules/:subject",
  tag,
  summary: "Have the sandbox provider fail, lose answers or take its time",
  description: "`subject` is an order, or `*` for everybody. What is not named works as it should.",
  access: "public",
  params: { subject: z.union([orderId, z.literal("*")]) },
  body: sandboxRules,
  reply: null,
  handle: ({ env, params, body }) => setRules(env, params.subject, body),
});

export const sandboxRoutes = [pay, dispute, refunds, settle, cashier, rules];
