import { rejected } from "@forecourt/contract/result";
import { AMOUNT_MINOR_MAX, type Currency } from "@forecourt/contract/units";
import type { PurchaseTerms, WalletCommand, WalletEvent } from "@forecourt/contract/wallet";
import { accepted, type Decision, type DecisionContext } from "../runtime/definition.ts";
import { isDisputed } from "./disputes.ts";
import { Draft } from "./draft.ts";
import { fillRulesSeen } from "./fillRules.ts";
import { refusedWhileFrozen } from "./freezes.ts";
import { nextMovement } from "./movements.ts";
import { outcomeOf } from "./paymentsSeen.ts";
import { refusePurchase } from "./purchases.ts";
import { findTopup, paymentKey, type Topup, topupView, type WalletState, walletBounds } from "./state.ts";

type WalletDecision = Decision<WalletState, WalletEvent>;
type CommandOf<Type extends WalletCommand["type"]> = Extract<WalletCommand, { type: Type }>;

/** An order that nobody pays is closed after this. */
const TOPUP_LIFE_MS = 30 * 60_000;

/** Not closed yet; its time may have run out all the same. */
const isOpen = (topup: Topup): boolean => topup.state === "requested" || topup.state === "awaiting_payment";

export function requestTopup(state: WalletState, command: CommandOf<"RequestTopup">, context: DecisionContext): WalletDecision {
  const { type: _, purchase, balanceMaxMinor = AMOUNT_MINOR_MAX, fillRules, ...terms } = command;
  const { currency } = state;
  if (currency === null) return rejected("wallet_not_found");
  if (state.closedInto !== null) return rejected("wallet_closed");
  const orderId = context.newId("top");
  // The receipt may be forgotten; the order is not.
  if (findTopup(state, orderId) !== undefined) return accepted([], (after) => topupView(after, orderId));
  const frozen = refusedWhileFrozen(state);
  if (frozen !== null) return frozen;
  // What has run out counts no more, whether its timer has run or not.
  const open = state.topups.filter((topup) => isOpen(topup) && topup.expiresAtMs > context.nowMs);
  if (open.length >= walletBounds.topupsOpenMax) {
    return rejected("too_many_open_orders", { openMax: walletBounds.topupsOpenMax });
  }
  const openMinor = open.reduce((sum, { amountMinor, bonusMinor }) => sum + amountMinor + bonusMinor, 0);
  const heldMinor = state.principalMinor + state.bonusMinor;
  if (heldMinor + openMinor + terms.amountMinor + terms.bonusMinor > balanceMaxMinor) {
    return rejected("balance_limit_exceeded", { limitMinor: balanceMaxMinor, heldMinor, openMinor });
  }
  const refusal = purchase === undefined ? null : refusePurchase(state, purchase, context.nowMs);
  if (refusal !== null) return refusal;
  const bought = purchase === undefined ? {} : keptOf(purchase);
  return accepted(
    [
      ...fillRulesSeen(state, fillRules),
      { type: "TopupRequested", orderId, currency, ...terms, ...bought, expiresAtMs: context.nowMs + TOPUP_LIFE_MS },
    ],
    (after: WalletState) => topupView(after, orderId),
  );
}

/** What the order keeps of the package's terms. */
function keptOf({ packageId, version, day, stock, coupons }: PurchaseTerms) {
  return {
    packageId,
    packageVersion: version,
    day,
    ...(stock === undefined ? {} : { holdId: stock.holdId }),
    ...(coupons === undefined ? {} : { coupons }),
  };
}

export function recordPaymentPrepared(state: WalletState, command: CommandOf<"RecordPaymentPrepared">): WalletDecision {
  const topup = findTopup(state, command.orderId);
  if (topup === undefined) return rejected("topup_not_found");
  // Paid or closed in the meantime: what was prepared is of no more use, and no harm.
  if (topup.state !== "requested") return accepted([], (after) => topupView(after, command.orderId));
  return accepted([{ type: "PaymentPrepared", orderId: command.orderId, payment: command.payment }], (after: WalletState) =>
    topupView(after, command.orderId),
  );
}

export function cancelTopup(state: WalletState, command: CommandOf<"CancelTopup">): WalletDecision {
  const topup = findTopup(state, command.orderId);
  if (topup === undefined) return rejected("topup_not_found");
  const reply = (after: WalletState) => topupView(after, command.orderId);
  if (topup.state === "cancelled") return accepted([], reply);
  if (!isOpen(topup)) return rejected("topup_not_cancellable", { state: topup.state });
  return accepted([{ type: "TopupCancelled", orderId: command.orderId }], reply);
}

/** Closes an order whose provider could not be got to close it in all that time. It is still asked: somebody may have paid. */
export function expireTopup(state: WalletState, command: CommandOf<"ExpireTopup">, context: DecisionContext): WalletDecision {
  const topup = findTopup(state, command.orderId);
  if (topup === undefined || !isOpen(topup) || topup.expiresAtMs > context.nowMs) return accepted([]);
  return accepted([{ type: "TopupExpired", orderId: command.orderId, unconfirmed: true }]);
}

/**
 * Money has arrived. It is credited, or sent back when the order is paid already, or set apart when it does not fit;
 * it is never lost. Paid after the order was cancelled or had run out: principal without bonus. What is owed is paid first.
 */
export function recordPayment(state: WalletState, command: CommandOf<"RecordPayment">, context: DecisionContext): WalletDecision {
  const { orderId, provider, providerTransactionId, amountMinor } = command;
  const topup = findTopup(state, orderId);
  const outcome = outcomeOf(state, orderId, command);
  if (outcome !== undefined) return accepted([], () => ({ outcome }));
  const reason = misfit(state, topup, command);
  if (topup === undefined || state.currency === null || reason !== null) {
    const { type: _, payerDiffers: __, ...payment } = command;
    return accepted([{ type: "PaymentQuarantined", ...payment, reason: reason ?? "order_unknown" }], () => ({ outcome: "quarantined" }));
  }
  if (topup.paidBy !== null) {
    return accepted(
      [{ type: "PaymentDuplicated", orderId, provider, providerTransactionId, amountMinor, refundNo: context.newId("ret") }],
      () => ({
        outcome: "returned",
      }),
    );
  }
  const draft = Draft.upToNow(state, context);
  credit(draft, topup, state.currency, command);
  draft.payDebt(orderId);
  return draft.accept(() => ({ outcome: "credited" }));
}

export function recordPaymentReturned(state: WalletState, command: CommandOf<"RecordPaymentReturned">): WalletDecision {
  const { provider, providerTransactionId, refundId } = command;
  if (!state.returns.some((payment) => paymentKey(payment) === paymentKey(command))) return accepted([]);
  return accepted([{ type: "PaymentReturned", provider, providerTransactionId, refundId }]);
}

function misfit(
  state: WalletState,
  topup: Topup | undefined,
  command: CommandOf<"RecordPayment">,
): Extract<WalletEvent, { type: "PaymentQuarantined" }>["reason"] | null {
  if (topup === undefined) return "order_unknown";
  if (isDisputed(state, command)) return "payment_disputed";
  if (state.currency !== command.currency) return "currency_differs";
  // Paid already: whatever comes now goes back, whoever took it and however much it is.
  if (topup.paidBy !== null) return null;
  if (topup.provider !== command.provider) return "provider_differs";
  if (topup.amountMinor !== command.amountMinor) return "amount_differs";
  if (command.payerDiffers === true) return "payer_differs";
  if (state.closedInto !== null) return "wallet_closed";
  return null;
}

function credit(draft: Draft, topup: Topup, currency: Currency, payment: CommandOf<"RecordPayment">): void {
  const { nowMs } = draft.context;
  const { providerTransactionId, paidAtMs } = payment;
  // Whoever paid in time has kept the terms, however long the notification took to get here.
  const late = topup.state === "cancelled" || paidAtMs >= topup.expiresAtMs;
  const lotId = draft.context.newId("lot");
  const principalMinor = topup.amountMinor;
  const bonusMinor = late ? 0 : topup.bonusMinor;
  draft.add({
    type: "TopupPaid",
    orderId: topup.orderId,
    currency,
    provider: topup.provider,
    providerTransactionId,
    lotId,
    principalMinor,
    bonusMinor,
    ...(bonusMinor > 0 && topup.bonusLifeMs !== undefined ? { bonusExpiresAtMs: nowMs + topup.bonusLifeMs } : {}),
    paidAtMs,
    late,
    movement: nextMovement(draft.state, nowMs, late ? "late_topup" : "topup", topup.orderId, {
      lots: [{ lotId, principalMinor, bonusMinor }],
      debtMinor: 0,
    }),
  });
}
