import type { PaymentStatus, ProviderOrder, RefundOrder, RefundOutcome } from "@forecourt/contract/payments";
import { Problem } from "../../../http/problem.ts";
import { type OrderPlace, type PaymentProvider, ProviderUnreachable } from "../port.ts";
import { beijingInstant } from "../time.ts";
import { callWechat, type WechatAnswer } from "./api.ts";
import { wechatBill } from "./bill.ts";
import type { WechatMerchant } from "./config.ts";
import { attachment, outcomeOf, paymentOf, readWechatNotice, transaction } from "./notice.ts";
import { moment, payParameters } from "./sign.ts";

const DAY_MS = 24 * 3_600_000;
/** What the payer reads; it has to be the same every time, as all of an order has. */
const DESCRIPTION = "加油钱包充值";
/** Refusals of a refund that are for good. Any other one says nothing of whether it was carried out. */
const REFUSALS: Readonly<Record<string, Extract<RefundOutcome, { state: "failed" }>["reason"]>> = {
  NOT_ENOUGH: "not_enough_funds",
  // Closed, or barred from taking anything.
  USER_ACCOUNT_ABNORMAL: "account_abnormal",
  RESOURCE_NOT_EXISTS: "refused",
  PARAM_ERROR: "refused",
  INVALID_REQUEST: "refused",
  NO_AUTH: "refused",
};
/** Our clock and the vendor's may differ by so much. */
const CLOCKS_MS = 60_000;

/** WeChat Pay API v3, orders from a mini-program (JSAPI). */
export function wechatPay(merchant: WechatMerchant): PaymentProvider {
  const numbered = (orderId: string): string => `/v3/pay/transactions/out-trade-no/${encodeURIComponent(orderId)}`;

  async function query({ orderId }: ProviderOrder): Promise<PaymentStatus> {
    const answer = await callWechat(merchant, "GET", `${numbered(orderId)}?mchid=${merchant.mchId}`);
    if (!answer.ok) {
      if (answer.code === "ORDER_NOT_EXIST" && answer.isProven) return { state: "not_found" };
      throw refusal(answer);
    }
    const told = transaction.safeParse(answer.body);
    if (!told.success || told.data.out_trade_no !== orderId) throw new ProviderUnreachable("answered about something else");
    const payment = await paymentOf(merchant, told.data);
    if (payment !== null) return { state: "paid", payment };
    return { state: told.data.trade_state === "CLOSED" || told.data.trade_state === "REVOKED" ? "closed" : "open" };
  }

  return {
    name: "wechat",
    limits: { refundWindowMs: 365 * DAY_MS, refundsMax: 50, refundGapMs: 60_000 },
    payer: "wechat",
    takes: (currency) => currency === "CNY",
    async create(order, place) {
      const answer = await callWechat(merchant, "POST", "/v3/pay/transactions/jsapi", await jsapiOrder(merchant, order, place));
      if (!answer.ok) {
        // Refused by its signature or for its right to be there, it was our fault, and can be mended; the order can stand.
        if (answer.status === 401 || !answer.isProven) throw refusal(answer);
        throw new Problem("provider_refused", `WeChat Pay: ${answer.code}`);
      }
      const { prepay_id: prepayId } = answer.body as { prepay_id?: string };
      if (typeof prepayId !== "string") throw new ProviderUnreachable("answered without a prepay_id");
      return payParameters(merchant, prepayId, moment());
    },
    query,
    async close(order) {
      const answer = await callWechat(merchant, "POST", `${numbered(order.orderId)}/close`, { mchid: merchant.mchId });
      if (answer.ok) return "closed";
      // What was paid is told by a query, whose answer is signed.
      if (answer.code === "ORDER_PAID") return "paid";
      const isGone = answer.code === "ORDER_CLOSED" || answer.code === "ORDER_NOT_EXIST" || answer.status === 404;
      // Without a signature nothing is believed; but the order itself ends at its time there, whatever anybody says.
      if (isGone && (answer.isProven || Date.now() > order.expiresAtMs + CLOCKS_MS)) return "closed";
      throw refusal(answer);
    },
    refund: (refund) =>
      neverThrowing(async () => {
        const answer = await callWechat(merchant, "POST", "/v3/refund/domestic/refunds", refundRequest(merchant, refund));
        if (answer.ok) return toOutcome(answer.body);
        const reason = REFUSALS[answer.code];
        if (answer.isProven && reason !== undefined) return { state: "failed", reason };
        throw refusal(answer);
      }),
    queryRefund: ({ refundNo }) =>
      neverThrowing(async () => {
        const answer = await callWechat(merchant, "GET", `/v3/refund/domestic/refunds/${encodeURIComponent(refundNo)}`);
        if (answer.ok) return toOutcome(answer.body);
        // Signed or not: asking again under the same number does no harm, should it be there after all.
        if (answer.status === 404) return { state: "not_found" };
        throw refusal(answer);
      }),
    verifyNotification: (request, text) => readWechatNotice(merchant, request.headers, text),
    downloadBill: (day) => wechatBill(merchant, day),
  };
}

async function jsapiOrder({ appId, mchId }: WechatMerchant, order: ProviderOrder, { origin, openid }: OrderPlace) {
  if (openid === undefined) throw new Problem("provider_refused", "WeChat Pay needs to know who pays: sign in with WeChat.");
  const { orderId, walletId, amountMinor, currency, expiresAtMs } = order;
  return {
    appid: appId,
    mchid: mchId,
    description: DESCRIPTION,
    out_trade_no: orderId,
    time_expire: beijingInstant(expiresAtMs),
    attach: await attachment(walletId, orderId, openid),
    notify_url: `${origin}/callbacks/wechat`,
    amount: { total: amountMinor, currency },
    payer: { openid },
  };
}

function refundRequest({ refundUrl }: WechatMerchant, { refundNo, transactionId, amountMinor, totalMinor, currency }: RefundOrder) {
  return {
    transaction_id: transactionId,
    out_refund_no: refundNo,
    reason: "退款",
    ...(refundUrl === null ? {} : { notify_url: refundUrl }),
    amount: { refund: amountMinor, total: totalMinor, currency },
  };
}

function toOutcome(body: unknown): RefundOutcome {
  const { refund_id, status, success_time } = body as { refund_id?: string; status?: string; success_time?: string };
  if (refund_id === undefined || status === undefined) throw new ProviderUnreachable("answered without a refund");
  return outcomeOf({ refund_id, status, ...(success_time === undefined ? {} : { success_time }) });
}

function refusal({ status, code, isProven }: Extract<WechatAnswer, { ok: false }>): ProviderUnreachable {
  return new ProviderUnreachable(`answered ${status} ${code}${isProven ? "" : ", unsigned"}`);
}

async function neverThrowing(work: () => Promise<RefundOutcome>): Promise<RefundOutcome> {
  try {
    return await work();
  } catch (error) {
    return { state: "unknown", error: error instanceof ProviderUnreachable ? error.message : "an answer that can't be read" };
  }
}
