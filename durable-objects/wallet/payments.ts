import type { ProviderOrder, RefundOutcome } from "@forecourt/contract/payments";
import type { WalletCommand, WalletEvent } from "@forecourt/contract/wallet";
import { accepted, type Decision, type DecisionContext, type Delivery, Hopeless } from "../runtime/definition.ts";
import { type RefundQuestion, refundDeliveries } from "./refundOutcomes.ts";
import { findTopup, type PaymentReturn, paymentKey, type Topup, type WalletState } from "./state.ts";

/** What the wallet asks of payment providers by itself: whether an order is paid, to close it, to send a payment back. */

type WalletDecision = Decision<WalletState, WalletEvent>;
type WalletDelivery = Delivery<WalletCommand, ProviderQuestion>;
type CommandOf<Type extends WalletCommand["type"]> = Extract<WalletCommand, { type: Type }>;

export type ProviderQuestion =
  /** Has the order been paid? What has been is recorded before the answer. Answer: {@link QueryAnswer}. */
  | { readonly to: "provider"; readonly ask: "query"; readonly provider: string; readonly order: ProviderOrder }
  /** Nobody is to pay the order any more; what was paid before is recorded before the answer. Answer: {@link CloseAnswer}. */
  | { readonly to: "provider"; readonly ask: "close"; readonly provider: string; readonly order: ProviderOrder }
  | RefundQuestion;

export interface QueryAnswer {
  readonly asked: true;
}
export interface CloseAnswer {
  readonly closed: true;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * When to ask whether an order has been paid, counted from its making. WeChat Pay advises these; the next, after half an
 * hour, is the order's end, when it is closed.
 *
 * @see https://pay.weixin.qq.com/doc/v3/merchant/4012791861
 */
const QUERY_AFTER_MS = [5_000, 30_000, MINUTE_MS, 3 * MINUTE_MS, 5 * MINUTE_MS, 10 * MINUTE_MS] as const;
/** When to ask after a return that the provider works on; then every day. */
const RETURN_ASK_MS = [MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS, 12 * HOUR_MS] as const;
/** A return that is being worked on for so many answers is given to a person. */
const RETURN_ASKS_MAX = 30;
/** An order whose provider can't be got to close it is given up after this; what arrives all the same is credited. */
export const CLOSING_GIVEN_UP_MS = 24 * HOUR_MS;

const isOpen = ({ state }: Topup): boolean => state === "requested" || state === "awaiting_payment";

export function recordPaymentAsked(state: WalletState, command: CommandOf<"RecordPaymentAsked">): WalletDecision {
  const topup = findTopup(state, command.orderId);
  if (topup?.state !== "awaiting_payment" || topup.asked >= command.asked) return accepted([]);
  return accepted([{ type: "PaymentAsked", orderId: command.orderId, asked: command.asked }]);
}

export function recordPaymentClosed(
  state: WalletState,
  command: CommandOf<"RecordPaymentClosed">,
  context: DecisionContext,
): WalletDecision {
  const topup = findTopup(state, command.orderId);
  if (topup === undefined) return accepted([]);
  if (topup.closeOwed) return accepted([{ type: "PaymentClosed", orderId: command.orderId }]);
  // Closed there before its time is up here (the vendor may do so by itself): it runs out when the driver was told.
  if (!isOpen(topup) || topup.expiresAtMs > context.nowMs) return accepted([]);
  return accepted([{ type: "TopupExpired", orderId: command.orderId }]);
}

export function recordReturnPending(
  state: WalletState,
  command: CommandOf<"RecordReturnPending">,
  context: DecisionContext,
): WalletDecision {
  const { type: _, ...pending } = command;
  const known = state.returns.find((payment) => paymentKey(payment) === paymentKey(command));
  if (known === undefined || known.asked >= command.asked) return accepted([]);
  const waitMs = RETURN_ASK_MS[command.asked - 1] ?? 24 * HOUR_MS;
  return accepted([{ type: "PaymentReturnPending", ...pending, askAtMs: context.nowMs + waitMs }]);
}

/**
 * The payment is set apart as one that fits no order is: an operator credits it or has it sent back anew, under another number.
 * An answer about a number that was given up changes nothing.
 */
export function recordReturnRefused(state: WalletState, command: CommandOf<"RecordReturnRefused">): WalletDecision {
  const known = state.returns.find((payment) => paymentKey(payment) === paymentKey(command));
  if (known?.refundNo !== command.refundNo) return accepted([]);
  const { orderId, provider, providerTransactionId, amountMinor, refundNo: refusedNo, decidedAtMs: paidAtMs } = known;
  const payment = { orderId, provider, providerTransactionId, amountMinor, paidAtMs };
  const currency = known.currency ?? state.currency ?? "";
  return accepted([{ type: "PaymentQuarantined", ...payment, currency, reason: "return_refused", why: command.why, refusedNo }]);
}

/** What the wallet owes to providers. Each order has a destination of its own: one that waits keeps no other waiting. */
export function providerDeliveries(state: WalletState): readonly WalletDelivery[] {
  const deliveries: WalletDelivery[] = [];
  for (const topup of state.topups) {
    const order = (): ProviderOrder => orderOf(state, topup);
    // Where the provider's answer never came nobody has what it takes to pay: there is no hurry.
    if (topup.closeOwed) deliveries.push(closing(topup, order(), topup.payment === null ? topup.expiresAtMs : 0));
    else if (isOpen(topup)) {
      const afterMs = topup.state === "awaiting_payment" ? QUERY_AFTER_MS[topup.asked] : undefined;
      deliveries.push(
        afterMs === undefined ? closing(topup, order(), topup.expiresAtMs) : querying(topup, order(), topup.createdAtMs + afterMs),
      );
    }
  }
  for (const payment of state.returns) deliveries.push(returning(state, payment));
  return [...deliveries, ...refundDeliveries(state)];
}

function querying({ orderId, provider, asked }: Topup, order: ProviderOrder, notBeforeMs: number): WalletDelivery {
  return {
    id: `query/${orderId}/${asked + 1}`,
    destination: `provider/${provider}/${orderId}`,
    notBeforeMs,
    message: { to: "provider", ask: "query", provider, order },
    acknowledge: () => ({ type: "RecordPaymentAsked", orderId, asked: asked + 1 }),
  };
}

function closing({ orderId, provider }: Topup, order: ProviderOrder, notBeforeMs: number): WalletDelivery {
  return {
    id: `close/${orderId}`,
    destination: `provider/${provider}/${orderId}`,
    notBeforeMs,
    message: { to: "provider", ask: "close", provider, order },
    acknowledge: () => ({ type: "RecordPaymentClosed", orderId }),
  };
}

function returning({ walletId, currency }: WalletState, payment: PaymentReturn): WalletDelivery {
  const { provider, providerTransactionId, orderId, amountMinor, refundNo, decidedAtMs, asked, askAtMs } = payment;
  const money = { amountMinor, totalMinor: amountMinor, currency: payment.currency ?? currency ?? "" };
  const refund = { refundNo, orderId, walletId, transactionId: providerTransactionId, ...money, requestedAtMs: decidedAtMs };
  return {
    // By its number: one that was refused, and that an operator has sent back anew, is another delivery.
    id: `return/${refundNo}${asked === 0 ? "" : `/${asked}`}`,
    destination: `provider/${provider}/${providerTransactionId}`,
    notBeforeMs: askAtMs,
    message: { to: "provider", ask: "return", provider, refund, again: asked > 0 },
    acknowledge(reply) {
      const outcome = reply as RefundOutcome;
      switch (outcome.state) {
        case "succeeded":
          return { type: "RecordPaymentReturned", provider, providerTransactionId, refundId: outcome.refundId };
        case "processing":
          if (asked >= RETURN_ASKS_MAX) throw new Hopeless("the provider has been working on it for weeks");
          return { type: "RecordReturnPending", provider, providerTransactionId, refundId: outcome.refundId, asked: asked + 1 };
        case "failed":
          return { type: "RecordReturnRefused", provider, providerTransactionId, refundNo, why: outcome.reason };
        case "not_found":
        case "unknown":
          throw new Error("it is not known what the provider did");
      }
    },
  };
}

function orderOf({ walletId, currency }: WalletState, topup: Topup): ProviderOrder {
  const { orderId, amountMinor, createdAtMs, expiresAtMs, payment } = topup;
  return { orderId, walletId, amountMinor, currency: currency ?? "", createdAtMs, expiresAtMs, payment };
}
