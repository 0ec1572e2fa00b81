import type {
  BillEntry,
  CloseOutcome,
  PaymentStatus,
  ProviderDispute,
  ProviderOrder,
  ProviderPayment,
  RefundOrder,
  RefundOutcome,
} from "@forecourt/contract/payments";
import type { PaymentParameters } from "@forecourt/contract/wallet";

/**
 * The port of payments: what Forecourt asks of a vendor. One adapter per vendor.
 *
 * Amounts are minor units of the named currency. Every number of ours (order, refund) names one thing at the vendor for
 * ever: a call made again under it is answered as the first one was, or finds what the first one did.
 *
 * A call that throws {@link ProviderUnreachable} may have been carried out all the same. What the vendor has refused
 * for good is a value, never a throw. Nothing that did not verify ever comes through here.
 */
export interface PaymentProvider {
  /** What clients, orders and callbacks call it. */
  readonly name: string;
  readonly limits: ProviderLimits;
  /** Its orders are bound to a payer, who has to be known by what `wx.login` gave. */
  readonly payer?: "wechat";
  /** Whether it takes this currency. */
  takes(currency: string): boolean;
  /**
   * Opens the payment at the vendor, once however often it is called for an order.
   * @returns what the client's call needs; kept with the order
   * @throws Problem `provider_refused` when the vendor will not have this order
   */
  create(order: ProviderOrder, place: OrderPlace): Promise<PaymentParameters>;
  /** What has become of an order. */
  query(order: ProviderOrder): Promise<PaymentStatus>;
  /** Sees to it that nobody can pay the order any more. */
  close(order: ProviderOrder): Promise<CloseOutcome>;
  /** Sends money back, once however often it is called under the refund's number. Never throws. */
  refund(refund: RefundOrder): Promise<RefundOutcome>;
  /** What has become of a refund. `not_found`: the vendor has never heard of it, so it may be asked for again. Never throws. */
  queryRefund(refund: RefundOrder): Promise<RefundOutcome>;
  /**
   * Reads a notification.
   * @throws Problem `signature_invalid` for one that the vendor did not send, or that is not for this merchant
   */
  verifyNotification(request: Request, text: string): Promise<ProviderNotice>;
  /** How the vendor wants a notification acknowledged, where 204 without a body is not it. */
  acknowledge?(): Response;
  /**
   * The vendor's own book of a day, line by line. A row that can't be read is one of them; a file that can't be is a throw.
   * @param day `YYYY-MM-DD` in the vendor's time zone
   * @throws BillNotReady when the vendor has not closed the day yet
   * @throws NoBill when it has none of that day
   */
  downloadBill(day: string): AsyncIterable<BillEntry>;
}

export interface ProviderLimits {
  /** A payment can be sent back for so long after it was made; beyond it money goes back by bank transfer. */
  readonly refundWindowMs: number;
  /** Refunds that one payment may have. */
  readonly refundsMax: number;
  /** Between two refunds of one payment. */
  readonly refundGapMs: number;
}

/** Where an order is made from. */
export interface OrderPlace {
  /** Our address as the vendor reaches it, such as `https://fuel.example.com`. */
  readonly origin: string;
  /** Who is to pay, where the vendor binds an order to its payer: WeChat's openid. */
  readonly openid?: string;
}

/** What a vendor says by itself, once its signature has verified. `noticeId` is the vendor's own, where it has one. */
export type ProviderNotice =
  | { readonly kind: "payment"; readonly noticeId: string; readonly payment: ProviderPayment }
  | {
      readonly kind: "refund";
      readonly noticeId: string;
      readonly refundNo: string;
      readonly orderId: string | null;
      readonly walletId: string | null;
      readonly outcome: RefundOutcome;
    }
  | { readonly kind: "dispute"; readonly noticeId: string; readonly dispute: ProviderDispute }
  /** True, and of no concern to us. */
  | { readonly kind: "other"; readonly noticeId: string; readonly type: string };

/** The vendor did not answer, or answered what can't be relied on: what was asked may have been done, or not. */
export class ProviderUnreachable extends Error {
  override readonly name = "ProviderUnreachable";
}

/** The day's bill is not there yet; ask later. */
export class BillNotReady extends Error {
  override readonly name: string = "BillNotReady";
}

/** There is no bill of the day: it is not there yet, or there was nothing to put into it. The vendor does not tell the two apart; time does. */
export class NoBill extends BillNotReady {
  override readonly name = "NoBill";
}
