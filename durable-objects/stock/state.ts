import type { StockCount } from "@forecourt/contract/stock";

/** One that is not for sale until its order is paid or given up. */
export interface Hold {
  readonly holdId: string;
  readonly walletId: string;
  /** Then the wallet is asked whether there is an order; null once it has said so. */
  readonly heldUntilMs: number | null;
}

export interface StockState {
  readonly stockMax: number;
  readonly packageVersion: number;
  readonly sold: number;
  readonly holds: readonly Hold[];
  /** What became of the last holds, oldest first: what comes again about one changes nothing. */
  readonly closed: readonly { readonly holdId: string; readonly sold: boolean }[];
}

/** Bounds of what a stock keeps. */
export const stockBounds = { holdsMax: 2_000, closedKept: 2_000 } as const;

export function countOf({ sold, holds }: StockState): StockCount {
  return { sold, held: holds.length };
}

export function findHold(state: StockState, holdId: string): Hold | undefined {
  return state.holds.find((hold) => hold.holdId === holdId);
}

export function findClosed(state: StockState, holdId: string) {
  return state.closed.find((closed) => closed.holdId === holdId);
}
