import type { ExportLanguage } from "../exports.ts";
import type { MovementKind } from "../movement.ts";

/** What movements of a wallet are called, on the operators' pages and in the files that are made of them. */
export const movementWords: Readonly<Record<ExportLanguage, Readonly<Record<MovementKind, string>>>> = {
  "zh-CN": {
    topup: "充值",
    late_topup: "逾期充值",
    fueling: "加油",
    debt_payment: "付清未付金额",
    bonus_expiry: "赠金到期",
    adjustment: "调整",
    refund: "退款",
    refund_returned: "退款退回",
    chargeback: "银行撤回",
    chargeback_returned: "撤回返还",
    payment_credit: "补记支付",
  },
  "zh-TW": {
    topup: "儲值",
    late_topup: "逾期儲值",
    fueling: "加油",
    debt_payment: "付清未付金額",
    bonus_expiry: "贈金到期",
    adjustment: "調整",
    refund: "退款",
    refund_returned: "退款退回",
    chargeback: "銀行撤回",
    chargeback_returned: "撤回返還",
    payment_credit: "補記付款",
  },
  en: {
    topup: "Top-up",
    late_topup: "Late top-up",
    fueling: "Fill",
    debt_payment: "Debt paid",
    bonus_expiry: "Bonus expired",
    adjustment: "Adjustment",
    refund: "Refund",
    refund_returned: "Refund given back",
    chargeback: "Taken back by the bank",
    chargeback_returned: "Returned by the bank",
    payment_credit: "Payment credited",
  },
};
