import type { ProviderDispute, ProviderPayment, RefundOutcome } from "@forecourt/contract/payments";
import type { Stripe } from "stripe";
import { Problem } from "../../../http/problem.ts";
import type { ProviderNotice } from "../port.ts";
import type { StripeAccount } from "./config.ts";

/** What Stripe says of payments, refunds and disputes. */

const TOLERANCE_S = 300;

/** @throws Problem `signature_invalid` for one that Stripe did not sign with this endpoint's secret, or not in these minutes */
export async function readStripeNotice(account: StripeAccount, headers: Headers, text: string): Promise<ProviderNotice> {
  const signature = headers.get("stripe-signature") ?? "";
  const stripe = await account.client();
  let event: Stripe.Event;
  try {
    event = await stripe.webhooks.constructEventAsync(text, signature, account.webhookSecret, TOLERANCE_S);
  } catch {
    throw new Problem("signature_invalid", "not signed by Stripe, or at another time");
  }
  // The client lets pass what was signed in the future.
  const signedAtS = Number(/(?:^|,)t=(\d+)/.exec(signature)?.[1]);
  if (!(signedAtS <= Date.now() / 1000 + TOLERANCE_S)) throw new Problem("signature_invalid", "signed in the future");
  const noticeId = event.id;
  switch (event.type) {
    case "payment_intent.succeeded": {
      const payment = paymentOf(event.data.object, event.created * 1000);
      // An account may be used for more than this; what we did not open is not ours to credit.
      return payment === null ? { kind: "other", noticeId, type: event.type } : { kind: "payment", noticeId, payment };
    }
    case "refund.created":
    case "refund.updated":
    case "refund.failed": {
      const refund = event.data.object;
      const refundNo = refund.metadata?.refund_no;
      if (refundNo === undefined) return { kind: "other", noticeId, type: event.type };
      const { order_id: orderId = null, wallet_id: walletId = null } = refund.metadata ?? {};
      return { kind: "refund", noticeId, refundNo, orderId, walletId, outcome: refundOutcome(refund) };
    }
    case "charge.dispute.created":
    case "charge.dispute.closed":
    case "charge.dispute.funds_withdrawn":
    case "charge.dispute.funds_reinstated":
      return { kind: "dispute", noticeId, dispute: disputeOf(event.data.object, event.created * 1000) };
    default:
      return { kind: "other", noticeId, type: event.type };
  }
}

/** The payment that a PaymentIntent is, once it has succeeded; null for one that we did not open. */
export function paymentOf(intent: Stripe.PaymentIntent, paidAtMs: number): ProviderPayment | null {
  const { order_id: orderId, wallet_id: walletId } = intent.metadata;
  if (orderId === undefined) return null;
  return {
    orderId,
    walletId: walletId !== undefined && /^wal_[0-9a-z]{6,40}$/.test(walletId) ? walletId : null,
    transactionId: intent.id,
    amountMinor: intent.amount_received,
    currency: intent.currency.toUpperCase(),
    paidAtMs,
  };
}

export function refundOutcome({ id: refundId, status, created }: Stripe.Refund): RefundOutcome {
  switch (status) {
    case "succeeded":
      return { state: "succeeded", refundId, atMs: created * 1000 };
    case "pending":
    case "requires_action":
      return { state: "processing", refundId };
    case "failed":
      return { state: "failed", reason: "account_abnormal", refundId };
    case "canceled":
      return { state: "failed", reason: "closed", refundId };
    default:
      return { state: "unknown", error: "a status that is not known" };
  }
}

function disputeOf(dispute: Stripe.Dispute, atMs: number): ProviderDispute {
  return {
    disputeId: dispute.id,
    transactionId: idOf(dispute.payment_intent) ?? idOf(dispute.charge) ?? "",
    orderId: null,
    walletId: null,
    amountMinor: dispute.amount,
    currency: dispute.currency.toUpperCase(),
    state: disputeState(dispute.status),
    reason: dispute.reason,
    atMs,
  };
}

/** A `warning_…` is an inquiry: Stripe takes nothing for it. @see https://docs.stripe.com/disputes/how-disputes-work */
function disputeState(status: Stripe.Dispute.Status): ProviderDispute["state"] {
  switch (status) {
    case "warning_needs_response":
    case "warning_under_review":
      return "inquiry";
    case "won":
    case "warning_closed":
      return "won";
    case "lost":
      return "lost";
    default:
      return "opened";
  }
}

/** Stripe gives an object, or its id. */
export function idOf(of: string | { readonly id: string } | null | undefined): string | null {
  return typeof of === "string" ? of : (of?.id ?? null);
}
