import type { RefundCommand } from "@forecourt/contract/refunds";
import { rejected } from "@forecourt/contract/result";
import type { WalletEvent } from "@forecourt/contract/wallet";
import { accepted, type Decision, type DecisionContext } from "../runtime/definition.ts";
import { takenAgain } from "./refundOutcomes.ts";
import { failed, findRefund, refundView, succeeded } from "./refunds.ts";
import type { WalletState } from "./state.ts";

/** Refunds that the provider can't send back, and that finance has the bank transfer. */

type WalletDecision = Decision<WalletState, WalletEvent>;
type CommandOf<Type extends RefundCommand["type"]> = Extract<RefundCommand, { type: Type }>;

export function giveBankAccount(state: WalletState, { refundId, bank }: CommandOf<"GiveBankAccount">): WalletDecision {
  const refund = findRefund(state, refundId);
  if (refund === undefined) return rejected("refund_not_found");
  const reply = (after: WalletState) => refundView(after, refundId);
  if (refund.state !== "bank_details") return rejected("refund_decided", { state: refund.state });
  return accepted([{ type: "BankAccountGiven", refundId, orderId: refund.orderId, bank }], reply);
}

/** Exported once: the same transfer on two lists would be paid twice. */
export function exportBankTransfer(state: WalletState, command: CommandOf<"ExportBankTransfer">): WalletDecision {
  const { refundId, batchId, operator } = command;
  const refund = findRefund(state, refundId);
  if (refund === undefined) return rejected("refund_not_found");
  if (refund.state !== "bank_listed") return rejected("refund_decided", { state: refund.state });
  return accepted([{ type: "BankTransferExported", refundId, orderId: refund.orderId, batchId, operator }], (after: WalletState) =>
    refundView(after, refundId),
  );
}

/** What the bank has done counts, though the provider may have sent the same money meanwhile: then it is taken again. */
export function confirmBankTransfer(
  state: WalletState,
  command: CommandOf<"ConfirmBankTransfer">,
  context: DecisionContext,
): WalletDecision {
  const { refundId, reference, operator } = command;
  const refund = findRefund(state, refundId);
  if (refund === undefined) return rejected("refund_not_found");
  const reply = (after: WalletState) => refundView(after, refundId);
  if (refund.state === "succeeded" && refund.reference === reference) return accepted([], reply);
  if (!refund.exported || refund.sentBy.includes("bank")) return rejected("refund_decided", { state: refund.state });
  if (refund.state !== "bank_exported") return takenAgain(state, refund, "bank", reference, context, reply);
  return accepted([succeeded(state, refund, { reference, operator, channel: "bank" })], reply);
}

export function rejectBankTransfer(state: WalletState, command: CommandOf<"RejectBankTransfer">, context: DecisionContext): WalletDecision {
  const { refundId, note, operator } = command;
  const refund = findRefund(state, refundId);
  if (refund === undefined) return rejected("refund_not_found");
  const reply = (after: WalletState) => refundView(after, refundId);
  if (refund.state === "rejected") return accepted([], reply);
  if (!["bank_details", "bank_listed", "bank_exported"].includes(refund.state)) return rejected("refund_decided", { state: refund.state });
  return failed(state, refund, { state: "rejected", why: note, operator }, context, reply);
}
