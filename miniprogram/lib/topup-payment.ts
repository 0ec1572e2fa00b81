import { messages } from "../i18n/index.ts";
import { fetchPayment, fetchTopup, fetchWallet, keys, paySandbox, UNPAID } from "./api/driver.ts";
import type { Catalog, Topup } from "./api/types.ts";
import { invalidate } from "./cache.ts";
import { buttons } from "./dialog.ts";
import { fill, money } from "./format.ts";
import { go } from "./navigation.ts";
import { currentLanguage } from "./settings.ts";
import { pause } from "./ticker.ts";
import { noteOrder } from "./unlisted.ts";

/** What is needed of an order to pay it. */
export type Payable = Pick<Topup, "orderId" | "amountMinor" | "currency" | "provider">;

/** `away`: the provider's own page has been opened; the order tells how it went. */
export type PaymentOutcome = "paid" | "dismissed" | "unknown" | "away";

/** How often and how long to ask whether the provider's notification has arrived. */
const ASK_MS = 800;
const ASKS_MAX = 12;

/**
 * Lets the driver pay an order with its provider's cashier and waits until the order says that the money arrived: what the
 * cashier says on the phone proves nothing.
 */
export async function payTopup(order: Payable): Promise<PaymentOutcome> {
  const outcome = order.provider === "sandbox" ? await paySandboxOrder(order) : await openCashier(order);
  invalidate(keys.wallet, keys.orders);
  if (outcome !== "unknown") return outcome;
  for (let asks = 0; asks < ASKS_MAX; asks += 1) {
    const known = await fetchTopup(order.orderId).catch(() => undefined);
    if (known?.state === "paid") {
      noteOrder(order.orderId, UNPAID);
      await fetchWallet(0).catch(() => undefined);
      return "paid";
    }
    await pause(ASK_MS);
  }
  return "unknown";
}

/** The provider's own page, such as UnionPay's or that of a card, once {@link payTopup} has said `away`. */
let ownPage: { readonly orderId: string; readonly url: string } | undefined;

/** The page that the cashier shows. Its address names the order to whoever pays it, so it stands in no address of ours. */
export const cashierUrl = (): string => ownPage?.url ?? "";
/** The order that is paid there. */
export const cashierOrderId = (): string => ownPage?.orderId ?? "";

export function openOwnPage(): void {
  go("/packages/wallet/cashier/cashier");
}

async function openCashier(order: Payable): Promise<PaymentOutcome> {
  const { payment } = await fetchPayment(order.orderId, order.provider);
  if (payment?.payUrl) {
    ownPage = { orderId: order.orderId, url: `${payment.payUrl}?lang=${currentLanguage()}` };
    return "away";
  }
  try {
    await wx.requestPayment(payment as unknown as WechatMiniprogram.RequestPaymentOption);
    return "unknown";
  } catch (error) {
    if (/cancel/.test((error as { errMsg?: string }).errMsg ?? "")) return "dismissed";
    throw error;
  }
}

async function paySandboxOrder(order: Payable): Promise<PaymentOutcome> {
  const words = messages().topup;
  const { confirm } = await wx.showModal({
    title: words.sandboxTitle,
    content: fill(words.sandbox, { amount: money(order.amountMinor, order.currency) }),
    ...buttons("pay", "notNow"),
  });
  if (!confirm) return "dismissed";
  await paySandbox(order.orderId);
  return "unknown";
}

/** The ways to pay in the home region, the preferred one first. */
export function providersOf(catalog: Catalog): readonly string[] {
  return catalog.regions.filter(({ regionId }) => regionId === catalog.homeRegionId)[0]?.providers ?? [];
}
