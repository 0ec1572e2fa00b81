import { topup, topupRequest } from "@forecourt/contract/http/driver";
import { orderId } from "@forecourt/contract/ids";
import { type Result, rejected } from "@forecourt/contract/result";
import type { TopupView } from "@forecourt/contract/wallet";
import { fingerprint } from "@forecourt/durable-objects/runtime/digest";
import { again, commandWallet, walletOf } from "@forecourt/durable-objects/stubs";
import { z } from "zod";
import type { Env } from "../../env.ts";
import { endpoint } from "../../http/endpoint.ts";
import { Problem, unwrap } from "../../http/problem.ts";
import { paymentProvider } from "../../providers/payments/providers.ts";
import { sandboxNotification, sandboxRefund } from "../../providers/payments/sandbox/sandbox.ts";
import { packageOnSale } from "../catalog/queries.ts";

const DAY_MS = 24 * 3_600_000;

const requestTopup = endpoint({
  method: "post",
  path: "/v1/driver/topups",
  tag: "Driver: top-ups",
  summary: "Open a top-up order",
  description: "The order exists before any money moves. `payment` is what the provider's client call needs.",
  access: "driver",
  command: true,
  body: topupRequest,
  status: 201,
  reply: topup,
  codes: ["package_not_found", "provider_not_available", "too_many_open_orders", "balance_limit_exceeded"],
  async handle({ env, caller, body, commandId }) {
    const provider = paymentProvider(env, body.provider);
    if (provider === null) throw new Problem("provider_not_available");
    const { walletId } = caller;
    const order = opened(unwrap(await openOrder(env, walletId, commandId, body)));
    if (order.state !== "requested") return toTopup(order);
    // Should this stop here, the same request again finds the order and goes on; the provider opens one payment for it.
    const payment = await provider.create(order, walletId);
    const command = { type: "RecordPaymentPrepared", orderId: order.orderId, payment } as const;
    return toTopup(opened(unwrap(await commandWallet(env, walletId, `prepared/${order.orderId}`, command))));
  },
});

const cancelOrder = endpoint({
  method: "post",
  path: "/v1/driver/orders/:orderId/cancel",
  tag: "Driver: orders",
  summary: "Cancel an unpaid top-up order",
  description: "Money that arrives all the same is credited.",
  access: "driver",
  command: true,
  params: { orderId },
  reply: topup,
  codes: ["topup_not_found", "topup_not_cancellable"],
  handle: async ({ env, caller, params, commandId }) =>
    toTopup(opened(unwrap(await commandWallet(env, caller.walletId, commandId, { type: "CancelTopup", orderId: params.orderId })))),
});

const notify = endpoint({
  method: "post",
  path: "/callbacks/:provider",
  tag: "Callbacks",
  summary: "A payment provider says that money has arrived",
  description: "Signed by the provider. Answered with 204 once the payment is recorded; repeated notifications are harmless.",
  access: "public",
  params: { provider: z.string().max(20) },
  reply: null,
  codes: ["signature_invalid", "not_found"],
  async handle({ env, params, request, text }) {
    const provider = paymentProvider(env, params.provider);
    if (provider === null) throw new Problem("not_found");
    const { walletId, transactionId, ...notice } = await provider.readNotification(request, text);
    const command = { type: "RecordPayment", provider: provider.name, providerTransactionId: transactionId, ...notice } as const;
    // The wallet knows a payment by its number; what a provider says of it may differ from one notification to the next.
    unwrap(await commandWallet(env, walletId, `payment/${provider.name}/${fingerprint(command)}`, command));
  },
});

const pay = endpoint({
  method: "post",
  path: "/sandbox/payments/:orderId/pay",
  tag: "Sandbox",
  summary: "Pay an order, as a payer would at the provider",
  description:
    "The sandbox provider settles and sends its signed notification. `again` makes a second payment for the order, `amountMinor` pays " +
    "another amount than was asked, `repeat` sends the notification so many times, `lost` sends none.",
  access: "public",
  params: { orderId },
  body: z.object({
    again: z.boolean().optional(),
    amountMinor: z.int().min(1).optional(),
    repeat: z.int().min(1).max(100).default(1),
    lost: z.boolean().optional(),
  }),
  reply: z.object({ transactionId: z.string(), notifications: z.array(z.int()) }),
  codes: ["not_found"],
  async handle({ env, params, body, url, dispatch }) {
    if (env.PROVIDERS_MODE !== "sandbox") throw new Problem("not_found");
    const transactionId = body.again === true ? `sbx_${crypto.randomUUID()}` : `sbx_${params.orderId}`;
    const payment = { transactionId, ...(body.amountMinor === undefined ? {} : { amountMinor: body.amountMinor }) };
    const notification = await sandboxNotification(env, params.orderId, payment, `${url.origin}/callbacks/sandbox`);
    if (notification === null) throw new Problem("not_found", "The sandbox provider has no such order.");
    const times = body.lost === true ? 0 : body.repeat;
    const answers = await Promise.all(Array.from({ length: times }, () => dispatch(notification.clone())));
    return { transactionId, notifications: answers.map(({ status }) => status) };
  },
});

const refunded = endpoint({
  method: "get",
  path: "/sandbox/refunds/:transactionId",
  tag: "Sandbox",
  summary: "What the sandbox provider has sent back of a payment",
  description: "The provider's own books, which know nothing of wallets: what a test compares with.",
  access: "public",
  params: { transactionId: z.string().max(100) },
  reply: z.object({ transactionId: z.string(), refundId: z.string(), amountMinor: z.int() }),
  codes: ["not_found"],
  async handle({ env, params }) {
    const refund = env.PROVIDERS_MODE === "sandbox" ? await sandboxRefund(env, params.transactionId) : null;
    if (refund === null) throw new Problem("not_found");
    return refund;
  },
});

export const topupRoutes = [requestTopup, cancelOrder, notify, pay, refunded];

/** Opens the order on the terms of this moment. The driver's words name it: said again, they find it though the terms have changed since. */
async function openOrder(
  env: Env,
  walletId: string,
  commandId: string,
  body: z.output<typeof topupRequest>,
): Promise<Result<TopupView | null>> {
  const terms = await termsOf(env, body);
  if (terms !== null) return commandWallet(env, walletId, commandId, { type: "RequestTopup", provider: body.provider, ...terms }, body);
  const told = await again(async () => walletOf(env, walletId).recall(commandId, body));
  return (told as Result<TopupView | null> | null) ?? rejected("package_not_found");
}

/** Null when the package is not on sale. */
async function termsOf(env: Env, { packageId, amountMinor }: z.output<typeof topupRequest>) {
  if (packageId === undefined) return amountMinor === undefined ? null : { amountMinor, bonusMinor: 0 };
  const found = await packageOnSale(env, packageId);
  if (found === null) return null;
  const { version, package: terms } = found;
  return {
    amountMinor: terms.amountMinor,
    bonusMinor: terms.bonusMinor,
    ...(terms.bonusValidDays === undefined ? {} : { bonusLifeMs: terms.bonusValidDays * DAY_MS }),
    packageId,
    packageVersion: version,
  };
}

function opened(view: TopupView | null): TopupView {
  if (view === null) throw new Problem("topup_not_found");
  return view;
}

function toTopup({ createdAtMs, expiresAtMs, ...order }: TopupView): z.input<typeof topup> {
  return {
    ...order,
    payment: order.payment === null ? null : { ...order.payment },
    createdAt: new Date(createdAtMs).toISOString(),
    expiresAt: new Date(expiresAtMs).toISOString(),
  };
}
