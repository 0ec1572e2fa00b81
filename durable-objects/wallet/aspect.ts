import type { WalletCommand } from "@forecourt/contract/wallet";
import type { WalletState } from "./state.ts";

/** What an operator's command to a wallet is about, for the audit trail. */
export function walletAspect(state: WalletState, command: WalletCommand): unknown {
  const { principalMinor, bonusMinor, debtMinor } = state;
  switch (command.type) {
    case "FreezeWallet":
    case "UnfreezeWallet":
      return { frozenBy: state.freezes.map(({ kind, reason }) => `${kind}: ${reason}`) };
    case "ProposeAdjustment":
      return { adjustments: state.adjustments.filter((one) => one.state === "proposed") };
    case "ApproveAdjustment":
    case "DeclineAdjustment":
    case "WithdrawAdjustment": {
      const adjustment = state.adjustments.find(({ adjustmentId }) => adjustmentId === command.adjustmentId) ?? null;
      return { adjustment, principalMinor, bonusMinor, debtMinor };
    }
    default:
      return undefined;
  }
}
