import type { Movement } from "@forecourt/contract/movement";
import { applyShares } from "./lots.ts";
import type { Topup, WalletState } from "./state.ts";

/** Changes that several subjects' events make. */

export function moved(state: WalletState, movement: Movement): WalletState {
  return { ...state, ...movement.balance, movements: { count: movement.no, hash: movement.hash } };
}

export function moveLots(state: WalletState, movement: Movement): WalletState {
  return { ...moved(state, movement), lots: applyShares(state.lots, movement.lots) };
}

export function changeTopup(state: WalletState, orderId: string, change: Partial<Topup>): WalletState {
  return { ...state, topups: state.topups.map((topup) => (topup.orderId === orderId ? { ...topup, ...change } : topup)) };
}
