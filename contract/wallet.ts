import type { AdjustmentCommand, AdjustmentEvent, AdjustmentReplies } from "./adjustments.ts";
import type { CouponTerms } from "./catalog.ts";
import type { Freeze, FreezeCommand, FreezeEvent } from "./freezes.ts";
import type { FuelingFacts, Movement } from "./movement.ts";
import type { FuelingOrigin } from "./origin.ts";
import type { PaymentOutcome } from "./payments.ts";
import type { DisputeCommand, DisputeEvent, RefundCommand, RefundEvent, RefundReplies } from "./refunds.ts";
import type { FillRule, RiskHit } from "./risk.ts";
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
      /** Of a package; absent: an amount of the driver's own choice. */
      readonly purchase?: PurchaseTerms;
      /** What the wallet may hold, principal and bonus, with what other open orders would bring; absent: any amount. */
      readonly balanceMaxMinor?: number;
      readonly fillRules?: FillRules;
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
      /** The order named its payer, and somebody else has paid. */
      readonly payerDiffers?: boolean;
    }
  /** The provider was asked about an unpaid order, for this time, and nothing has come of it. */
  | { readonly type: "RecordPaymentAsked"; readonly orderId: string; readonly asked: number }
  /** The provider has closed the order: nobody can pay it any more. */
  | { readonly type: "RecordPaymentClosed"; readonly orderId: string }
  /** A payment that must go back (the second one for an order) has gone back. */
  | { readonly type: "RecordPaymentReturned"; readonly provider: string; readonly providerTransactionId: string; readonly refundId: string }
  /** The provider works on sending a payment back; it is asked again, this being the answer so many. */
  | {
      readonly type: "RecordReturnPending";
      readonly provider: string;
      readonly providerTransactionId: string;
      readonly refundId: string;
      readonly asked: number;
    }
  /** The provider won't send a payment back: a person decides anew what becomes of it. */
  | {
      readonly type: "RecordReturnRefused";
      readonly provider: string;
      readonly providerTransactionId: string;
      readonly refundNo: string;
      /** In the words of `RefundOutcome`. */
      readonly why: string;
    }
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
      readonly origin?: FuelingOrigin;
      readonly fillRules?: FillRules;
    }
  | { readonly type: "ReleaseFunds"; readonly fuelingId: string }
  /** Settles a fill: less than, as much as, or more than was reserved; also after the reservation has lapsed. */
  | { readonly type: "CaptureFunds"; readonly fueling: FuelingFacts }
  /** The station's answer at the end of a reservation's time. */
  | { readonly type: "RecordFlow"; readonly fuelingId: string; readonly flowing: boolean }
  | { readonly type: "ExpireBonus" }
  /** The driver's security has been told of a fill that meets a rule. */
  | { readonly type: "RecordFillRuleTold"; readonly no: number }
  /** The largest tank among the driver's vehicles, as their account says it for the `no`th time; null: they have none. An older one is no news. */
  | { readonly type: "NoteTank"; readonly no: number; readonly tankMl: number | null }
  /** A stock or an account has been told what became of an order. */
  | { readonly type: "RecordPromiseKept"; readonly promiseId: string }
  /** What an operator has decided about a payment that was set apart: to credit it here, or to send it back. */
  | {
      readonly type: "ResolvePayment";
      readonly provider: string;
      readonly providerTransactionId: string;
      readonly action: "credit" | "return";
      readonly operator: string;
      readonly note: string;
    }
  | RefundCommand
  | DisputeCommand
  | AdjustmentCommand
  | FreezeCommand
  /** The wallet's driver goes on with another one. Refused while it holds money, or while money may be on its way to it. */
  | { readonly type: "CloseWallet"; readonly intoWalletId: string };

/**
 * The rules about fills, how fast and how much into one tank, as whoever brings a command has them. The wallet keeps the last that it was brought,
 * since a fill is settled by a station, which knows of no rules.
 */
export interface FillRules {
  readonly version: number;
  readonly rules: readonly FillRule[];
}

/** A package as an order keeps it, and how often it may be bought. */
export interface PurchaseTerms {
  readonly packageId: string;
  readonly version: number;
  readonly currency: Currency;
  /** The region's day, `YYYY-MM-DD`. */
  readonly day: string;
  readonly perDriverMax?: number;
  readonly perDayMax?: number;
  /** What its stock holds for the order, and until when an order may be placed on it. */
  readonly stock?: { readonly holdId: string; readonly heldUntilMs: number };
  readonly coupons?: readonly CouponTerms[];
}

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
      /** The region's day on which the package was ordered. */
      readonly day?: string;
      /** What the package's stock holds for the order. */
      readonly holdId?: string;
      readonly coupons?: readonly CouponTerms[];
      readonly expiresAtMs: number;
    }
  | { readonly type: "PaymentPrepared"; readonly orderId: string; readonly payment: PaymentParameters }
  /** The provider was asked about the order, so many times now, and nobody had paid. */
  | { readonly type: "PaymentAsked"; readonly orderId: string; readonly asked: number }
  /** The provider has closed an order that was cancelled. */
  | { readonly type: "PaymentClosed"; readonly orderId: string }
  | { readonly type: "TopupCancelled"; readonly orderId: string }
  /** `unconfirmed`: the provider could not be got to close it; it goes on being asked. */
  | { readonly type: "TopupExpired"; readonly orderId: string; readonly unconfirmed?: true }
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
      /** When the payer paid; absent in older ones. */
      readonly paidAtMs?: number;
      readonly late: boolean;
      readonly movement: Movement;
    }
  | { readonly type: "DebtPaid"; readonly currency: Currency; readonly movement: Movement }
  /** A second payment for a paid order; it goes back. */
  | {
      readonly type: "PaymentDuplicated";
      readonly orderId: string;
      readonly provider: string;
      readonly providerTransactionId: string;
      readonly amountMinor: number;
      /** What the refund is called at the provider. */
      readonly refundNo: string;
    }
  /** The provider has taken the return on; it is asked again at this time. */
  | {
      readonly type: "PaymentReturnPending";
      readonly provider: string;
      readonly providerTransactionId: string;
      readonly refundId: string;
      readonly asked: number;
      readonly askAtMs: number;
    }
  | { readonly type: "PaymentReturned"; readonly provider: string; readonly providerTransactionId: string; readonly refundId: string }
  /**
   * Money that fits no order as it stands, or that the provider would not send back. It is kept apart, and a person looks at it.
   */
  | {
      readonly type: "PaymentQuarantined";
      readonly orderId: string;
      readonly provider: string;
      readonly providerTransactionId: string;
      readonly amountMinor: number;
      readonly currency: string;
      /** When the payer paid; absent in older ones. */
      readonly paidAtMs?: number;
      readonly reason:
        | "order_unknown"
        | "amount_differs"
        | "currency_differs"
        | "provider_differs"
        | "payer_differs"
        | "wallet_closed"
        | "return_refused"
        /** Its payer contests it: their bank has taken it back, or will. */
        | "payment_disputed";
      /** Why the provider would not send it back, and under which number it was asked to. */
      readonly why?: string;
      readonly refusedNo?: string;
    }
  | {
      readonly type: "FundsReserved";
      readonly fuelingId: string;
      readonly stationId: string;
      readonly amountMinor: number;
      readonly expiresAtMs: number;
      readonly codeId?: string;
      readonly codeExpiresAtMs?: number;
      readonly origin?: FuelingOrigin;
    }
  | { readonly type: "ReservationExtended"; readonly fuelingId: string; readonly expiresAtMs: number }
  /** `held`: what it was, and where it had come from; the transaction log wants to know of those that became no fill. */
  | { readonly type: "FundsReleased"; readonly fuelingId: string; readonly reason: "released" | "expired"; readonly held?: HoldReleased }
  | {
      readonly type: "FundsCaptured";
      readonly fuelingId: string;
      readonly currency: Currency;
      readonly reservedMinor: number;
      /** Of the reservation; absent when there was none any more. */
      readonly origin?: FuelingOrigin;
      /** The wallet was closed by then, and its driver went on with this one: what is owed here is paid by nobody. */
      readonly closedInto?: string;
      readonly movement: Movement;
    }
  | { readonly type: "BonusExpired"; readonly lotId: string; readonly currency: Currency; readonly movement: Movement }
  | { readonly type: "PromiseKept"; readonly promiseId: string }
  /** The rules about fills that a command has brought: what fills are judged by from now on. */
  | ({ readonly type: "FillRulesSeen" } & FillRules)
  | { readonly type: "FillRuleMet"; readonly no: number; readonly version: number; readonly hit: RiskHit }
  | { readonly type: "FillRuleTold"; readonly no: number }
  | { readonly type: "TankNoted"; readonly no: number; readonly tankMl: number | null }
  /** A payment that was set apart makes a lot of its own, of principal alone. */
  | {
      readonly type: "PaymentCredited";
      readonly orderId: string;
      readonly provider: string;
      readonly providerTransactionId: string;
      readonly currency: Currency;
      readonly amountMinor: number;
      readonly paidAtMs: number;
      /** The return that the provider has refused before. */
      readonly refusedNo?: string;
      readonly lotId: string;
      readonly operator: string;
      readonly note: string;
      readonly movement: Movement;
    }
  /** A payment that was set apart goes back to whoever paid it. */
  | {
      readonly type: "PaymentReturnDecided";
      readonly orderId: string;
      readonly provider: string;
      readonly providerTransactionId: string;
      readonly amountMinor: number;
      readonly currency: string;
      readonly refundNo: string;
      /** The return that the provider has refused before. */
      readonly refusedNo?: string;
      readonly operator: string;
      readonly note: string;
    }
  | RefundEvent
  | DisputeEvent
  | AdjustmentEvent
  | FreezeEvent
  | { readonly type: "WalletClosed"; readonly intoWalletId: string };

/** A hold that no fill has come of. */
export interface HoldReleased {
  readonly stationId: string;
  readonly amountMinor: number;
  readonly currency: Currency;
  readonly origin: FuelingOrigin;
}

/** What a command answers, by its type; the others answer null. */
export interface WalletReplies extends AdjustmentReplies, RefundReplies {
  readonly RequestTopup: TopupView;
  readonly RecordPaymentPrepared: TopupView;
  readonly CancelTopup: TopupView;
  /** What has become of it: told again, what has since. */
  readonly RecordPayment: { readonly outcome: PaymentOutcome };
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

export const topupStates = [
  "requested",
  "awaiting_payment",
  "paid",
  "cancelled",
  "expired",
  "refund_requested",
  "refunding",
  "refunded",
  "refund_failed",
] as const;
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

/** What is left of one credit, and what it was. */
export interface LotView {
  readonly lotId: string;
  /** The top-up order, or the adjustment, that it comes from. */
  readonly sourceId: string;
  readonly creditedAtMs: number;
  /** Left. */
  readonly principalMinor: number;
  readonly bonusMinor: number;
  /** As credited. */
  readonly paidMinor: number;
  readonly grantedMinor: number;
  /** When what is left of the bonus lapses; null: never. */
  readonly bonusExpiresAtMs: number | null;
}

/** The wallet as its owner sees it, straight from the actor. */
export interface WalletView extends Balances {
  readonly currency: Currency;
  readonly reservedMinor: number;
  readonly availableMinor: number;
  readonly reservations: readonly ReservationView[];
  /** Who keeps it frozen, and why; empty: it is free. */
  readonly freezes: readonly Freeze[];
  /** Journal position: what a client has seen. */
  readonly seq: number;
}
