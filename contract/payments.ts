import type { PaymentAlertKind } from "./alerts.ts";
import type { PaymentParameters } from "./wallet.ts";

/**
 * What the platform and payment vendors say to each other, whichever vendor it is. Amounts are minor units of the named
 * currency. Every number of ours (order, refund) names one thing at the vendor for ever.
 */

/** An order as the vendor has to know it. The same members make the same order there, so none may change. */
export interface ProviderOrder {
  readonly orderId: string;
  readonly walletId: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  /** What the client needs to pay, as the vendor answered; null when its answer never came. */
  readonly payment: PaymentParameters | null;
}

/** Money that has arrived, as the vendor tells it. */
export interface ProviderPayment {
  readonly orderId: string;
  /** Whose order it is, as we attached it to the order; null when the vendor does not give it back. */
  readonly walletId: string | null;
  /** The vendor's number. */
  readonly transactionId: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly paidAtMs: number;
  /** True when the order named who was to pay, and somebody else has paid. */
  readonly payerDiffers?: boolean;
}

export type PaymentStatus =
  | { readonly state: "paid"; readonly payment: ProviderPayment }
  /** Nobody has paid, and somebody may yet. */
  | { readonly state: "open" }
  /** Nobody has paid, and nobody can any more. */
  | { readonly state: "closed" }
  /** The vendor has never heard of the order. */
  | { readonly state: "not_found" };

/** `paid`: it was paid before it could be closed; a query says by what. */
export type CloseOutcome = "closed" | "paid";

/** Money to be sent back. `refundNo` names the refund for ever. */
export interface RefundOrder {
  /** Letters, digits and underscores, at most 32. */
  readonly refundNo: string;
  readonly orderId: string;
  readonly walletId: string;
  /** The payment's number at the vendor. */
  readonly transactionId: string;
  /** What is to go back; at most what is left of the payment. */
  readonly amountMinor: number;
  /** What the whole payment was. */
  readonly totalMinor: number;
  readonly currency: string;
  /** When the refund was decided; stays the same however often it is asked for. */
  readonly requestedAtMs: number;
  /** How often the vendor has refused it for want of funds. It is asked for under the same number all the same. */
  readonly shortages?: number;
}

export type RefundOutcome =
  /** The money is on its way to the payer, for good. */
  | { readonly state: "succeeded"; readonly refundId: string; readonly atMs: number }
  /** The vendor works on it: query later, or wait for the notification. */
  | { readonly state: "processing"; readonly refundId: string }
  /** Nothing was sent back; and nothing will be under this number, unless it was funds that lacked. */
  | { readonly state: "failed"; readonly reason: RefundFailure; readonly refundId?: string }
  /** Only from a query. */
  | { readonly state: "not_found" }
  /** It is not known what the vendor did: query, and ask again under the same number. */
  | { readonly state: "unknown"; readonly error: string };

export type RefundFailure =
  /** The merchant's account at the vendor does not hold enough: fund it, then ask again under another number. */
  | "not_enough_funds"
  /** The payment is older than the vendor sends back. */
  | "window_over"
  /** More than is left of the payment, or too many refunds of it. */
  | "exceeds_payment"
  /** The payer's account can't take it. */
  | "account_abnormal"
  /** The vendor has closed it without paying. */
  | "closed"
  /** Anything else that it refuses for good. */
  | "refused";

/** A payer contests a payment at their bank. */
export interface ProviderDispute {
  readonly disputeId: string;
  readonly transactionId: string;
  readonly orderId: string | null;
  readonly walletId: string | null;
  readonly amountMinor: number;
  readonly currency: string;
  /** `inquiry`: the bank only asks, and has taken nothing; `opened`: the money has been taken from us; `won`: it is ours; `lost`: it never will be. */
  readonly state: "inquiry" | "opened" | "won" | "lost";
  readonly reason: string;
  readonly atMs: number;
}

/** A line of the vendor's book. */
export interface BillLine {
  readonly kind: "payment" | "refund";
  /** Ours: the order's id of a payment, the refund's number of a refund; as we know it, whatever the vendor makes of it. */
  readonly number: string;
  /** The vendor's number of the payment. */
  readonly transactionId: string;
  /** The vendor's number of the refund. */
  readonly refundId?: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly atMs: number;
  /** What the vendor keeps; negative where it gives back. */
  readonly feeMinor?: number;
  /** What it ought to keep by the rate that it names on the line, where it names one. */
  readonly feeDueMinor?: number;
}

/** A row of the vendor's book that can't be read: a person has to look at it. */
export interface UnreadableLine {
  readonly kind: "unreadable";
  /** In the vendor's file, the first is 1. */
  readonly row: number;
  /** Its beginning, as it stands there. */
  readonly text: string;
}

export type BillEntry = BillLine | UnreadableLine;

/** The language of the actor that stands for one payment at one vendor, and knows for ever what has become of it. */
export type PaymentCommand =
  /** The vendor says that the money has arrived. The first word stands, however often and however it is said again. */
  | { readonly type: "RecordArrival"; readonly payment: ProviderPayment }
  /** What the wallet made of it. */
  | { readonly type: "RecordSettled"; readonly outcome: PaymentSettlement }
  | { readonly type: "RecordDispute"; readonly dispute: ProviderDispute }
  /** The wallet has not said for a while what it made of it. */
  | { readonly type: "FlagUnsettled" }
  /** An operator knows whose payment it is. */
  | { readonly type: "AttributePayment"; readonly walletId: string; readonly operator: string; readonly note: string };

export type PaymentEvent =
  | { readonly type: "PaymentArrived"; readonly payment: ProviderPayment }
  /** `afterFlag`: somebody had been told that it was not. */
  | { readonly type: "PaymentSettled"; readonly outcome: PaymentSettlement; readonly afterFlag?: true }
  | {
      readonly type: "PaymentAttributed";
      readonly walletId: string;
      readonly operator: string;
      readonly note: string;
      /** The order that the payment names, and how much it is. Absent from events of before the transaction log had them. */
      readonly about?: Pick<ProviderPayment, "orderId" | "amountMinor" | "currency">;
    }
  | { readonly type: "PaymentDisputed"; readonly dispute: ProviderDispute }
  | {
      readonly type: "AlertRaised";
      readonly kind: PaymentAlertKind;
      readonly subjectId: string;
      readonly facts: Readonly<Record<string, string | number | boolean | null>>;
    };

/** What a wallet has made of a payment. */
export type PaymentOutcome = "credited" | "returned" | "quarantined";
/** `unattributed`: nothing of ours belongs to it, and a person looks at it. */
export type PaymentSettlement = PaymentOutcome | "unattributed";
