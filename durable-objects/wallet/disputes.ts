import type { DisputeCommand } from "@forecourt/contract/refunds";
import { rejected } from "@forecourt/contract/result";
import type { WalletEvent } from "@forecourt/contract/wallet";
import { accepted, type Decision, type DecisionContext } from "../runtime/definition.ts";
import { Draft } from "./draft.ts";
import { nextMovement, taken } from "./movements.ts";
import { findTopup, type WalletState } from "./state.ts";
import { takeBack } from "./takeBack.ts";

/**
 * A payer has contested the payment of an order. Their bank takes the money from us at once: so it is taken from the wallet,
 * and what is not there is owed. What came with it as bonus goes too. Won, the money comes back; the bonus does not.
 */
export function recordDispute(state: WalletState, command: DisputeCommand, context: DecisionContext): Decision<WalletState, WalletEvent> {
  const { currency } = state;
  if (currency === null) return rejected("wallet_not_found");
  const known = state.disputes.find(({ disputeId }) => disputeId === command.disputeId);
  // Decided before it is heard of: the bank's last word is all that is left to say.
  if (known === undefined && command.state === "won") return accepted([]);
  const draft = Draft.upToNow(state, context);
  if (known === undefined) chargeBack(draft, command, currency);
  // A payment that was never credited takes nothing with it, and brings nothing back.
  if (!draft.state.disputes.some(({ disputeId }) => disputeId === command.disputeId)) return draft.accept();
  if (command.state === "opened" || (known !== undefined && known.state !== "opened")) return draft.accept();
  if (command.state === "lost") draft.add({ type: "DisputeLost", disputeId: command.disputeId, orderId: command.orderId });
  else comeBack(draft, command, currency);
  draft.payDebt(command.orderId);
  return draft.accept();
}

function chargeBack(draft: Draft, command: DisputeCommand, currency: NonNullable<WalletState["currency"]>): void {
  const { disputeId, orderId, provider, providerTransactionId, amountMinor } = command;
  // A payment that was never credited (it went back, or waits for somebody) takes nothing with it.
  const topup = findTopup(draft.state, orderId);
  if (topup !== undefined && topup.paidBy !== providerTransactionId) return;
  const { lots, debtMinor, bonusMinor } = takeBack(draft.state, amountMinor, (lot) => lot.orderId === orderId);
  const movement = nextMovement(draft.state, draft.context.nowMs, "chargeback", orderId, { lots: taken(lots), debtMinor });
  draft.add({
    type: "PaymentChargedBack",
    ...{ disputeId, orderId, provider, providerTransactionId, amountMinor, bonusMinor, currency, movement },
  });
  draft.payDebt(orderId);
}

function comeBack(draft: Draft, { disputeId, orderId, amountMinor }: DisputeCommand, currency: NonNullable<WalletState["currency"]>): void {
  const lotId = draft.context.newId("lot");
  const lots = [{ lotId, principalMinor: amountMinor, bonusMinor: 0 }];
  const movement = nextMovement(draft.state, draft.context.nowMs, "chargeback_returned", orderId, { lots, debtMinor: 0 });
  draft.add({ type: "DisputeWon", disputeId, orderId, amountMinor, lotId, currency, movement });
}
