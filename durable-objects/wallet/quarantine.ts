import { rejected } from "@forecourt/contract/result";
import type { WalletCommand, WalletEvent } from "@forecourt/contract/wallet";
import type { Decision, DecisionContext } from "../runtime/definition.ts";
import { refusedAsNotOpen } from "./closing.ts";
import { isDisputed } from "./disputes.ts";
import { currencyOf, Draft } from "./draft.ts";
import { nextMovement } from "./movements.ts";
import { paymentKey, type WalletState } from "./state.ts";

/**
 * An operator has looked at a payment that fits no order. It is credited to the wallet that it names, as principal without
 * bonus and at its own amount; or it goes back the way it came.
 */
export function resolvePayment(
  state: WalletState,
  command: Extract<WalletCommand, { type: "ResolvePayment" }>,
  context: DecisionContext,
): Decision<WalletState, WalletEvent> {
  const payment = state.quarantined.find((each) => paymentKey(each) === paymentKey(command));
  if (payment === undefined) return rejected("payment_not_quarantined");
  // Whatever were done with it now, the money would leave us twice.
  if (isDisputed(state, payment)) return rejected("payment_disputed");
  const { operator, note } = command;
  const draft = Draft.upToNow(state, context);
  if (command.action === "return") {
    const { paidAtMs: _, ...back } = payment;
    draft.add({ type: "PaymentReturnDecided", ...back, refundNo: context.newId("ret"), operator, note });
    return draft.accept();
  }
  const refused = refusedAsNotOpen(state);
  if (refused !== null) return refused;
  const currency = currencyOf(state);
  if (payment.currency !== currency) return rejected("currency_mismatch", { walletCurrency: currency });
  const lotId = context.newId("lot");
  const lots = [{ lotId, principalMinor: payment.amountMinor, bonusMinor: 0 }];
  const movement = nextMovement(draft.state, context.nowMs, "payment_credit", payment.orderId, { lots, debtMinor: 0 });
  draft.add({ type: "PaymentCredited", ...payment, currency, lotId, operator, note, movement });
  draft.payDebt(payment.orderId);
  return draft.accept();
}
