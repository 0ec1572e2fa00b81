import { topup, topupRequest } from "@forecourt/contract/http/driver";
import { orderId } from "@forecourt/contract/ids";
import type { TopupView } from "@forecourt/contract/wallet";
import { commandWallet } from "@forecourt/durable-objects/stubs";
import { z } from "zod";
import type { Env } from "../../env.ts";
import { endpoint } from "../../http/endpoint.ts";
import { Problem, unwrap } from "../../http/problem.ts";
import { paymentProvider } from "../../providers/payments/providers.ts";
import { sandboxNotification } from "../../providers/payments/sandbox/sandbox.ts";
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
    const terms = "packageId" in body ? await packageTerms(env, body.packageId) : { amountMinor: body.amountMinor, bonusMinor: 0 };
    const { walletId } = caller;
    const order = opened(
      unwrap(await commandWallet(env, walletId, commandId, { type: "RequestTopup", provider: provider.name, ...terms })),
    );
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
    unwrap(await commandWallet(env, walletId, `payment/${provider.name}/${transactionId}`, command));
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

export const topupRoutes = [requestTopup, cancelOrder, notify, pay];

async function packageTerms(env: Env, packageId: string) {
  const { version, package: terms } = await packageOnSale(env, packageId);
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
