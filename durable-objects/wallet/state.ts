import type { AdjustmentView } from "@forecourt/contract/adjustments";
import type { Freeze } from "@forecourt/contract/freezes";
import { GENESIS_HASH } from "@forecourt/contract/movement";
import type { FuelingOrigin } from "@forecourt/contract/origin";
import type { OrderSeen, RiskHit } from "@forecourt/contract/risk";
import type { Currency } from "@forecourt/contract/units";
import type {
  FillRules,
  FundingView,
  LotView,
  PaymentParameters,
  SpendingPolicy,
  TopupState,
  TopupView,
  WalletView,
} from "@forecourt/contract/wallet";

import type { PaymentSeen } from "./paymentsSeen.ts";
import type { OrderPromise, PackageBought, PurchaseCount } from "./purchases.ts";
import type { Dispute, Refund } from "./refundState.ts";

/** What remains of one top-up: what the driver paid in, and what the operator gave on top. */
export interface Lot {
  readonly lotId: string;
  /** The order, or the adjustment, that it comes from. */
  readonly orderId: string;
  readonly creditedAtMs: number;
  /** The movement that credited it: lots are spent in this order. */
  readonly no: number;
  readonly principalMinor: number;
  readonly bonusMinor: number;
  /** As credited, before anything was spent. */
  readonly paidMinor: number;
  readonly grantedMinor: number;
  /** Principal never expires; bonus may. */
  readonly bonusExpiresAtMs?: number;
  /** Of the bonus, what has lapsed unspent; absent: nothing has. */
  readonly lapsedMinor?: number;
  /** What it was paid by, and can be sent back to; absent: nothing was paid for it. */
  readonly payment?: LotPayment;
}

/** The payment behind a lot. */
export interface LotPayment extends PaymentName {
  readonly paidAtMs: number;
  /** Refunds asked for so far, and when the last one was. */
  readonly refunds: number;
  readonly lastRefundAtMs: number | null;
}

/** A hold for a fill that has not been settled. It lapses only after the station has said that no fuel flows. */
export interface Reservation {
  readonly fuelingId: string;
  readonly stationId: string;
  readonly amountMinor: number;
  readonly expiresAtMs: number;
  readonly origin?: FuelingOrigin;
}

export interface Topup {
  readonly orderId: string;
  readonly state: TopupState;
  readonly provider: string;
  readonly amountMinor: number;
  readonly bonusMinor: number;
  readonly bonusLifeMs?: number;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  readonly payment: PaymentParameters | null;
  /** The provider's transaction that paid it. */
  readonly paidBy: string | null;
  /** How often the provider was asked whether it has been paid. */
  readonly asked: number;
  /** Cancelled here, and perhaps still payable at the provider, who has to be told. */
  readonly closeOwed: boolean;
  readonly bought?: PackageBought;
}

/** A payment that must go back to where it came from. */
export interface PaymentReturn extends PaymentName {
  readonly orderId: string;
  readonly amountMinor: number;
  readonly refundNo: string;
  /** Of the payment; absent: the wallet's. */
  readonly currency?: string;
  readonly decidedAtMs: number;
  /** How often the provider has said that it works on it, and when to ask again. */
  readonly asked: number;
  readonly askAtMs: number;
}

/** A payment that fits no order as it stands. */
export interface Quarantined extends PaymentName {
  readonly orderId: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly paidAtMs: number;
  /** The return that the provider has refused. */
  readonly refusedNo?: string;
}

/** What the provider calls a payment. */
export interface PaymentName {
  readonly provider: string;
  readonly providerTransactionId: string;
}

/** Two providers may give two payments the same number. */
export function paymentKey({ provider, providerTransactionId }: PaymentName): string {
  return `${provider}/${providerTransactionId}`;
}

/** A fill that has been paid for. */
export interface Settlement {
  readonly fuelingId: string;
  readonly amountMinor: number;
  readonly volumeMl: number;
  readonly funding: FundingView;
  /** When it was. */
  readonly atMs: number;
}

/** A fill that met a rule, alone or with those before it, and whether the driver's security has been told. */
export interface FillRuleNote {
  readonly no: number;
  readonly version: number;
  readonly hit: RiskHit;
  readonly atMs: number;
  readonly told: boolean;
}

export interface WalletState {
  readonly walletId: string;
  readonly driverId: string | null;
  readonly currency: Currency | null;
  readonly spendingPolicy: SpendingPolicy;
  /** The wallet that its driver goes on with; null while it is open. */
  readonly closedInto: string | null;
  /** Oldest first; a lot that is spent is gone. */
  readonly lots: readonly Lot[];
  readonly principalMinor: number;
  readonly bonusMinor: number;
  readonly reservedMinor: number;
  readonly debtMinor: number;
  readonly reservations: readonly Reservation[];
  /** Open ones and the last closed ones, oldest first. */
  readonly topups: readonly Topup[];
  /** Where the last fills were, so that the driver can be shown one that came to nothing too. */
  readonly stationsOfFuelings: readonly { readonly fuelingId: string; readonly stationId: string }[];
  /** What orders oblige the wallet to tell others, in the order in which it must be told. */
  readonly promises: readonly OrderPromise[];
  /** By package. */
  readonly purchases: Readonly<Record<string, PurchaseCount>>;
  /** Payments set apart that somebody has to decide on, oldest first. */
  readonly quarantined: readonly Quarantined[];
  readonly returns: readonly PaymentReturn[];
  /** Fills already settled, the last ones, oldest first: a capture that comes again under another command changes nothing. */
  readonly settled: readonly Settlement[];
  /** Payments already dealt with, the last ones. */
  readonly paymentsSeen: readonly PaymentSeen[];
  /** Payment codes used that would still be good. */
  readonly codesUsed: readonly { readonly codeId: string; readonly expiresAtMs: number }[];
  /** Those under way and the last that are over, oldest first. */
  readonly refunds: readonly Refund[];
  /** Payments that a payer's bank has taken back: those not decided, and the last that are, oldest first. */
  readonly disputes: readonly Dispute[];
  /** Waiting ones and the last decided ones, oldest first. */
  readonly adjustments: readonly AdjustmentView[];
  /** What fills are judged by, and the last that met a rule, oldest first. */
  readonly fillRules: { readonly set: FillRules; readonly notes: readonly FillRuleNote[]; readonly count: number };
  /** The largest among the driver's vehicles, as their account has said it so often; null: there is none. */
  readonly tank: { readonly no: number; readonly tankMl: number | null };
  /** One of a kind at most. */
  readonly freezes: readonly Freeze[];
  readonly lifetime: {
    readonly creditedMinor: number;
    readonly capturedMinor: number;
    readonly lapsedBonusMinor: number;
    /** By operators; below zero when more was taken than given. */
    readonly adjustedMinor: number;
    /** Sent back or set apart for it, with the bonus that went with it; less what was given back. */
    readonly refundedMinor: number;
    /** Taken back by payers' banks, with the bonus that went with it; less what they gave back. */
    readonly chargedBackMinor: number;
  };
  readonly movements: { readonly count: number; readonly hash: string };
}

/** Bounds of what a wallet keeps. */
export const walletBounds = {
  topupsOpenMax: 20,
  topupsKept: 100,
  settledKept: 200,
  stationsOfFuelingsKept: 50,
  paymentsSeenKept: 200,
  reservationsMax: 1,
  adjustmentsKept: 50,
  quarantinedKept: 200,
  refundsKept: 50,
  disputesKept: 50,
  fillRuleNotesKept: 10,
} as const;

export function initialWallet(walletId: string): WalletState {
  return {
    walletId,
    driverId: null,
    currency: null,
    spendingPolicy: "prorata",
    closedInto: null,
    lots: [],
    principalMinor: 0,
    bonusMinor: 0,
    reservedMinor: 0,
    debtMinor: 0,
    reservations: [],
    topups: [],
    stationsOfFuelings: [],
    promises: [],
    purchases: {},
    quarantined: [],
    returns: [],
    settled: [],
    paymentsSeen: [],
    codesUsed: [],
    refunds: [],
    disputes: [],
    adjustments: [],
    fillRules: { set: { version: 0, rules: [] }, notes: [], count: 0 },
    tank: { no: 0, tankMl: null },
    freezes: [],
    lifetime: { creditedMinor: 0, capturedMinor: 0, lapsedBonusMinor: 0, adjustedMinor: 0, refundedMinor: 0, chargedBackMinor: 0 },
    movements: { count: 0, hash: GENESIS_HASH },
  };
}

/** Lots whose bonus has lapsed by now. While a fill is under way nothing lapses: the driver was told that it is theirs to spend. */
export function lapsedLots(state: WalletState, nowMs: number): readonly Lot[] {
  if (state.reservations.length > 0) return [];
  return state.lots.filter((lot) => lot.bonusMinor > 0 && lot.bonusExpiresAtMs !== undefined && lot.bonusExpiresAtMs <= nowMs);
}

/** What can be reserved now. */
export function availableMinor(state: WalletState, nowMs: number): number {
  const lapsed = lapsedLots(state, nowMs).reduce((sum, lot) => sum + lot.bonusMinor, 0);
  return state.principalMinor + state.bonusMinor - state.reservedMinor - lapsed;
}

/** The wallet as its owner sees it; null before it is opened. */
export function walletView(state: WalletState, seq: number, nowMs: number): WalletView | null {
  if (state.currency === null) return null;
  return {
    currency: state.currency,
    principalMinor: state.principalMinor,
    bonusMinor: state.bonusMinor,
    reservedMinor: state.reservedMinor,
    debtMinor: state.debtMinor,
    availableMinor: availableMinor(state, nowMs),
    reservations: state.reservations,
    freezes: state.freezes,
    seq,
  };
}

/** What the balance is made of, oldest first: the order in which it is spent. */
export function lotViews(state: WalletState): readonly LotView[] {
  return state.lots.map(({ orderId, bonusExpiresAtMs, lapsedMinor: _, payment: __, no: ___, ...lot }) => ({
    ...lot,
    sourceId: orderId,
    bonusExpiresAtMs: bonusExpiresAtMs ?? null,
  }));
}

export function findTopup(state: WalletState, orderId: string): Topup | undefined {
  return state.topups.find((topup) => topup.orderId === orderId);
}

/** Whether the wallet may have had an order, a refund or an adjustment of this id that it has forgotten: it has forgotten none while there is room. */
export function mayHaveForgotten(state: WalletState, list: "topups" | "refunds" | "adjustments", id: string): boolean {
  const ids = {
    topups: () => state.topups.map(({ orderId }) => orderId),
    refunds: () => state.refunds.map(({ refundId }) => refundId),
    adjustments: () => state.adjustments.map(({ adjustmentId }) => adjustmentId),
  }[list]();
  return ids.length >= walletBounds[`${list}Kept`] && !ids.includes(id);
}

/** A top-up as its owner sees it. */
export function topupView(state: WalletState, orderId: string): TopupView | null {
  const topup = findTopup(state, orderId);
  if (topup === undefined || state.currency === null) return null;
  const { bonusLifeMs: _, paidBy: __, asked: ___, closeOwed: ____, bought: _____, ...view } = topup;
  return { ...view, currency: state.currency };
}

/** Orders of late, oldest first. One that was cancelled, or that nobody has paid in time, does not count. */
export function ordersSince(topups: readonly Topup[], sinceMs: number, nowMs: number): readonly OrderSeen[] {
  return topups
    .filter(({ createdAtMs }) => createdAtMs > sinceMs)
    .map(({ orderId, createdAtMs, amountMinor, state, expiresAtMs }) => {
      const isUnpaid = state === "requested" || state === "awaiting_payment";
      const counts = state !== "cancelled" && state !== "expired" && !(isUnpaid && expiresAtMs <= nowMs);
      return { orderId, atMs: createdAtMs, amountMinor, counts };
    });
}
