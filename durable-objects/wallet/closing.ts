import { type Rejected, rejected } from "@forecourt/contract/result";
import type { WalletCommand, WalletEvent } from "@forecourt/contract/wallet";
import { accepted, type Decision } from "../runtime/definition.ts";
import { isOver } from "./refundState.ts";
import type { WalletState } from "./state.ts";

/** Why no money can be put into the wallet; null when it can. */
export function refusedAsNotOpen({ currency, closedInto }: WalletState): Rejected | null {
  if (currency === null) return rejected("wallet_not_found");
  return closedInto === null ? null : rejected("wallet_closed");
}

/**
 * Closes a wallet whose driver goes on with another. Refused while anything is in it, held by it, owed to or by it, and
 * while an order can still be paid or an adjustment be approved; or while a refund or a payer's bank may bring money back. One
 * that somebody has frozen stays, too. Money that comes all the same (for an order that had lapsed) is set apart, and a person
 * looks at it: the wallet that it would go to is nobody's any more.
 */
export function closeWallet(
  state: WalletState,
  { intoWalletId }: Extract<WalletCommand, { type: "CloseWallet" }>,
): Decision<WalletState, WalletEvent> {
  if (state.closedInto !== null) return state.closedInto === intoWalletId ? accepted([]) : rejected("wallet_closed");
  const isOpen = state.topups.some((topup) => topup.state === "requested" || topup.state === "awaiting_payment");
  const { principalMinor, bonusMinor, reservedMinor, debtMinor } = state;
  const holds = principalMinor + bonusMinor + reservedMinor + debtMinor > 0 || state.reservations.length > 0;
  const isProposed = state.adjustments.some((adjustment) => adjustment.state === "proposed");
  const isRefunding = state.refunds.some((refund) => !isOver(refund) || refund.doubt !== null) || state.promises.length > 0;
  const isContested = state.disputes.some((dispute) => dispute.state === "opened");
  if (holds || isOpen || isProposed || isRefunding || isContested || state.returns.length > 0 || state.freezes.length > 0)
    return rejected("accounts_both_hold_money");
  return accepted([{ type: "WalletClosed", intoWalletId }]);
}
