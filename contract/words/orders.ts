import type { ExportLanguage } from "../exports.ts";

/** What orders are called, on the operators' pages and in the files that are made of them. */
export interface OrderWords {
  readonly kinds: { readonly topup: string; readonly fueling: string };
  /** By state; a state that is not here is written as it is. */
  readonly states: Readonly<
    Record<
      | "requested"
      | "awaiting_payment"
      | "paid"
      | "cancelled"
      | "expired"
      | "settled"
      | "refund_requested"
      | "refunding"
      | "refunded"
      | "refund_failed",
      string
    >
  >;
}

export const orderWords: Readonly<Record<ExportLanguage, OrderWords>> = {
  "zh-CN": {
    kinds: { fueling: "加油", topup: "充值" },
    states: {
      requested: "处理中",
      awaiting_payment: "待支付",
      paid: "已到账",
      cancelled: "已取消",
      expired: "已过期",
      settled: "已完成",
      refund_requested: "退款待审",
      refunding: "退款中",
      refunded: "已退款",
      refund_failed: "退款失败",
    },
  },
  "zh-TW": {
    kinds: { fueling: "加油", topup: "儲值" },
    states: {
      requested: "處理中",
      awaiting_payment: "待付款",
      paid: "已入帳",
      cancelled: "已取消",
      expired: "已逾期",
      settled: "已完成",
      refund_requested: "退款待審",
      refunding: "退款中",
      refunded: "已退款",
      refund_failed: "退款失敗",
    },
  },
  en: {
    kinds: { fueling: "Fill", topup: "Top-up" },
    states: {
      requested: "Requested",
      awaiting_payment: "Awaiting payment",
      paid: "Paid",
      cancelled: "Cancelled",
      expired: "Expired",
      settled: "Settled",
      refund_requested: "Refund asked for",
      refunding: "Refunding",
      refunded: "Refunded",
      refund_failed: "Refund failed",
    },
  },
};
