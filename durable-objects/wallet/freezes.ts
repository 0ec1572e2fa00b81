import type { FreezeCommand } from "@forecourt/contract/freezes";
import { type Rejected, rejected } from "@forecourt/contract/result";
import type { WalletEvent } from "@forecourt/contract/wallet";
import { accepted, type Decision } from "../runtime/definition.ts";
import type { WalletState } from "./state.ts";

type WalletDecision = Decision<WalletState, WalletEvent>;
type CommandOf<Type extends FreezeCommand["type"]> = Extract<FreezeCommand, { type: Type }>;

/** What refuses everything new while the wallet is frozen; null when it is not. */
export function refusedWhileFrozen(state: WalletState): Rejected | null {
  const [freeze] = state.freezes;
  return freeze === undefined ? null : rejected("wallet_frozen", { frozenBy: freeze.kind });
}

export function freezeWallet(state: WalletState, command: CommandOf<"FreezeWallet">): WalletDecision {
  if (state.currency === null) return rejected("wallet_not_found");
  const { kind, reason, operator } = command;
  if (state.freezes.some((freeze) => freeze.kind === kind)) return accepted([]);
  return accepted([{ type: "WalletFrozen", kind, reason, operator }]);
}

export function unfreezeWallet(state: WalletState, command: CommandOf<"UnfreezeWallet">): WalletDecision {
  if (state.currency === null) return rejected("wallet_not_found");
  const { kind, reason, operator } = command;
  if (!state.freezes.some((freeze) => freeze.kind === kind)) return accepted([]);
  return accepted([{ type: "WalletUnfrozen", kind, reason, operator, stillFrozen: state.freezes.length > 1 }]);
}
