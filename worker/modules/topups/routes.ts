import { topup, topupRequest } from "@forecourt/contract/http/driver";
import { orderId } from "@forecourt/contract/ids";
import type { TopupView } from "@forecourt/contract/wallet";
import { again, commandWallet, walletOf } from "@forecourt/durable-objects/stubs";
import { z } from "zod";
import type { Env } from "../../env.ts";
import { endpoint, type RequestScope } from "../../http/endpoint.ts";
import { Problem, unwrap } from "../../http/problem.ts";
import { originOf } from "../../providers/payments/origin.ts";
import { type PaymentProvider, ProviderUnreachable } from "../../providers/payments/port.ts";
import { paymentProvider } from "../../providers/payments/providers.ts";
import { wechat } from "../../providers/wechat/wechat.ts";
import { findHomeRegion } from "../catalog/queries.ts";
import { riskCodes, seePayer } from "../risk/assess.ts";
import { deviceHeaders } from "../sessions/device.ts";
import { openOrder } from "./openOrder.ts";

const requestTopup = endpoint({
  method: "post",
  path: "/v1/driver/topups",
  logs: "topup",
  tag: "Driver: top-ups",
  summary: "Open a top-up order",
  description:
    "The order exists before any money moves. `payment` is what the provider's client call needs; it is null where the provider has to " +
    "know the payer first: ask for it by POST /v1/driver/orders/{orderId}/payment. One that looks unusual has to be confirmed by SMS or a security " +
    "question (`confirmation_required`), or is refused (`risk_refused`).",
  access: "driver",
  describedHeaders: deviceHeaders,
  command: true,
  body: topupRequest,
  status: 201,
  reply: topup,
  codes: [
    "package_not_found",
    "package_value_invalid",
    "package_not_for_tier",
    "package_limit_reached",
    "package_sold_out",
    "provider_not_available",
    "provider_refused",
    "unavailable",
    "credentials_wrong",
    "too_many_open_orders",
    "wallet_frozen",
    "balance_limit_exceeded",
    "currency_mismatch",
    ...riskCodes,
  ],
  async handle({ env, caller, body, commandId, request, url, origin, outside }) {
    const provider = paymentProvider(env, body.provider);
    const home = await findHomeRegion(env, caller.driverId);
    if (provider === null || (home !== null && (!home.providers.includes(provider.name) || !provider.takes(home.currency))))
      throw new Problem("provider_not_available");
    const { walletId } = caller;
    // The code is a new one each time, and says nothing of what is ordered.
    const { wechatCode, ...said } = body;
    const order = opened(unwrap(await openOrder({ env, caller, commandId, request, origin: await origin(), home }, said)));
    // Whom it is bound to is not known yet: the order stands, and is prepared once somebody is there to pay it.
    const lacksPayer = provider.payer === "wechat" && wechatCode === undefined;
    if (order.state !== "requested" || lacksPayer) return toTopup(order);
    // Should this stop here, the same request again finds the order and goes on; the provider opens one payment for it.
    return toTopup(await prepared({ env, url, request, outside }, provider, { ...order, walletId }, wechatCode));
  },
});

const payOrder = endpoint({
  method: "post",
  path: "/v1/driver/orders/:orderId/payment",
  tag: "Driver: top-ups",
  summary: "Get what it takes to pay an order that is open already",
  description: "What the provider answered when the order was made, kept; or asked for now, where its answer never came.",
  access: "driver",
  params: { orderId },
  body: z.object({ wechatCode: z.string().min(1).max(128).optional() }),
  reply: topup,
  codes: ["topup_not_found", "topup_not_payable", "provider_not_available", "provider_refused", "unavailable", "credentials_wrong"],
  async handle({ env, caller, params, body, request, url, outside }) {
    const { walletId } = caller;
    const order = opened(await again(async () => walletOf(env, walletId).topup(params.orderId)));
    if (order.expiresAtMs <= Date.now()) throw new Problem("topup_not_payable");
    if (order.state === "awaiting_payment") return toTopup(order);
    if (order.state !== "requested") throw new Problem("topup_not_payable");
    const provider = paymentProvider(env, order.provider);
    if (provider === null) throw new Problem("provider_not_available");
    return toTopup(await prepared({ env, url, request, outside }, provider, { ...order, walletId }, body.wechatCode));
  },
});

const getTopup = endpoint({
  method: "get",
  path: "/v1/driver/topups/:orderId",
  tag: "Driver: top-ups",
  summary: "A top-up order as it is this moment",
  description:
    "Straight from the wallet, with what the provider's client call needs: for going on paying, and for whoever waits for the money.",
  access: "driver",
  params: { orderId },
  reply: topup,
  codes: ["topup_not_found"],
  handle: async ({ env, caller, params }) => toTopup(opened(await again(async () => walletOf(env, caller.walletId).topup(params.orderId)))),
});

const cancelOrder = endpoint({
  method: "post",
  path: "/v1/driver/orders/:orderId/cancel",
  logs: "topup_cancel",
  tag: "Driver: orders",
  summary: "Cancel an unpaid top-up order",
  description: "Money that arrives all the same is credited.",
  access: "driver",
  command: true,
  params: { orderId },
  reply: topup,
  codes: ["topup_not_found", "topup_not_cancellable"],
  async handle({ env, caller, params, commandId, origin }) {
    const command = { type: "CancelTopup", orderId: params.orderId } as const;
    const cancelled = await commandWallet(env, caller.walletId, commandId, command, command, undefined, await origin());
    return toTopup(opened(unwrap(cancelled)));
  },
});

export const topupRoutes = [requestTopup, getTopup, payOrder, cancelOrder];

/** Opens the payment at the provider, and keeps with the order what it takes to pay it. */
async function prepared(
  { env, url, request, outside }: Pick<RequestScope, "env" | "outside"> & { readonly url: URL; readonly request: Request },
  provider: PaymentProvider,
  order: TopupView & { readonly walletId: string },
  wechatCode: string | undefined,
): Promise<TopupView> {
  const payment = await outside(async () => {
    const payer = await payerOf(env, provider, wechatCode);
    if (payer.openid !== undefined) await seePayer(env, request, payer.openid);
    return preparing(() => provider.create(order, { origin: originOf(env, url), ...payer }));
  });
  const { orderId, walletId } = order;
  const command = { type: "RecordPaymentPrepared", orderId, payment } as const;
  // Asked twice at once, a provider signs two answers that differ: either pays the order, and the first is kept.
  return opened(unwrap(await commandWallet(env, walletId, `prepared/${orderId}`, command, { prepared: orderId })));
}

/** Who is to pay, where the provider binds an order to its payer. */
async function payerOf(env: Env, provider: PaymentProvider, wechatCode: string | undefined): Promise<{ readonly openid?: string }> {
  if (provider.payer !== "wechat" || wechatCode === undefined) return {};
  return { openid: (await wechat(env).user(wechatCode)).openid };
}

/** The order stays open when the vendor does not answer: the same request again finds it, and asks again under the same number. */
async function preparing<Prepared>(create: () => Promise<Prepared>): Promise<Prepared> {
  try {
    return await create();
  } catch (error) {
    if (!(error instanceof ProviderUnreachable)) throw error;
    throw new Problem("unavailable", "The payment provider does not answer. Nothing was charged; try again.", {}, { "retry-after": "2" });
  }
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
