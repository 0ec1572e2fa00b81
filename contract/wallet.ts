import type { FuelingFacts, Movement } from "./movement.ts";
import type { Currency } from "./units.ts";

/**
 * The wallet's language: commands in, events kept, views out. Amounts are minor units of the wallet's currency.
 */

/** Whether principal or bonus is spent first; a region says which. */
export const spendingPolicies = ["prorata", "principal_first", "bonus_first"] as const;
export type SpendingPolicy = (typeof spendingPolicies)[number];

export type WalletCommand =
  /** Gives the wallet its currency and its driver. Harmless when done already. */
  | { readonly type: "OpenWallet"; readonly driverId: string; readonly currency: Currency; readonly spendingPolicy: SpendingPolicy }
  /** Opens a top-up order, before any money moves. The terms are those of the moment and stay with the order. */
  | {
      readonly type: "RequestTopup";
      readonly provider: string;
      readonly amountMinor: number;
      readonly bonusMinor: number;
      /** How long the bonus lives once it is credited; absent: for ever. */
      readonly bonusLifeMs?: number;
      readonly packageId?: string;
      readonly packageVersion?: number;
    }
  /** Keeps what the provider's client call needs. */
  | { readonly type: "RecordPaymentPrepared"; readonly orderId: string; readonly payment: PaymentParameters }
  | { readonly type: "CancelTopup"; readonly orderId: string }
  | { readonly type: "ExpireTopup"; readonly orderId: string }
  /** The provider says that money has arrived. Never refused: what can't be credited is quarantined. */
  | {
      readonly type: "RecordPayment";
      readonly orderId: string;
      readonly provider: string;
      readonly providerTransactionId: string;
      readonly amountMinor: number;
      readonly currency: string;
      readonly paidAtMs: number;
    }
  /** A payment that must go back (the second one for an order) has gone back. */
  | { readonly type: "RecordPaymentReturned"; readonly provider: string; readonly providerTransactionId: string; readonly refundId: string }
  /**
   * Holds funds for a fill. `atMostMinor` takes what is available up to it, and refuses below `atLeastMinor`;
   * the two being equal asks for exactly that.
   */
  | {
      readonly type: "ReserveFunds";
      readonly fuelingId: string;
      readonly atMostMinor: number;
      readonly atLeastMinor: number;
      readonly currency: Currency;
      readonly ttlMs: number;
      /** Whom to ask whether fuel flows before the reservation lapses. */
      readonly stationId: string;
      /** The payment code that the driver showed; it works once. */
      readonly codeId?: string;
      readonly codeExpiresAtMs?: number;
    }
  | { readonly type: "ReleaseFunds"; readonly fuelingId: string }
  /** Settles a fill: less than, as much as, or more than was reserved; also after the reservation has lapsed. */
  | { readonly type: "CaptureFunds"; readonly fueling: FuelingFacts }
  /** The station's answer at the end of a reservation's time. */
  | { readonly type: "RecordFlow"; readonly fuelingId: string; readonly flowing: boolean }
  | { readonly type: "ExpireBonus" };

/** What the driver's client needs to pay; its members are the provider's. */
export type PaymentParameters = Readonly<Record<string, string>>;

/** The balances after an event, in its currency. */
export interface Balances {
  readonly principalMinor: number;
  readonly bonusMinor: number;
  readonly debtMinor: number;
}

export type WalletEvent =
  | { readonly type: "WalletOpened"; readonly driverId: string; readonly currency: Currency; readonly spendingPolicy: SpendingPolicy }
  | {
      readonly type: "TopupRequested";
      readonly orderId: string;
      readonly currency: Currency;
      readonly provider: string;
      readonly amountMinor: number;
      readonly bonusMinor: number;
      readonly bonusLifeMs?: number;
      readonly packageId?: string;
      readonly packageVersion?: number;
      readonly expiresAtMs: number;
    }
  | { readonly type: "PaymentPrepared"; readonly orderId: string; readonly payment: PaymentParameters }
  | { readonly type: "TopupCancelled"; readonly orderId: string }
  | { readonly type: "TopupExpired"; readonly orderId: string }
  /** A lot was credited. `late`: the order was cancelled, or it was paid after its time, so principal only. */
  | {
      readonly type: "TopupPaid";
      readonly orderId: string;
      readonly currency: Currency;
      readonly provider: string;
      readonly providerTransactionId: string;
      readonly lotId: string;
      readonly principalMinor: number;
      readonly bonusMinor: number;
      readonly bonusExpiresAtMs?: number;
      readonly late: boolean;
      readonly movement: Movement;
    }
  | { readonly type: "DebtPaid"; readonly movement: Movement }
  /** A second payment for a paid order; it goes back. */
  | {
      readonly type: "PaymentDuplicated";
      readonly orderId: string;
      readonly provider: string;
      readonly providerTransactionId: string;
      readonly amountMinor: number;
    }
  | { readonly type: "PaymentReturned"; readonly provider: string; readonly providerTransactionId: string; readonly refundId: string }
  /** Money that fits no order as it stands. It is kept apart, and a person looks at it. */
  | {
      readonly type: "PaymentQuarantined";
      readonly orderId: string;
      readonly provider: string;
      readonly providerTransactionId: string;
      readonly amountMinor: number;
      readonly currency: string;
      readonly reason: "order_unknown" | "amount_differs" | "currency_differs" | "provider_differs";
    }
  | {
      readonly type: "FundsReserved";
      readonly fuelingId: string;
      readonly stationId: string;
      readonly amountMinor: number;
      readonly expiresAtMs: number;
      readonly codeId?: string;
      readonly codeExpiresAtMs?: number;
    }
  | { readonly type: "ReservationExtended"; readonly fuelingId: string; readonly expiresAtMs: number }
  | { readonly type: "FundsReleased"; readonly fuelingId: string; readonly reason: "released" | "expired" }
  | {
      readonly type: "FundsCaptured";
      readonly fuelingId: string;
      readonly currency: Currency;
      readonly reservedMinor: number;
      readonly movement: Movement;
    }
  | { readonly type: "BonusExpired"; readonly lotId: string; readonly movement: Movement };

/** What a command answers, by its type; the others answer null. */
export interface WalletReplies {
  readonly RequestTopup: TopupView;
  readonly RecordPaymentPrepared: TopupView;
  readonly CancelTopup: TopupView;
  readonly RecordPayment: { readonly outcome: "credited" | "duplicate" | "returned" | "quarantined" };
  readonly ReserveFunds: { readonly amountMinor: number; readonly expiresAtMs: number };
  readonly CaptureFunds: FundingView;
}
export type WalletReply<Command extends WalletCommand> = Command["type"] extends keyof WalletReplies
  ? WalletReplies[Command["type"]]
  : null;

/** How a fill was paid for. */
export interface FundingView {
  readonly principalMinor: number;
  readonly bonusMinor: number;
  readonly debtMinor: number;
}

export const topupStates = ["requested", "awaiting_payment", "paid", "cancelled", "expired"] as const;
export type TopupState = (typeof topupStates)[number];

/** A top-up order as its owner sees it. */
export interface TopupView {
  readonly orderId: string;
  readonly state: TopupState;
  readonly provider: string;
  readonly amountMinor: number;
  readonly bonusMinor: number;
  readonly currency: Currency;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  readonly payment: PaymentParameters | null;
}

/** A hold on funds, for a fill that has not been settled. */
export interface ReservationView {
  readonly fuelingId: string;
  readonly stationId: string;
  readonly amountMinor: number;
  readonly expiresAtMs: number;
}

/** The wallet as its owner sees it, straight from the actor. */
export interface WalletView extends Balances {
  readonly currency: Currency;
  readonly reservedMinor: number;
  readonly availableMinor: number;
  readonly reservations: readonly ReservationView[];
  /** Journal position: what a client has seen. */
  readonly seq: number;
}
