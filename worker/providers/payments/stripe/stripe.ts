import type { BillLine, PaymentStatus, ProviderOrder, RefundOrder, RefundOutcome } from "@forecourt/contract/payments";
import type { PaymentParameters } from "@forecourt/contract/wallet";
import type { Stripe } from "stripe";
import { BillNotReady, type PaymentProvider, ProviderUnreachable } from "../port.ts";
import type { StripeAccount } from "./config.ts";
import { failureOf, isRefusal, refundFailure, thrown } from "./errors.ts";
import { idOf, paymentOf, readStripeNotice, refundOutcome } from "./notice.ts";

const DAY_MS = 24 * 3_600_000;
/** Refunds of one payment that are looked through for ours; a payment has at most {@link REFUNDS_MAX}. */
const PAGE = 100;
const REFUNDS_MAX = 50;

/** Stripe: one PaymentIntent for each order, paid on a page of ours by Stripe's own elements. */
export function stripePayments(account: StripeAccount): PaymentProvider {
  const calling = async <Answer>(call: (stripe: Stripe) => Promise<Answer>): Promise<Answer> => {
    try {
      return await call(await account.client());
    } catch (error) {
      throw thrown(error);
    }
  };

  /** Under the order's own key Stripe makes one PaymentIntent, and gives the same one again. */
  const open = ({ orderId, walletId, amountMinor, currency }: ProviderOrder): Promise<Stripe.PaymentIntent> =>
    calling((stripe) =>
      stripe.paymentIntents.create(
        {
          amount: amountMinor,
          currency: currency.toLowerCase(),
          automatic_payment_methods: { enabled: true },
          metadata: { order_id: orderId, wallet_id: walletId },
        },
        { idempotencyKey: `order/${orderId}` },
      ),
    );

  const intentOf = async (order: ProviderOrder): Promise<Stripe.PaymentIntent> => {
    const known = order.payment?.paymentIntentId ?? (await open(order)).id;
    return calling((stripe) => stripe.paymentIntents.retrieve(known, { expand: ["latest_charge"] }));
  };

  async function query(order: ProviderOrder): Promise<PaymentStatus> {
    const intent = await intentOf(order);
    if (intent.status === "succeeded") {
      const charge = intent.latest_charge;
      const paidAtMs = (typeof charge === "object" && charge !== null ? charge.created : intent.created) * 1000;
      const payment = paymentOf(intent, paidAtMs);
      if (payment?.orderId !== order.orderId) throw new ProviderUnreachable("answered about something else");
      return { state: "paid", payment };
    }
    return { state: intent.status === "canceled" ? "closed" : "open" };
  }

  const find = async ({ transactionId, refundNo }: RefundOrder): Promise<Stripe.Refund | undefined> => {
    const { data } = await calling((stripe) => stripe.refunds.list({ payment_intent: transactionId, limit: PAGE }));
    return data.find(({ metadata }) => metadata?.refund_no === refundNo);
  };

  return {
    name: "stripe",
    limits: { refundWindowMs: 365 * DAY_MS, refundsMax: REFUNDS_MAX, refundGapMs: 0 },
    takes: () => true,
    async create(order, { origin }): Promise<PaymentParameters> {
      const { id, client_secret: clientSecret } = await open(order);
      if (clientSecret === null) throw new ProviderUnreachable("answered without a client secret");
      return {
        provider: "stripe",
        paymentIntentId: id,
        clientSecret,
        publishableKey: account.publishableKey,
        payUrl: `${origin}/pay/stripe/${order.walletId}/${order.orderId}`,
      };
    },
    query,
    async close(order) {
      const { id, status } = await intentOf(order);
      if (status === "succeeded") return "paid";
      if (status === "canceled") return "closed";
      try {
        await (await account.client()).paymentIntents.cancel(id);
        return "closed";
      } catch (error) {
        // Paid, or being paid, since we looked.
        if (failureOf(error).code !== "payment_intent_unexpected_state") throw thrown(error);
        throw new ProviderUnreachable("a payment is under way");
      }
    },
    refund: (refund) =>
      neverThrowing(async () => {
        // Stripe forgets an idempotency key after a day; a refund it does not forget. Until then it says again under a key what it has
        // said, also that funds lacked.
        const known = await find(refund);
        if (known !== undefined) return refundOutcome(known);
        const { refundNo, transactionId, amountMinor, orderId, walletId, shortages = 0 } = refund;
        const idempotencyKey = `refund/${refundNo}${shortages === 0 ? "" : `/${shortages}`}`;
        const metadata = { refund_no: refundNo, order_id: orderId, wallet_id: walletId };
        const asked = { payment_intent: transactionId, amount: amountMinor, metadata };
        return refundOutcome(await (await account.client()).refunds.create(asked, { idempotencyKey }));
      }),
    queryRefund: (refund) =>
      neverThrowing(async () => {
        const known = await find(refund);
        return known === undefined ? { state: "not_found" } : refundOutcome(known);
      }),
    verifyNotification: (request, text) => readStripeNotice(account, request.headers, text),
    downloadBill: (day) => billOf(account, day),
  };
}

/** Movements of the account's balance on a day, counted in UTC as Stripe does. */
async function* billOf(account: StripeAccount, day: string): AsyncIterable<BillLine> {
  const fromS = Date.parse(`${day}T00:00:00Z`) / 1000;
  if ((fromS + DAY_MS / 1000) * 1000 > Date.now()) throw new BillNotReady(`${day} is not over yet`);
  const stripe = await account.client();
  const window = { created: { gte: fromS, lt: fromS + DAY_MS / 1000 }, limit: PAGE, expand: ["data.source"] };
  try {
    for await (const { source, fee, created } of stripe.balanceTransactions.list(window)) {
      const line = typeof source === "object" && source !== null ? lineOf(source) : null;
      if (line !== null) yield { ...line, atMs: created * 1000, feeMinor: fee };
    }
  } catch (error) {
    throw thrown(error);
  }
}

/** Null for movements that are no payment or refund of ours: payouts, fees, disputes. */
function lineOf(source: Exclude<Stripe.BalanceTransaction["source"], string | null>): Omit<BillLine, "atMs"> | null {
  if (source.object === "charge" && source.metadata.order_id !== undefined) {
    const transactionId = idOf(source.payment_intent) ?? source.id;
    return {
      kind: "payment",
      number: source.metadata.order_id,
      transactionId,
      amountMinor: source.amount,
      currency: source.currency.toUpperCase(),
    };
  }
  if (source.object === "refund" && source.metadata?.refund_no !== undefined) {
    const { id: refundId, amount: amountMinor } = source;
    const money = { amountMinor, currency: source.currency.toUpperCase() };
    return { kind: "refund", number: source.metadata.refund_no, transactionId: idOf(source.payment_intent) ?? "", refundId, ...money };
  }
  return null;
}

async function neverThrowing(work: () => Promise<RefundOutcome>): Promise<RefundOutcome> {
  try {
    return await work();
  } catch (error) {
    const failure = failureOf(error);
    if (isRefusal(failure)) return { state: "failed", reason: refundFailure(failure) };
    return {
      state: "unknown",
      error: error instanceof Error && error.name === "ProviderUnreachable" ? error.message : failure.type || "no answer",
    };
  }
}
