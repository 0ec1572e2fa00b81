import type { RefundCommand, RefundPolicy, RefundPreview, RefundView } from "@forecourt/contract/refunds";
import { type Rejected, rejected } from "@forecourt/contract/result";
import type { WalletEvent } from "@forecourt/contract/wallet";
import { accepted, type Decision, type DecisionContext } from "../runtime/definition.ts";
import { currencyOf, Draft } from "./draft.ts";
import { refusedWhileFrozen } from "./freezes.ts";
import { nextMovement, taken } from "./movements.ts";
import { isOver, type Refund } from "./refundState.ts";
import { availableMinor, findTopup, type Lot, type LotPayment, type WalletState } from "./state.ts";

type WalletDecision = Decision<WalletState, WalletEvent>;
type CommandOf<Type extends RefundCommand["type"]> = Extract<RefundCommand, { type: Type }>;
type PaidLot = Lot & { readonly payment: LotPayment };

/** A refund is asked for so long before the provider's window closes at the latest: it takes its time, too. */
const WINDOW_MARGIN_MS = 24 * 3_600_000;

/** Sets the money apart: whatever happens next, it can be neither spent nor asked for again. */
export function requestRefund(state: WalletState, command: CommandOf<"RequestRefund">, context: DecisionContext): WalletDecision {
  const { orderId, reason, policy, bank } = command;
  const { currency } = state;
  if (currency === null) return rejected("wallet_not_found");
  const refundId = context.newId("ref");
  const reply = (after: WalletState) => refundView(after, refundId);
  // The receipt may be forgotten; the refund is not.
  if (state.refunds.some((refund) => refund.refundId === refundId)) return accepted([], reply);
  const draft = Draft.upToNow(state, context);
  const planned = plan(draft.state, orderId, command.amountMinor, policy, context.nowMs);
  if ("ok" in planned) return planned;
  const { lot, principalMinor, bonusMinor, channel, automatic } = planned;
  if (channel === "bank" && bank === null) return rejected("bank_account_required");
  const lots = taken([{ lotId: lot.lotId, principalMinor, bonusMinor }]);
  draft.add({
    type: "RefundRequested",
    ...{ refundId, orderId, currency, channel, automatic, reason, principalMinor, bonusMinor, bank },
    provider: lot.payment.provider,
    providerTransactionId: lot.payment.providerTransactionId,
    lotId: lot.lotId,
    refundNo: context.newId("rfn"),
    movement: nextMovement(draft.state, context.nowMs, "refund", refundId, { lots, debtMinor: 0 }),
  });
  return draft.accept(reply);
}

/** What a refund would come to now. */
export function previewRefund(
  state: WalletState,
  orderId: string,
  amountMinor: number | null,
  policy: RefundPolicy,
  nowMs: number,
): RefundPreview | Rejected {
  const { currency } = state;
  if (currency === null) return rejected("wallet_not_found");
  const { state: now } = Draft.upToNow(state, { nowMs, newId: (prefix) => prefix });
  const planned = plan(now, orderId, amountMinor, policy, nowMs);
  if ("ok" in planned) return planned;
  const { lot, principalMinor, bonusMinor, channel, automatic } = planned;
  return { orderId, currency, refundableMinor: lot.principalMinor, principalMinor, bonusMinor, channel, automatic };
}

interface Plan extends Pick<RefundPreview, "principalMinor" | "bonusMinor" | "channel" | "automatic"> {
  readonly lot: PaidLot;
}

function plan(state: WalletState, orderId: string, asked: number | null, policy: RefundPolicy, nowMs: number): Plan | Rejected {
  const frozen = refusedWhileFrozen(state);
  if (frozen !== null) return frozen;
  if (state.refunds.some((refund) => refund.orderId === orderId && !isOver(refund))) return rejected("refund_in_progress");
  const lot = state.lots.find((each): each is PaidLot => each.orderId === orderId && each.payment !== undefined);
  if (lot === undefined) return nothingToRefund(state, orderId);
  const { refunds, lastRefundAtMs, paidAtMs } = lot.payment;
  if (refunds >= policy.refundsMax) return rejected("refund_limit_reached", { refundsMax: policy.refundsMax });
  const nextAtMs = (lastRefundAtMs ?? Number.NEGATIVE_INFINITY) + policy.gapMs;
  if (nextAtMs > nowMs) return rejected("refund_too_soon", { nextAtMs });
  if (lot.principalMinor === 0) return rejected("refund_nothing_left");
  const principalMinor = asked ?? lot.principalMinor;
  if (principalMinor > lot.principalMinor) return rejected("refund_exceeds_rest", { refundableMinor: lot.principalMinor });
  const bonusMinor = bonusOf(lot, principalMinor);
  // Funds that a fill holds stay where they are: it was promised them.
  if (principalMinor + bonusMinor > availableMinor(state, nowMs)) return rejected("refund_funds_held");
  const channel = nowMs < paidAtMs + policy.windowMs - WINDOW_MARGIN_MS ? "provider" : "bank";
  const automatic = channel === "provider" && isUntouched(lot) && principalMinor <= policy.automaticMaxMinor;
  return { lot, principalMinor, bonusMinor, channel, automatic };
}

/** Nothing of it was spent. Bonus that has lapsed was not. */
function isUntouched({ principalMinor, paidMinor, bonusMinor, grantedMinor, lapsedMinor = 0 }: Lot): boolean {
  return principalMinor === paidMinor && bonusMinor + lapsedMinor === grantedMinor;
}

function nothingToRefund(state: WalletState, orderId: string): Rejected {
  const topup = findTopup(state, orderId);
  if (topup === undefined) return rejected("topup_not_found");
  return topup.paidBy === null ? rejected("topup_not_paid", { state: topup.state }) : rejected("refund_nothing_left");
}

/** The bonus goes with the principal that it came with, in proportion; the odd minor unit goes too. */
function bonusOf({ principalMinor, bonusMinor }: Lot, refundedMinor: number): number {
  // The product can exceed 2^53.
  const product = BigInt(bonusMinor) * BigInt(refundedMinor);
  return Number((product + BigInt(principalMinor) - 1n) / BigInt(principalMinor));
}

export function approveRefund(state: WalletState, { refundId, operator, note }: CommandOf<"ApproveRefund">): WalletDecision {
  const refund = findRefund(state, refundId);
  if (refund === undefined) return rejected("refund_not_found");
  const reply = (after: WalletState) => refundView(after, refundId);
  if (refund.state !== "review") {
    return refund.decidedAtMs === null || refund.automatic ? rejected("refund_decided", { state: refund.state }) : accepted([], reply);
  }
  return accepted([{ type: "RefundApproved", refundId, orderId: refund.orderId, operator, note }], reply);
}

export function declineRefund(state: WalletState, command: CommandOf<"DeclineRefund">, context: DecisionContext): WalletDecision {
  const { refundId, operator, note } = command;
  const refund = findRefund(state, refundId);
  if (refund === undefined) return rejected("refund_not_found");
  const reply = (after: WalletState) => refundView(after, refundId);
  if (refund.state === "declined") return accepted([], reply);
  if (refund.state !== "review") return rejected("refund_decided", { state: refund.state });
  const draft = Draft.upToNow(state, context);
  draft.add({ type: "RefundDeclined", refundId, orderId: refund.orderId, operator, note, ...givenBack(draft, refund) });
  draft.payDebt(refundId);
  return draft.accept(reply);
}

/** It has left us for good. */
export function succeeded(
  state: WalletState,
  { refundId, orderId, provider, principalMinor, bonusMinor }: Refund,
  end: { readonly reference: string; readonly operator: string | null; readonly channel: Refund["channel"] },
): Extract<WalletEvent, { type: "RefundSucceeded" }> {
  return { type: "RefundSucceeded", refundId, orderId, currency: currencyOf(state), provider, principalMinor, bonusMinor, ...end };
}

/** It will not leave us: principal and bonus go back to where they were. What is owed is paid first. */
export function failed(
  state: WalletState,
  refund: Refund,
  end: { readonly state: "failed" | "rejected"; readonly why: string; readonly operator: string | null },
  context: DecisionContext,
  reply: (after: WalletState) => unknown = () => null,
): WalletDecision {
  const draft = Draft.upToNow(state, context);
  draft.add({ type: "RefundFailed", refundId: refund.refundId, orderId: refund.orderId, ...end, ...givenBack(draft, refund) });
  draft.payDebt(refund.refundId);
  return draft.accept(reply);
}

/** The movement that undoes what setting it apart did. */
export function givenBack({ state, context }: Draft, { refundId, lot, principalMinor, bonusMinor }: Refund) {
  const change = { lots: [{ lotId: lot.lotId, principalMinor, bonusMinor }], debtMinor: 0 };
  return { currency: currencyOf(state), movement: nextMovement(state, context.nowMs, "refund_returned", refundId, change) } as const;
}

export function findRefund(state: WalletState, refundId: string): Refund | undefined {
  return state.refunds.find((refund) => refund.refundId === refundId);
}

export function refundView(state: WalletState, refundId: string): RefundView | null {
  const refund = findRefund(state, refundId);
  if (refund === undefined) return null;
  const { orderId, state: where, channel, principalMinor, bonusMinor, requestedAtMs } = refund;
  return { refundId, orderId, state: where, channel, principalMinor, bonusMinor, requestedAtMs };
}
