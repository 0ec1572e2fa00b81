import { rejected } from "@forecourt/contract/result";
import { AMOUNT_MINOR_MAX } from "@forecourt/contract/units";
import type { WalletCommand, WalletEvent } from "@forecourt/contract/wallet";
import { accepted, type Decision, type DecisionContext } from "../runtime/definition.ts";
import { Draft } from "./draft.ts";
import { spend } from "./lots.ts";
import { nextMovement, taken } from "./movements.ts";
import { findTopup, type Topup, topupView, type WalletState, walletBounds } from "./state.ts";

type WalletDecision = Decision<WalletState, WalletEvent>;
type CommandOf<Type extends WalletCommand["type"]> = Extract<WalletCommand, { type: Type }>;

/** An order that nobody pays is closed after this. */
const TOPUP_LIFE_MS = 30 * 60_000;

const isOpen = (topup: Topup): boolean => topup.state === "requested" || topup.state === "awaiting_payment";

export function requestTopup(state: WalletState, command: CommandOf<"RequestTopup">, context: DecisionContext): WalletDecision {
  const { type: _, ...terms } = command;
  const orderId = context.newId("top");
  // The receipt may be forgotten; the order is not.
  if (findTopup(state, orderId) !== undefined) return accepted([], (after) => topupView(after, orderId));
  if (state.topups.filter(isOpen).length >= walletBounds.topupsOpenMax) {
    return rejected("too_many_open_orders", { openMax: walletBounds.topupsOpenMax });
  }
  if (state.principalMinor + state.bonusMinor + terms.amountMinor + terms.bonusMinor > AMOUNT_MINOR_MAX) {
    return rejected("balance_limit_exceeded", { limitMinor: AMOUNT_MINOR_MAX });
  }
  return accepted([{ type: "TopupRequested", orderId, ...terms, expiresAtMs: context.nowMs + TOPUP_LIFE_MS }], (after: WalletState) =>
    topupView(after, orderId),
  );
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

export function expireTopup(state: WalletState, command: CommandOf<"ExpireTopup">, context: DecisionContext): WalletDecision {
  const topup = findTopup(state, command.orderId);
  if (topup === undefined || !isOpen(topup) || topup.expiresAtMs > context.nowMs) return accepted([]);
  return accepted([{ type: "TopupExpired", orderId: command.orderId }]);
}

/**
 * Money has arrived. It is credited, or sent back when the order is paid already, or set apart when it does not fit;
 * it is never lost. Paid after the order was closed: principal without bonus. What is owed is paid first.
 */
export function recordPayment(state: WalletState, command: CommandOf<"RecordPayment">, context: DecisionContext): WalletDecision {
  const { orderId, provider, providerTransactionId, amountMinor } = command;
  if (state.paymentsSeen.includes(providerTransactionId)) return accepted([], () => ({ outcome: "duplicate" }));
  const topup = findTopup(state, orderId);
  const reason = misfit(state, topup, command);
  if (topup === undefined || reason !== null) {
    const { type: _, paidAtMs: __, ...payment } = command;
    return accepted([{ type: "PaymentQuarantined", ...payment, reason: reason ?? "order_unknown" }], () => ({ outcome: "quarantined" }));
  }
  if (topup.state === "paid") {
    return accepted([{ type: "PaymentDuplicated", orderId, provider, providerTransactionId, amountMinor }], () => ({
      outcome: "returned",
    }));
  }
  const draft = Draft.upToNow(state, context);
  credit(draft, topup, providerTransactionId);
  payDebt(draft, orderId);
  return draft.accept(() => ({ outcome: "credited" }));
}

export function recordPaymentReturned(state: WalletState, command: CommandOf<"RecordPaymentReturned">): WalletDecision {
  const { providerTransactionId, refundId } = command;
  if (!state.returns.some((payment) => payment.providerTransactionId === providerTransactionId)) return accepted([]);
  return accepted([{ type: "PaymentReturned", providerTransactionId, refundId }]);
}

function misfit(
  state: WalletState,
  topup: Topup | undefined,
  command: CommandOf<"RecordPayment">,
): Extract<WalletEvent, { type: "PaymentQuarantined" }>["reason"] | null {
  if (topup === undefined) return "order_unknown";
  if (topup.provider !== command.provider) return "provider_differs";
  if (state.currency !== command.currency) return "currency_differs";
  if (topup.amountMinor !== command.amountMinor) return "amount_differs";
  return null;
}

function credit(draft: Draft, topup: Topup, providerTransactionId: string): void {
  const { nowMs } = draft.context;
  const late = !isOpen(topup);
  const lotId = draft.context.newId("lot");
  const principalMinor = topup.amountMinor;
  const bonusMinor = late ? 0 : topup.bonusMinor;
  draft.add({
    type: "TopupPaid",
    orderId: topup.orderId,
    provider: topup.provider,
    providerTransactionId,
    lotId,
    principalMinor,
    bonusMinor,
    ...(bonusMinor > 0 && topup.bonusLifeMs !== undefined ? { bonusExpiresAtMs: nowMs + topup.bonusLifeMs } : {}),
    late,
    movement: nextMovement(draft.state, nowMs, late ? "late_topup" : "topup", topup.orderId, {
      lots: [{ lotId, principalMinor, bonusMinor }],
      debtMinor: 0,
    }),
  });
}

function payDebt(draft: Draft, orderId: string): void {
  const { state } = draft;
  const payMinor = Math.min(state.debtMinor, state.principalMinor + state.bonusMinor - state.reservedMinor);
  if (payMinor === 0) return;
  const lots = taken(spend(state.lots, payMinor, state.spendingPolicy));
  draft.add({
    type: "DebtPaid",
    movement: nextMovement(state, draft.context.nowMs, "debt_payment", orderId, { lots, debtMinor: -payMinor }),
  });
}
