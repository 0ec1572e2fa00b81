import type { Result } from "@forecourt/contract/result";
import type { PaymentParameters, TopupView } from "@forecourt/contract/wallet";

/** What a payment provider has said, once its signature has verified. */
export interface PaymentNotice {
  readonly orderId: string;
  readonly walletId: string;
  readonly transactionId: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly paidAtMs: number;
}

/** A payment that must go back. */
export interface ReturnOrder {
  readonly transactionId: string;
  readonly amountMinor: number;
  readonly currency: string;
}

/** A vendor of payments. One adapter per vendor; amounts in minor units. */
export interface PaymentProvider {
  /** What clients and orders call it. */
  readonly name: string;
  /** Opens the payment at the vendor, once however often it is called for an order; answers what the client's call needs. */
  create(order: TopupView, walletId: string): Promise<PaymentParameters>;
  /**
   * Reads a notification.
   * @throws Problem `signature_invalid` for one that the vendor did not send
   */
  readNotification(request: Request, text: string): Promise<PaymentNotice>;
  /** Sends a payment back, once however often it is called for a transaction. */
  refund(order: ReturnOrder): Promise<Result<{ readonly refundId: string }>>;
}
