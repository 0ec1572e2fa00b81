import type { Origin } from "./origin.ts";

/**
 * The transaction log: every command of a person that moves money, or would have, with where it came from.
 */

/** What was asked for. `authorization`: a fill that was authorised, and that nothing came of; or one that was refused. */
export const transactionKinds = [
  "topup",
  "topup_cancel",
  "payment_code",
  "authorization",
  "fueling",
  "refund_request",
  "refund_account",
  "refund_approval",
  "refund_decline",
  "bank_transfer_export",
  "bank_transfer_confirm",
  "bank_transfer_reject",
  "adjustment_proposal",
  "adjustment_approval",
  "adjustment_decline",
  "adjustment_withdrawal",
  "payment_decision",
  "wallet_freeze",
  "wallet_release",
] as const;
export type TransactionKind = (typeof transactionKinds)[number];

/** `challenged`: refused until the driver has confirmed it. */
export const transactionOutcomes = ["accepted", "challenged", "refused"] as const;
export type TransactionOutcome = (typeof transactionOutcomes)[number];

/** Who gave the command. */
export const transactionCallers = ["driver", "terminal", "operator"] as const;
export type TransactionCaller = (typeof transactionCallers)[number];

/** What a wallet's command, or a payment's, is called in the log; one that is not here is not a person's. */
export const kindOfCommand: Readonly<Record<string, TransactionKind>> = {
  RequestTopup: "topup",
  CancelTopup: "topup_cancel",
  RequestRefund: "refund_request",
  GiveBankAccount: "refund_account",
  ApproveRefund: "refund_approval",
  DeclineRefund: "refund_decline",
  ExportBankTransfer: "bank_transfer_export",
  ConfirmBankTransfer: "bank_transfer_confirm",
  RejectBankTransfer: "bank_transfer_reject",
  ProposeAdjustment: "adjustment_proposal",
  ApproveAdjustment: "adjustment_approval",
  DeclineAdjustment: "adjustment_decline",
  WithdrawAdjustment: "adjustment_withdrawal",
  ResolvePayment: "payment_decision",
  AttributePayment: "payment_decision",
  FreezeWallet: "wallet_freeze",
  UnfreezeWallet: "wallet_release",
};

/** Why an address is opened. */
export const addressPurposes = ["fraud", "dispute", "authority", "support"] as const;
export type AddressPurpose = (typeof addressPurposes)[number];

/** Where nothing is known of. */
export const nowhere: Origin = { ip: null, ipKey: null, device: null, place: null, agent: "other" };
