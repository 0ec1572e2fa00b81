import type { DisputeState, RefundChannel, RefundState, RefundView } from "@forecourt/contract/refunds";
import type { Lot, PaymentName } from "./state.ts";

/** Money set apart to be sent back, and how far it has come. */
export interface Refund extends RefundView, PaymentName {
  /** The lot that it was taken from, as it was then: what is given back goes back there. */
  readonly lot: Lot;
  readonly automatic: boolean;
  /** Its number at the provider, and never another one: under one number money goes back once. */
  readonly refundNo: string;
  /** How often the merchant's account held too little for it. */
  readonly shortages: number;
  /** How often the provider was asked, and when to ask again. */
  readonly asked: number;
  readonly askAtMs: number;
  /** Since when it has been decided: what the provider is told, the same every time. */
  readonly decidedAtMs: number | null;
  /** The driver's account, sealed. */
  readonly bank: string | null;
  /** Who has sent it back. Both: the driver has had it twice, and one of the two is taken from the wallet. */
  readonly sentBy: readonly RefundChannel[];
  /** The bank was given the transfer, and has not refused it. */
  readonly exported: boolean;
  /** What the provider or the bank calls it, once it is over. */
  readonly reference: string | null;
  /** The provider contradicts how it has ended and is asked at this time, for the `checked`-th time. */
  readonly doubt: { readonly checked: number; readonly askAtMs: number } | null;
}

/** A payment that the payer's bank has taken back. */
export interface Dispute extends PaymentName {
  readonly disputeId: string;
  readonly orderId: string;
  readonly state: DisputeState;
  readonly amountMinor: number;
  /** It had been credited, so the wallet has given it up. */
  readonly charged: boolean;
}

/** Where the money is back in the wallet, or gone for good. */
const ends: Readonly<Record<RefundState, boolean>> = {
  review: false,
  sending: false,
  processing: false,
  bank_details: false,
  bank_listed: false,
  bank_exported: false,
  succeeded: true,
  declined: true,
  failed: true,
  rejected: true,
};

export function isOver({ state }: Pick<Refund, "state">): boolean {
  return ends[state];
}

/** Whether the provider is to be asked, or asked after. */
export function isAtProvider({ state }: Pick<Refund, "state">): boolean {
  return state === "sending" || state === "processing";
}
