import {
  ADJUSTMENT_CREDITS_PER_DAY_MAX,
  ADJUSTMENT_LIFE_MS,
  ADJUSTMENT_MINOR_MAX,
  ADJUSTMENTS_OPEN_MAX,
  ADJUSTMENTS_PER_DAY_MINOR_MAX,
  type AdjustmentCommand,
  type AdjustmentView,
} from "@forecourt/contract/adjustments";
import type { LotShare } from "@forecourt/contract/movement";
import { type Rejected, rejected } from "@forecourt/contract/result";
import { AMOUNT_MINOR_MAX, type Currency } from "@forecourt/contract/units";
import type { WalletEvent } from "@forecourt/contract/wallet";
import { accepted, type Decision, type DecisionContext } from "../runtime/definition.ts";
import { isCounted } from "./adjustmentState.ts";
import { Draft } from "./draft.ts";
import { takePart } from "./lots.ts";
import { nextMovement, taken } from "./movements.ts";
import { availableMinor, type WalletState } from "./state.ts";

type WalletDecision = Decision<WalletState, WalletEvent>;
type CommandOf<Type extends AdjustmentCommand["type"]> = Extract<AdjustmentCommand, { type: Type }>;

export function proposeAdjustment(state: WalletState, command: CommandOf<"ProposeAdjustment">, context: DecisionContext): WalletDecision {
  const { terms, operator } = command;
  const { driverId, currency } = state;
  if (driverId === null || currency === null) return rejected("wallet_not_found");
  if (state.closedInto !== null) return rejected("wallet_closed");
  const adjustmentId = context.newId("adj");
  // The receipt may be forgotten; the proposal is not.
  if (find(state, adjustmentId) !== undefined) return accepted([], (after) => find(after, adjustmentId));
  if (terms.amountMinor > ADJUSTMENT_MINOR_MAX) return rejected("adjustment_too_large", { limitMinor: ADJUSTMENT_MINOR_MAX });
  const open = state.adjustments.filter((one) => one.state === "proposed" && one.lapsesAtMs > context.nowMs);
  if (open.length >= ADJUSTMENTS_OPEN_MAX) return rejected("too_many_adjustments", { openMax: ADJUSTMENTS_OPEN_MAX });
  // What waits will be approved, so it counts as if it were.
  const credits = state.adjustments.filter((one) => one.direction === "credit" && (open.includes(one) || isCounted(one, context.nowMs)));
  if (terms.direction === "credit" && credits.length >= ADJUSTMENT_CREDITS_PER_DAY_MAX)
    return rejected("adjustment_limit_exceeded", { creditsMax: ADJUSTMENT_CREDITS_PER_DAY_MAX });
  const lapsesAtMs = context.nowMs + ADJUSTMENT_LIFE_MS;
  return accepted([{ type: "AdjustmentProposed", adjustmentId, driverId, currency, terms, operator, lapsesAtMs }], (after: WalletState) =>
    find(after, adjustmentId),
  );
}

/** Decides, and moves the money in the same step: there is no moment between the two for a crash to fall into. */
export function approveAdjustment(state: WalletState, command: CommandOf<"ApproveAdjustment">, context: DecisionContext): WalletDecision {
  const { adjustmentId, operator, note } = command;
  const adjustment = find(state, adjustmentId);
  if (adjustment === undefined || state.currency === null) return rejected("adjustment_not_found");
  const reply = (after: WalletState) => find(after, adjustmentId);
  if (adjustment.state === "approved" && adjustment.decidedBy === operator) return accepted([], reply);
  const refused = refusedAsDecided(adjustment, context) ?? refusedToProposer(adjustment, operator);
  if (refused !== null) return refused;
  const draft = Draft.upToNow(state, context);
  const refusal =
    adjustment.direction === "credit"
      ? credit(draft, adjustment, state.currency, operator, note)
      : debit(draft, adjustment, state.currency, operator, note);
  return refusal ?? draft.accept(reply);
}

export function declineAdjustment(state: WalletState, command: CommandOf<"DeclineAdjustment">, context: DecisionContext): WalletDecision {
  const { adjustmentId, operator, note } = command;
  const adjustment = find(state, adjustmentId);
  if (adjustment === undefined) return rejected("adjustment_not_found");
  const reply = (after: WalletState) => find(after, adjustmentId);
  if (adjustment.state === "declined" && adjustment.decidedBy === operator) return accepted([], reply);
  const refused = refusedAsDecided(adjustment, context) ?? refusedToProposer(adjustment, operator);
  return refused ?? accepted([{ type: "AdjustmentDeclined", adjustmentId, operator, note }], reply);
}

export function withdrawAdjustment(state: WalletState, command: CommandOf<"WithdrawAdjustment">, context: DecisionContext): WalletDecision {
  const { adjustmentId, operator } = command;
  const adjustment = find(state, adjustmentId);
  if (adjustment === undefined) return rejected("adjustment_not_found");
  const reply = (after: WalletState) => find(after, adjustmentId);
  if (adjustment.state === "withdrawn") return accepted([], reply);
  if (adjustment.proposedBy !== operator) return rejected("adjustment_of_another");
  return refusedAsDecided(adjustment, context) ?? accepted([{ type: "AdjustmentWithdrawn", adjustmentId, operator }], reply);
}

export function lapseAdjustment(state: WalletState, command: CommandOf<"LapseAdjustment">, context: DecisionContext): WalletDecision {
  const adjustment = find(state, command.adjustmentId);
  if (adjustment?.state !== "proposed" || adjustment.lapsesAtMs > context.nowMs) return accepted([]);
  return accepted([{ type: "AdjustmentLapsed", adjustmentId: command.adjustmentId }]);
}

function find(state: WalletState, adjustmentId: string): AdjustmentView | undefined {
  return state.adjustments.find((adjustment) => adjustment.adjustmentId === adjustmentId);
}

/** Its time may be over before the alarm has said so. */
function refusedAsDecided({ state, lapsesAtMs }: AdjustmentView, { nowMs }: DecisionContext): Rejected | null {
  if (state !== "proposed") return rejected("adjustment_decided", { state });
  return lapsesAtMs <= nowMs ? rejected("adjustment_decided", { state: "lapsed" }) : null;
}

/** Four eyes: nobody decides on what they have proposed themselves. */
function refusedToProposer({ proposedBy }: AdjustmentView, operator: string): Rejected | null {
  return proposedBy === operator ? rejected("adjustment_own") : null;
}

function credit(draft: Draft, adjustment: AdjustmentView, currency: Currency, operator: string, note: string | null): Rejected | null {
  const { state, context } = draft;
  const { adjustmentId, part, amountMinor, bonusLifeMs } = adjustment;
  if (state.principalMinor + state.bonusMinor + amountMinor > AMOUNT_MINOR_MAX)
    return rejected("balance_limit_exceeded", { limitMinor: AMOUNT_MINOR_MAX });
  const lately = state.adjustments.filter((one) => isCounted(one, context.nowMs));
  if (lately.reduce((sum, one) => sum + one.amountMinor, amountMinor) > ADJUSTMENTS_PER_DAY_MINOR_MAX)
    return rejected("adjustment_limit_exceeded", { limitMinor: ADJUSTMENTS_PER_DAY_MINOR_MAX });
  const lotId = context.newId("lot");
  const lots = [{ lotId, principalMinor: part === "principal" ? amountMinor : 0, bonusMinor: part === "bonus" ? amountMinor : 0 }];
  draft.add({
    type: "AdjustmentApproved",
    adjustmentId,
    operator,
    note,
    currency,
    lotId,
    ...(part === "bonus" && bonusLifeMs !== undefined ? { bonusExpiresAtMs: context.nowMs + bonusLifeMs } : {}),
    movement: nextMovement(state, context.nowMs, "adjustment", adjustmentId, { lots, debtMinor: 0 }),
  });
  draft.payDebt(adjustmentId);
  return null;
}

/** Takes what is there and not promised to a fill; a debit never makes debt. */
function debit(draft: Draft, adjustment: AdjustmentView, currency: Currency, operator: string, note: string | null): Rejected | null {
  const { state, context } = draft;
  const { adjustmentId, part, amountMinor } = adjustment;
  const mostMinor = Math.min(part === "principal" ? state.principalMinor : state.bonusMinor, availableMinor(state, context.nowMs));
  if (amountMinor > mostMinor) return rejected("adjustment_exceeds_balance", { mostMinor });
  const lots: readonly LotShare[] = taken(takePart(state.lots, amountMinor, part));
  draft.add({
    type: "AdjustmentApproved",
    adjustmentId,
    operator,
    note,
    currency,
    movement: nextMovement(state, context.nowMs, "adjustment", adjustmentId, { lots, debtMinor: 0 }),
  });
  return null;
}
