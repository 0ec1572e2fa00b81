import { messages } from "../i18n/index.ts";
import { fetchOrder, fetchWallet, keys, paySandbox } from "./api/driver.ts";
import type { Order, Topup } from "./api/types.ts";
import { invalidate } from "./cache.ts";
import { fill, money } from "./format.ts";
import { pause } from "./ticker.ts";

/** What is needed of an order to pay it. */
export type Payable = Pick<Topup, "orderId" | "amountMinor" | "currency" | "provider" | "payment">;

export type PaymentOutcome = "paid" | "dismissed" | "unknown";

/** How often and how long to ask whether the provider's notification has arrived. */
const ASK_MS = 800;
const ASKS_MAX = 12;

/**
 * Lets the driver pay an order with its provider's cashier and waits until the order says that the money arrived: what the
 * cashier says on the phone proves nothing.
 */
export async function payTopup(order: Payable): Promise<PaymentOutcome> {
  if (!(await openCashier(order))) return "dismissed";
  invalidate(keys.wallet, keys.orders);
  for (let asks = 0; asks < ASKS_MAX; asks += 1) {
    const known = await fetchOrder(order.orderId).catch(() => undefined);
    if (known?.state === "paid") {
      await fetchWallet(0).catch(() => undefined);
      return "paid";
    }
    await pause(ASK_MS);
  }
  return "unknown";
}

async function openCashier(order: Payable): Promise<boolean> {
  if (order.provider === "wechat") {
    try {
      await wx.requestPayment(order.payment as unknown as WechatMiniprogram.RequestPaymentOption);
      return true;
    } catch (error) {
      if (/cancel/.test((error as { errMsg?: string }).errMsg ?? "")) return false;
      throw error;
    }
  }
  const words = messages().topup;
  const { confirm } = await wx.showModal({
    title: words.sandboxTitle,
    content: fill(words.sandbox, { amount: money(order.amountMinor, order.currency) }),
    confirmText: words.payNow,
    cancelText: words.notNow,
  });
  if (confirm) await paySandbox(order.orderId);
  return confirm;
}

/** What is needed to go on paying an order that was opened before. */
export function paymentOf(order: Order): Payable {
  return {
    orderId: order.orderId,
    amountMinor: order.amountMinor,
    currency: order.currency,
    provider: order.topup?.provider ?? "sandbox",
    payment: null,
  };
}
