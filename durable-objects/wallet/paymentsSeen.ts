import type { PaymentOutcome } from "@forecourt/contract/payments";
import { findTopup, type PaymentName, paymentKey, type WalletState, walletBounds } from "./state.ts";

/** A payment that the wallet has dealt with. */
export interface PaymentSeen {
  /** See {@link paymentKey}. */
  readonly payment: string;
  readonly outcome: PaymentOutcome;
}

/** What has become of a payment of an order, as far as the wallet remembers it; undefined: it has never met it, or has forgotten it. */
export function outcomeOf(state: WalletState, orderId: string, payment: PaymentName): PaymentOutcome | undefined {
  const key = paymentKey(payment);
  const seen = state.paymentsSeen.find((each) => each.payment === key);
  if (seen !== undefined) return seen.outcome;
  // An order and a lot may outlive the list.
  const topup = findTopup(state, orderId);
  const isPaidByIt = topup?.provider === payment.provider && topup.paidBy === payment.providerTransactionId;
  return isPaidByIt || state.lots.some((lot) => isPaidBy(lot, payment)) ? "credited" : undefined;
}

/** Whether a lot is what a payment has brought. */
export function isPaidBy(lot: { readonly payment?: PaymentName }, payment: PaymentName): boolean {
  return lot.payment !== undefined && paymentKey(lot.payment) === paymentKey(payment);
}

/** The wallet, remembering what has become of a payment. */
export function seen(state: WalletState, payment: PaymentName, outcome: PaymentOutcome): WalletState {
  const key = paymentKey(payment);
  const others = state.paymentsSeen.filter((each) => each.payment !== key);
  return { ...state, paymentsSeen: [...others, { payment: key, outcome }].slice(-walletBounds.paymentsSeenKept) };
}
