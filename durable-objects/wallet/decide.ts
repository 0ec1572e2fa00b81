import { rejected } from "@forecourt/contract/result";
import type { WalletCommand, WalletEvent } from "@forecourt/contract/wallet";
import { accepted, type Decision, type DecisionContext } from "../runtime/definition.ts";
import { Draft } from "./draft.ts";
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
    case "ReserveFunds":
      return reserveFunds(state, command, context);
    case "ReleaseFunds":
      return releaseFunds(state, command, context);
    case "CaptureFunds":
      return captureFunds(state, command, context);
    case "RecordFlow":
      return recordFlow(state, command, context);
    case "ExpireBonus":
      return Draft.upToNow(state, context).accept();
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
