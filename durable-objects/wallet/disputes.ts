import type { DisputeCommand } from "@forecourt/contract/refunds";
import type { WalletEvent } from "@forecourt/contract/wallet";
import { accepted, type Decision, type DecisionContext } from "../runtime/definition.ts";
import { currencyOf, Draft } from "./draft.ts";
import { nextMovement, taken } from "./movements.ts";
import { isPaidBy, outcomeOf } from "./paymentsSeen.ts";
import type { Dispute } from "./refundState.ts";
import { type PaymentName, paymentKey, type WalletState } from "./state.ts";
import { takeBack } from "./takeBack.ts";

/**
 * A payer has contested the payment of an order. Their bank takes the money from us at once: so it is taken from the wallet
 * that it was credited to, and what is not there is owed. What came with it as bonus goes too. Won, the money comes back; the
 * bonus does not. A payment that is set apart or was sent back takes nothing with it, and brings nothing back.
 */
export function recordDispute(state: WalletState, command: DisputeCommand, context: DecisionContext): Decision<WalletState, WalletEvent> {
  const { disputeId, orderId } = command;
  const known = state.disputes.find((dispute) => dispute.disputeId === disputeId);
  // Decided before it is heard of: the bank's last word is all that is left to say.
  if (known === undefined ? command.state === "won" : known.state !== "opened" || command.state === "opened") return accepted([]);
  const isCharged = known?.charged ?? (outcomeOf(state, orderId, command) ?? command.settlement) === "credited";
  if (!isCharged) {
    const { type: _, settlement: __, ...told } = command;
    return accepted([{ type: "DisputeNoted", ...told }]);
  }
  const draft = Draft.upToNow(state, context);
  if (known === undefined) chargeBack(draft, command);
  if (command.state === "lost") draft.add({ type: "DisputeLost", disputeId, orderId });
  if (command.state === "won" && known !== undefined) comeBack(draft, known);
  draft.payDebt(orderId);
  return draft.accept();
}

/** Whether the payer's bank has taken a payment back, for now or for good. */
export function isDisputed({ disputes }: WalletState, payment: PaymentName): boolean {
  return disputes.some((dispute) => paymentKey(dispute) === paymentKey(payment) && dispute.state !== "won");
}

function chargeBack(draft: Draft, { disputeId, orderId, provider, providerTransactionId, amountMinor }: DisputeCommand): void {
  const payment = { provider, providerTransactionId };
  const { lots, debtMinor, bonusMinor } = takeBack(draft.state, amountMinor, (lot) => isPaidBy(lot, payment));
  const movement = nextMovement(draft.state, draft.context.nowMs, "chargeback", orderId, { lots: taken(lots), debtMinor });
  const currency = currencyOf(draft.state);
  draft.add({ type: "PaymentChargedBack", disputeId, orderId, ...payment, amountMinor, bonusMinor, currency, movement });
}

function comeBack(draft: Draft, { disputeId, orderId, amountMinor }: Dispute): void {
  const lotId = draft.context.newId("lot");
  const lots = [{ lotId, principalMinor: amountMinor, bonusMinor: 0 }];
  const movement = nextMovement(draft.state, draft.context.nowMs, "chargeback_returned", orderId, { lots, debtMinor: 0 });
  draft.add({ type: "DisputeWon", disputeId, orderId, amountMinor, lotId, currency: currencyOf(draft.state), movement });
}
