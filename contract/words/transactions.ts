import type { ExportLanguage } from "../exports.ts";
import type { TransactionCaller, TransactionKind, TransactionOutcome } from "../transactions.ts";

/** What the transaction log's entries are called, on its page and in the files that are made of it. */
export interface TransactionWords {
  readonly kinds: Readonly<Record<TransactionKind, string>>;
  readonly outcomes: Readonly<Record<TransactionOutcome, string>>;
  readonly callers: Readonly<Record<TransactionCaller, string>>;
}

export const transactionWords: Readonly<Record<ExportLanguage, TransactionWords>> = {
  "zh-CN": {
    kinds: {
      topup: "充值",
      topup_cancel: "取消充值",
      payment_code: "付款码",
      authorization: "加油授权",
      fueling: "加油",
      refund_request: "申请退款",
      refund_account: "填写退款账户",
      refund_approval: "批准退款",
      refund_decline: "拒绝退款",
      bank_transfer_export: "导出银行转账",
      bank_transfer_confirm: "确认银行转账",
      bank_transfer_reject: "银行转账失败",
      adjustment_proposal: "提出调账",
      adjustment_approval: "批准调账",
      adjustment_decline: "拒绝调账",
      adjustment_withdrawal: "撤回调账",
      payment_decision: "处理异常付款",
      wallet_freeze: "冻结钱包",
      wallet_release: "解冻钱包",
    },
    outcomes: { accepted: "成功", challenged: "待验证", refused: "被拒" },
    callers: { driver: "车主", terminal: "终端", operator: "操作员" },
  },
  "zh-TW": {
    kinds: {
      topup: "儲值",
      topup_cancel: "取消儲值",
      payment_code: "付款碼",
      authorization: "加油授權",
      fueling: "加油",
      refund_request: "申請退款",
      refund_account: "填寫退款帳戶",
      refund_approval: "核准退款",
      refund_decline: "拒絕退款",
      bank_transfer_export: "匯出銀行轉帳",
      bank_transfer_confirm: "確認銀行轉帳",
      bank_transfer_reject: "銀行轉帳失敗",
      adjustment_proposal: "提出調整",
      adjustment_approval: "核准調整",
      adjustment_decline: "拒絕調整",
      adjustment_withdrawal: "撤回調整",
      payment_decision: "處理異常付款",
      wallet_freeze: "凍結錢包",
      wallet_release: "解除凍結",
    },
    outcomes: { accepted: "成功", challenged: "待驗證", refused: "被拒" },
    callers: { driver: "車主", terminal: "終端機", operator: "操作員" },
  },
  en: {
    kinds: {
      topup: "Top-up",
      topup_cancel: "Top-up cancelled",
      payment_code: "Payment code",
      authorization: "Authorisation",
      fueling: "Fill",
      refund_request: "Refund asked for",
      refund_account: "Bank account for a refund",
      refund_approval: "Refund approved",
      refund_decline: "Refund declined",
      bank_transfer_export: "Bank transfer exported",
      bank_transfer_confirm: "Bank transfer confirmed",
      bank_transfer_reject: "Bank transfer failed",
      adjustment_proposal: "Adjustment proposed",
      adjustment_approval: "Adjustment approved",
      adjustment_decline: "Adjustment declined",
      adjustment_withdrawal: "Adjustment withdrawn",
      payment_decision: "Stray payment decided",
      wallet_freeze: "Wallet frozen",
      wallet_release: "Wallet released",
    },
    outcomes: { accepted: "Done", challenged: "To be confirmed", refused: "Refused" },
    callers: { driver: "Driver", terminal: "Terminal", operator: "Operator" },
  },
};
