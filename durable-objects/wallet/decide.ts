import { rejected } from "@forecourt/contract/result";
import type { WalletCommand, WalletEvent } from "@forecourt/contract/wallet";
import { accepted, type Decision, type DecisionContext } from "../runtime/definition.ts";
import { approveAdjustment, declineAdjustment, lapseAdjustment, proposeAdjustment, withdrawAdjustment } from "./adjustments.ts";
import { confirmBankTransfer, exportBankTransfer, giveBankAccount, rejectBankTransfer } from "./bankTransfers.ts";
import { closeWallet } from "./closing.ts";
import { recordDispute } from "./disputes.ts";
import { Draft } from "./draft.ts";
import { noteTank, recordFillRuleTold } from "./fillRules.ts";
import { freezeWallet, unfreezeWallet } from "./freezes.ts";
import { recordPaymentAsked, recordPaymentClosed, recordReturnPending, recordReturnRefused } from "./payments.ts";
import { resolvePayment } from "./quarantine.ts";
import { recordRefundChecked, recordRefundOutcome } from "./refundOutcomes.ts";
import { approveRefund, declineRefund, requestRefund } from "./refunds.ts";
import { captureFunds, recordFlow, releaseFunds, reserveFunds } from "./reservations.ts";
import type { WalletState } from "./state.ts";
import { cancelTopup, expireTopup, recordPayment, recordPaymentPrepared, recordPaymentReturned, requestTopup } from "./topups.ts";

export function decideWallet(state: WalletState, command: WalletCommand, context: DecisionContext): Decision<WalletState, WalletEvent> {
  switch (command.type) {
    case "OpenWallet":
      return openWallet(state, command);
    case "RequestTopup":
      return requestTopup(state, command, context);
    case "RecordPaymentPrepared":
      return recordPaymentPrepared(state, command);
    case "CancelTopup":
      return cancelTopup(state, command);
    case "ExpireTopup":
      return expireTopup(state, command, context);
    case "RecordPayment":
      return recordPayment(state, command, context);
    case "RecordPaymentReturned":
      return recordPaymentReturned(state, command);
    case "RecordReturnRefused":
      return recordReturnRefused(state, command);
    case "RecordReturnPending":
      return recordReturnPending(state, command, context);
    case "RecordPaymentAsked":
      return recordPaymentAsked(state, command);
    case "RecordPaymentClosed":
      return recordPaymentClosed(state, command, context);
    case "ReserveFunds":
      return reserveFunds(state, command, context);
    case "ReleaseFunds":
      return releaseFunds(state, command, context);
    case "CaptureFunds":
      return captureFunds(state, command, context);
    case "RecordFlow":
      return recordFlow(state, command, context);
    case "RecordFillRuleTold":
      return recordFillRuleTold(state, command.no);
    case "NoteTank":
      return noteTank(state, command);
    case "RecordPromiseKept":
      return accepted(
        state.promises.some(({ id }) => id === command.promiseId) ? [{ type: "PromiseKept", promiseId: command.promiseId }] : [],
      );
    case "ExpireBonus":
      return Draft.upToNow(state, context).accept();
    case "ResolvePayment":
      return resolvePayment(state, command, context);
    case "RequestRefund":
      return requestRefund(state, command, context);
    case "ApproveRefund":
      return approveRefund(state, command);
    case "DeclineRefund":
      return declineRefund(state, command, context);
    case "RecordRefundOutcome":
      return recordRefundOutcome(state, command, context);
    case "RecordRefundChecked":
      return recordRefundChecked(state, command, context);
    case "GiveBankAccount":
      return giveBankAccount(state, command);
    case "ExportBankTransfer":
      return exportBankTransfer(state, command);
    case "ConfirmBankTransfer":
      return confirmBankTransfer(state, command, context);
    case "RejectBankTransfer":
      return rejectBankTransfer(state, command, context);
    case "RecordDispute":
      return recordDispute(state, command, context);
    case "ProposeAdjustment":
      return proposeAdjustment(state, command, context);
    case "ApproveAdjustment":
      return approveAdjustment(state, command, context);
    case "DeclineAdjustment":
      return declineAdjustment(state, command, context);
    case "WithdrawAdjustment":
      return withdrawAdjustment(state, command, context);
    case "LapseAdjustment":
      return lapseAdjustment(state, command, context);
    case "FreezeWallet":
      return freezeWallet(state, command);
    case "UnfreezeWallet":
      return unfreezeWallet(state, command);
    case "CloseWallet":
      return closeWallet(state, command);
  }
}

function openWallet(state: WalletState, command: Extract<WalletCommand, { type: "OpenWallet" }>): Decision<WalletState, WalletEvent> {
  if (state.currency === null) {
    const { driverId, currency, spendingPolicy } = command;
    return accepted([{ type: "WalletOpened", driverId, currency, spendingPolicy }]);
  }
  if (state.driverId !== command.driverId) return rejected("forbidden");
  return accepted([]);
}
