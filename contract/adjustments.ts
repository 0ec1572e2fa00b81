import type { Movement } from "./movement.ts";
import type { Currency } from "./units.ts";

/**
 * Corrections of a balance by operators: one proposes, another one decides; what was decided is on the driver's statement.
 */

/** Given to the driver, or taken back. */
export const adjustmentDirections = ["credit", "debit"] as const;
export type AdjustmentDirection = (typeof adjustmentDirections)[number];
/** Principal corrects what was paid in; bonus is a gift, which may lapse. */
export const adjustmentParts = ["principal", "bonus"] as const;
export type AdjustmentPart = (typeof adjustmentParts)[number];
/** Why, in a word that can be counted. */
export const adjustmentCauses = ["complaint", "station_fault", "payment_error", "goodwill", "misuse", "other"] as const;
export type AdjustmentCause = (typeof adjustmentCauses)[number];

/** `proposed` waits for another operator; `lapsed` waited too long. */
export const adjustmentStates = ["proposed", "approved", "declined", "withdrawn", "lapsed"] as const;
export type AdjustmentState = (typeof adjustmentStates)[number];

/** One adjustment may be so large; minor units. */
export const ADJUSTMENT_MINOR_MAX = 500_000;
/** So much may be credited to one wallet by adjustments within 24 hours; minor units. */
export const ADJUSTMENTS_PER_DAY_MINOR_MAX = 1_000_000;
/** So many credits of one wallet may be approved within 24 hours: it remembers each of them for as long. */
export const ADJUSTMENT_CREDITS_PER_DAY_MAX = 20;
/** Proposals that one wallet may have waiting. */
export const ADJUSTMENTS_OPEN_MAX = 5;
/** Nobody decides for so long: the proposal lapses. */
export const ADJUSTMENT_LIFE_MS = 7 * 24 * 3_600_000;

export interface AdjustmentTerms {
  readonly direction: AdjustmentDirection;
  readonly part: AdjustmentPart;
  readonly amountMinor: number;
  /** How long a credited bonus lives; absent: for ever. */
  readonly bonusLifeMs?: number;
  readonly cause: AdjustmentCause;
  /** In the proposer's words. */
  readonly reason: string;
}

/** An adjustment as operators see it. Operators are named by their e-mail address. */
export interface AdjustmentView extends AdjustmentTerms {
  readonly adjustmentId: string;
  readonly state: AdjustmentState;
  readonly proposedBy: string;
  readonly proposedAtMs: number;
  readonly lapsesAtMs: number;
  readonly decidedBy: string | null;
  readonly decidedAtMs: number | null;
  /** What the decider said. */
  readonly note: string | null;
}

export type AdjustmentCommand =
  | { readonly type: "ProposeAdjustment"; readonly terms: AdjustmentTerms; readonly operator: string }
  /** By another operator than the one who proposed it. */
  | { readonly type: "ApproveAdjustment"; readonly adjustmentId: string; readonly operator: string; readonly note: string | null }
  | { readonly type: "DeclineAdjustment"; readonly adjustmentId: string; readonly operator: string; readonly note: string | null }
  /** By the one who proposed it. */
  | { readonly type: "WithdrawAdjustment"; readonly adjustmentId: string; readonly operator: string }
  | { readonly type: "LapseAdjustment"; readonly adjustmentId: string };

export type AdjustmentEvent =
  | {
      readonly type: "AdjustmentProposed";
      readonly adjustmentId: string;
      readonly driverId: string;
      readonly currency: Currency;
      readonly terms: AdjustmentTerms;
      readonly operator: string;
      readonly lapsesAtMs: number;
    }
  /** The money has moved: in the same step as the decision, so that neither can be without the other. */
  | {
      readonly type: "AdjustmentApproved";
      readonly adjustmentId: string;
      readonly operator: string;
      readonly note: string | null;
      readonly currency: Currency;
      /** The lot that a credit made. */
      readonly lotId?: string;
      readonly bonusExpiresAtMs?: number;
      readonly movement: Movement;
    }
  | { readonly type: "AdjustmentDeclined"; readonly adjustmentId: string; readonly operator: string; readonly note: string | null }
  | { readonly type: "AdjustmentWithdrawn"; readonly adjustmentId: string; readonly operator: string }
  | { readonly type: "AdjustmentLapsed"; readonly adjustmentId: string };

export interface AdjustmentReplies {
  readonly ProposeAdjustment: AdjustmentView;
  readonly ApproveAdjustment: AdjustmentView;
  readonly DeclineAdjustment: AdjustmentView;
  readonly WithdrawAdjustment: AdjustmentView;
}
