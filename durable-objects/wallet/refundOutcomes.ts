import type { RefundOrder, RefundOutcome } from "@forecourt/contract/payments";
import type { RefundChannel, RefundCommand } from "@forecourt/contract/refunds";
import type { WalletCommand, WalletEvent } from "@forecourt/contract/wallet";
import { accepted, type Decision, type DecisionContext, type Delivery } from "../runtime/definition.ts";
import { currencyOf, Draft } from "./draft.ts";
import { nextMovement, taken } from "./movements.ts";
import { isAtProvider, type Refund } from "./refundState.ts";
import { failed, givenBack, succeeded } from "./refunds.ts";
import type { WalletState } from "./state.ts";
import { takeBack } from "./takeBack.ts";

/** What the provider makes of a refund, whether it answers or says so by itself; and what the wallet asks it. */

type WalletDecision = Decision<WalletState, WalletEvent>;
type CommandOf<Type extends RefundCommand["type"]> = Extract<RefundCommand, { type: Type }>;

export type RefundQuestion =
  /** Send it back; `again`: it has been asked for before. Answer: `RefundOutcome`. */
  | { readonly to: "provider"; readonly ask: "return"; readonly provider: string; readonly refund: RefundOrder; readonly again: boolean }
  /** What has become of it? Nothing is asked for. Answer: `RefundOutcome`. */
  | { readonly to: "provider"; readonly ask: "refund_status"; readonly provider: string; readonly refund: RefundOrder };

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** When to ask again after each answer that is none; then every day, for as long as it takes: it is somebody's money. */
const ASK_AGAIN_MS = [10_000, MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS, 6 * HOUR_MS, 12 * HOUR_MS] as const;
const waitMs = (asked: number): number => ASK_AGAIN_MS[asked] ?? 24 * HOUR_MS;
/** The merchant's account is filled by people. */
const FUNDS_WAIT_MS = HOUR_MS;

export function recordRefundOutcome(
  state: WalletState,
  command: CommandOf<"RecordRefundOutcome">,
  context: DecisionContext,
): WalletDecision {
  const { refundNo, outcome, asked } = command;
  const refund = state.refunds.find((each) => each.refundNo === refundNo);
  if (refund === undefined) return accepted([], () => ({ known: false }));
  const known = () => ({ known: true });
  if (outcome.state === "succeeded") return sentBack(state, refund, outcome.refundId, context, known);
  if (!isAtProvider(refund)) return outcome.state === "failed" ? doubt(refund, context, known) : accepted([], known);
  if (outcome.state === "failed") {
    // Said by itself, it may be an old word: only an answer to a question takes money out of its keeping.
    if (asked === undefined) return pending(refund, { state: "processing", why: outcome.reason, askAtMs: context.nowMs }, known);
    return refused(state, refund, outcome.reason, context, known);
  }
  if (asked === undefined || asked !== refund.asked) return accepted([], known);
  const where = outcome.state === "processing" ? "processing" : refund.state === "processing" ? "processing" : "sending";
  const why = outcome.state === "unknown" ? "no_answer" : outcome.state;
  return pending(refund, { state: where, why, askAtMs: context.nowMs + waitMs(asked) }, known);
}

export function recordRefundChecked(
  state: WalletState,
  { refundNo, checked, outcome }: CommandOf<"RecordRefundChecked">,
  context: DecisionContext,
): WalletDecision {
  const refund = state.refunds.find((each) => each.refundNo === refundNo);
  if (refund?.doubt?.checked !== checked) return accepted([]);
  const { refundId, orderId } = refund;
  switch (outcome.state) {
    case "succeeded":
      if (!refund.sentBy.includes("provider")) return takenAgain(state, refund, "provider", outcome.refundId, context);
      return accepted([{ type: "RefundDoubtSettled", refundId, orderId }]);
    case "failed": {
      if (!refund.sentBy.includes("provider")) return accepted([{ type: "RefundDoubtSettled", refundId, orderId }]);
      if (state.closedInto !== null) return stranded(state, refund, state.closedInto);
      const draft = Draft.upToNow(state, context);
      // What the bank has sent stays gone, and the bonus with it: only what was taken for the second time comes back.
      const undone = refund.sentBy.includes("bank")
        ? ({ byBank: true, ...givenBack(draft, { ...refund, bonusMinor: 0 }) } as const)
        : givenBack(draft, refund);
      draft.add({ type: "RefundUndone", refundId, orderId, ...undone });
      draft.payDebt(refundId);
      return draft.accept();
    }
    case "processing":
    case "not_found":
    case "unknown":
      return accepted([{ type: "RefundDoubted", refundId, orderId, checked: checked + 1, askAtMs: context.nowMs + waitMs(checked) }]);
  }
}

function sentBack(state: WalletState, refund: Refund, reference: string, context: DecisionContext, reply: () => unknown): WalletDecision {
  switch (refund.state) {
    case "sending":
    case "processing":
    case "bank_details":
    case "bank_listed":
    case "bank_exported": {
      const atBank = refund.exported ? ({ atBank: true } as const) : {};
      return accepted([{ ...succeeded(state, refund, { reference, operator: null, channel: "provider" }), ...atBank }], reply);
    }
    case "succeeded":
      return refund.sentBy.includes("provider") ? accepted([], reply) : doubt(refund, context, reply);
    case "declined":
    case "failed":
    case "rejected":
      return takenAgain(state, refund, "provider", reference, context, reply);
    case "review":
      return accepted([], reply);
  }
}

/** It is gone though the wallet shows it again, or gone twice. */
export function takenAgain(
  state: WalletState,
  refund: Refund,
  channel: RefundChannel,
  reference: string,
  context: DecisionContext,
  reply: (after: WalletState) => unknown = () => null,
): WalletDecision {
  const { refundId, orderId, lot, principalMinor } = refund;
  const draft = Draft.upToNow(state, context);
  const { lots, debtMinor } = takeBack(draft.state, principalMinor, ({ lotId }) => lotId === lot.lotId, refund.bonusMinor);
  const movement = nextMovement(draft.state, context.nowMs, "refund", refundId, { lots: taken(lots), debtMinor });
  const currency = currencyOf(draft.state);
  const twice = refund.sentBy.length > 0 ? ({ twice: true } as const) : {};
  draft.add({ type: "RefundSucceededLate", refundId, orderId, currency, principalMinor, reference, channel, ...twice, movement });
  draft.payDebt(refundId);
  return draft.accept(reply);
}

function refused(
  state: WalletState,
  refund: Refund,
  why: Extract<RefundOutcome, { state: "failed" }>["reason"],
  context: DecisionContext,
  reply: () => unknown,
): WalletDecision {
  const { refundId, orderId } = refund;
  switch (why) {
    case "not_enough_funds":
      return pending(refund, { state: "sending", why, askAtMs: context.nowMs + FUNDS_WAIT_MS }, reply);
    case "window_over":
    case "account_abnormal":
      return accepted([{ type: "RefundSentToBank", refundId, orderId, why }], reply);
    case "exceeds_payment":
    case "closed":
    case "refused":
      return failed(state, refund, { state: "failed", why, operator: null }, context, reply);
  }
}

function stranded(state: WalletState, { refundId, orderId, principalMinor }: Refund, closedInto: string): WalletDecision {
  return accepted([{ type: "RefundStranded", refundId, orderId, currency: currencyOf(state), principalMinor, closedInto }]);
}

function pending(
  { refundId, orderId, asked }: Refund,
  to: { readonly state: "sending" | "processing"; readonly why: string; readonly askAtMs: number },
  reply: () => unknown,
): WalletDecision {
  return accepted([{ type: "RefundPending", refundId, orderId, asked: asked + 1, ...to }], reply);
}

function doubt({ refundId, orderId, state, doubt: standing }: Refund, { nowMs }: DecisionContext, reply: () => unknown): WalletDecision {
  if (state !== "succeeded" || standing !== null) return accepted([], reply);
  return accepted([{ type: "RefundDoubted", refundId, orderId, checked: 0, askAtMs: nowMs }], reply);
}

/** What the wallet asks of providers about its refunds. */
export function refundDeliveries(state: WalletState): readonly Delivery<WalletCommand, RefundQuestion>[] {
  return state.refunds.flatMap((refund): Delivery<WalletCommand, RefundQuestion>[] => {
    const { refundNo, provider, asked, doubt: standing } = refund;
    const destination = `refund/${provider}/${refund.refundId}`;
    const to = { to: "provider", provider, refund: orderOf(state, refund) } as const;
    if (isAtProvider(refund)) {
      return [
        {
          id: `refund/${refundNo}/${asked}`,
          destination,
          notBeforeMs: refund.askAtMs,
          message: { ...to, ask: "return", again: asked > 0 },
          acknowledge: (reply) => ({ type: "RecordRefundOutcome", refundNo, asked, outcome: reply as RefundOutcome }),
        },
      ];
    }
    if (standing === null) return [];
    return [
      {
        id: `refund/${refundNo}/check/${standing.checked}`,
        destination,
        notBeforeMs: standing.askAtMs,
        message: { ...to, ask: "refund_status" },
        acknowledge: (reply) => ({ type: "RecordRefundChecked", refundNo, checked: standing.checked, outcome: reply as RefundOutcome }),
      },
    ];
  });
}

function orderOf({ walletId, currency }: WalletState, refund: Refund): RefundOrder {
  const { refundNo, orderId, providerTransactionId, principalMinor, lot, decidedAtMs, requestedAtMs, shortages } = refund;
  const money = { amountMinor: principalMinor, totalMinor: lot.paidMinor, currency: currency ?? "" };
  return {
    refundNo,
    orderId,
    walletId,
    transactionId: providerTransactionId,
    ...money,
    requestedAtMs: decidedAtMs ?? requestedAtMs,
    shortages,
  };
}
