import { GENESIS_HASH } from "@forecourt/contract/movement";
import type { Currency } from "@forecourt/contract/units";
import type { FundingView, PaymentParameters, SpendingPolicy, TopupState, TopupView, WalletView } from "@forecourt/contract/wallet";

/** What remains of one top-up: what the driver paid in, and what the operator gave on top. */
export interface Lot {
  readonly lotId: string;
  readonly orderId: string;
  readonly principalMinor: number;
  readonly bonusMinor: number;
  /** As credited, before anything was spent. */
  readonly paidMinor: number;
  readonly grantedMinor: number;
  /** Principal never expires; bonus may. */
  readonly bonusExpiresAtMs?: number;
}

/** A hold for a fill that has not been settled. It lapses only after the station has said that no fuel flows. */
export interface Reservation {
  readonly fuelingId: string;
  readonly stationId: string;
  readonly amountMinor: number;
  readonly expiresAtMs: number;
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
}

/** A payment that must go back to where it came from. */
export interface PaymentReturn extends PaymentName {
  readonly orderId: string;
  readonly amountMinor: number;
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
  readonly funding: FundingView;
  /** When it was. */
  readonly atMs: number;
}

export interface WalletState {
  readonly walletId: string;
  readonly driverId: string | null;
  readonly currency: Currency | null;
  readonly spendingPolicy: SpendingPolicy;
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
  readonly returns: readonly PaymentReturn[];
  /** Fills already settled, the last ones, oldest first: a capture that comes again under another command changes nothing. */
  readonly settled: readonly Settlement[];
  /** Payments already dealt with, the last ones, by {@link paymentKey}. */
  readonly paymentsSeen: readonly string[];
  /** Payment codes used that would still be good. */
  readonly codesUsed: readonly { readonly codeId: string; readonly expiresAtMs: number }[];
  readonly lifetime: { readonly creditedMinor: number; readonly capturedMinor: number; readonly lapsedBonusMinor: number };
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
} as const;

export function initialWallet(walletId: string): WalletState {
  return {
    walletId,
    driverId: null,
    currency: null,
    spendingPolicy: "prorata",
    lots: [],
    principalMinor: 0,
    bonusMinor: 0,
    reservedMinor: 0,
    debtMinor: 0,
    reservations: [],
    topups: [],
    stationsOfFuelings: [],
    returns: [],
    settled: [],
    paymentsSeen: [],
    codesUsed: [],
    lifetime: { creditedMinor: 0, capturedMinor: 0, lapsedBonusMinor: 0 },
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
    seq,
  };
}

export function findTopup(state: WalletState, orderId: string): Topup | undefined {
  return state.topups.find((topup) => topup.orderId === orderId);
}

/** A top-up as its owner sees it. */
export function topupView(state: WalletState, orderId: string): TopupView | null {
  const topup = findTopup(state, orderId);
  if (topup === undefined || state.currency === null) return null;
  const { bonusLifeMs: _, paidBy: __, ...view } = topup;
  return { ...view, currency: state.currency };
}
