import type { Movement } from "./movement.ts";
import type { PaymentSettlement, RefundOutcome } from "./payments.ts";
import type { Currency } from "./units.ts";

/**
 * Refunds of top-ups: the driver asks, a policy or an operator decides, the money is set apart, the provider (or, where it no
 * longer can, the bank) sends it back; or it is given back to the wallet.
 */

/**
 * `review` waits for an operator. `sending`: the provider has been or is being asked. `processing`: it works on it.
 * `bank_details` waits for the driver's account, `bank_listed` for finance, `bank_exported` for the bank. The rest are ends;
 * in all of them but `succeeded` the money is back in the wallet.
 */
export const refundStates = [
  "review",
  "sending",
  "processing",
  "bank_details",
  "bank_listed",
  "bank_exported",
  "succeeded",
  "declined",
  "failed",
  "rejected",
] as const;
export type RefundState = (typeof refundStates)[number];
export const refundChannels = ["provider", "bank"] as const;
export type RefundChannel = (typeof refundChannels)[number];

/** What decides of a refund: the region's policy, and what the provider can do. */
export interface RefundPolicy {
  /** Up to this, of a lot that nothing was spent of, nobody has to look at it. */
  readonly automaticMaxMinor: number;
  /** The provider sends a payment back for so long; beyond it the bank does. */
  readonly windowMs: number;
  readonly refundsMax: number;
  readonly gapMs: number;
}

/** What a refund would come to, or why there can be none. */
export interface RefundPreview {
  readonly orderId: string;
  readonly currency: Currency;
  /** The most that can go back: what is left of what was paid. */
  readonly refundableMinor: number;
  /** What would go back if asked for so much, and the bonus that would lapse. */
  readonly principalMinor: number;
  readonly bonusMinor: number;
  readonly channel: RefundChannel;
  readonly automatic: boolean;
}

/** A refund as its driver and operators see it. */
export interface RefundView {
  readonly refundId: string;
  readonly orderId: string;
  readonly state: RefundState;
  readonly channel: RefundChannel;
  readonly principalMinor: number;
  readonly bonusMinor: number;
  readonly requestedAtMs: number;
}

export type RefundCommand =
  /** Sets the money apart. `amountMinor`: null for all that is left. `bank`: the driver's account, sealed. */
  | {
      readonly type: "RequestRefund";
      readonly orderId: string;
      readonly amountMinor: number | null;
      readonly reason: string;
      readonly policy: RefundPolicy;
      readonly bank: string | null;
    }
  | { readonly type: "ApproveRefund"; readonly refundId: string; readonly operator: string; readonly note: string | null }
  | { readonly type: "DeclineRefund"; readonly refundId: string; readonly operator: string; readonly note: string }
  /** What the provider says. `asked`: how often it had been asked before; absent: it said so by itself. */
  | { readonly type: "RecordRefundOutcome"; readonly refundNo: string; readonly asked?: number; readonly outcome: RefundOutcome }
  /** The provider, asked after a refund that is over and that it has said something else of. */
  | { readonly type: "RecordRefundChecked"; readonly refundNo: string; readonly checked: number; readonly outcome: RefundOutcome }
  | { readonly type: "GiveBankAccount"; readonly refundId: string; readonly bank: string }
  | { readonly type: "ExportBankTransfer"; readonly refundId: string; readonly batchId: string; readonly operator: string }
  | { readonly type: "ConfirmBankTransfer"; readonly refundId: string; readonly reference: string; readonly operator: string }
  | { readonly type: "RejectBankTransfer"; readonly refundId: string; readonly note: string; readonly operator: string };

interface About {
  readonly refundId: string;
  readonly orderId: string;
}

export type RefundEvent =
  | (About & {
      readonly type: "RefundRequested";
      readonly currency: Currency;
      readonly provider: string;
      readonly providerTransactionId: string;
      readonly channel: RefundChannel;
      readonly automatic: boolean;
      readonly reason: string;
      readonly lotId: string;
      readonly principalMinor: number;
      readonly bonusMinor: number;
      readonly refundNo: string;
      readonly bank: string | null;
      readonly movement: Movement;
    })
  | (About & { readonly type: "RefundApproved"; readonly operator: string; readonly note: string | null })
  | (About & {
      readonly type: "RefundDeclined";
      readonly operator: string;
      readonly note: string;
      readonly currency: Currency;
      readonly movement: Movement;
    })
  /** It is not over: the provider is asked again at `askAtMs`, for the `asked`-th time. */
  | (About & {
      readonly type: "RefundPending";
      readonly state: "sending" | "processing";
      readonly why: string;
      readonly asked: number;
      readonly askAtMs: number;
    })
  /** The provider can't; the bank has to. */
  | (About & { readonly type: "RefundSentToBank"; readonly why: string })
  | (About & { readonly type: "BankAccountGiven"; readonly bank: string })
  | (About & { readonly type: "BankTransferExported"; readonly batchId: string; readonly operator: string })
  | (About & {
      readonly type: "RefundSucceeded";
      readonly currency: Currency;
      readonly channel: RefundChannel;
      readonly provider: string;
      readonly principalMinor: number;
      readonly bonusMinor: number;
      /** The provider's number, or the bank's. */
      readonly reference: string;
      readonly operator: string | null;
      /** The bank has the transfer as well, and may carry it out. */
      readonly atBank?: true;
    })
  /** Given back to the wallet: the provider refused, or the bank did. */
  | (About & {
      readonly type: "RefundFailed";
      readonly state: "failed" | "rejected";
      readonly why: string;
      readonly operator: string | null;
      readonly currency: Currency;
      readonly movement: Movement;
    })
  /** The provider contradicts how the refund has ended: it is asked, and its answer counts. */
  | (About & { readonly type: "RefundDoubted"; readonly checked: number; readonly askAtMs: number })
  | (About & { readonly type: "RefundDoubtSettled" })
  /** It was sent back after all, when it had been given back to the wallet, or once more: taken again, as debt where nothing is left. */
  | (About & {
      readonly type: "RefundSucceededLate";
      readonly currency: Currency;
      readonly principalMinor: number;
      readonly reference: string;
      /** Who sent it; absent: the provider. */
      readonly channel?: RefundChannel;
      /** The other one had sent it before. */
      readonly twice?: true;
      readonly movement: Movement;
    })
  /** It was not sent back after all, when it had been said to be: given back. `byBank`: the bank has sent it all the same. */
  | (About & { readonly type: "RefundUndone"; readonly currency: Currency; readonly byBank?: true; readonly movement: Movement })
  /** It was not sent back after all, and the wallet is closed: it stays as it is, and a person sees to it that the driver gets the money. */
  | (About & {
      readonly type: "RefundStranded";
      readonly currency: Currency;
      readonly principalMinor: number;
      readonly closedInto: string;
    });

export interface RefundReplies {
  readonly RequestRefund: RefundView;
  readonly ApproveRefund: RefundView;
  readonly DeclineRefund: RefundView;
  readonly GiveBankAccount: RefundView;
  readonly ExportBankTransfer: RefundView;
  readonly ConfirmBankTransfer: RefundView;
  readonly RejectBankTransfer: RefundView;
}

/** A payment that its payer contests at their bank, which takes the money at once and may give it back; and how far that has come. */
interface Contested {
  readonly disputeId: string;
  readonly orderId: string;
  readonly provider: string;
  readonly providerTransactionId: string;
  readonly amountMinor: number;
  readonly state: DisputeState;
}

export type DisputeCommand = Contested & {
  readonly type: "RecordDispute";
  /** What the wallet once made of the payment, which it may have forgotten itself; null: it has not said so. */
  readonly settlement: PaymentSettlement | null;
};

/** `opened`: the money has been taken from us; `won`: it is ours; `lost`: it never will be. */
export type DisputeState = "opened" | "won" | "lost";

export type DisputeEvent =
  /** The money is gone: taken from the order's lot, then from others, then as debt. */
  | {
      readonly type: "PaymentChargedBack";
      readonly disputeId: string;
      readonly orderId: string;
      readonly provider: string;
      readonly providerTransactionId: string;
      readonly amountMinor: number;
      readonly bonusMinor: number;
      readonly currency: Currency;
      readonly movement: Movement;
    }
  /** It has come back, as a lot of its own. */
  | {
      readonly type: "DisputeWon";
      readonly disputeId: string;
      readonly orderId: string;
      readonly amountMinor: number;
      readonly lotId: string;
      readonly currency: Currency;
      readonly movement: Movement;
    }
  | { readonly type: "DisputeLost"; readonly disputeId: string; readonly orderId: string }
  /** The payment was never credited, so nothing moves; it is neither credited nor sent back now, unless the dispute is won. */
  | (Contested & { readonly type: "DisputeNoted" });
