import type { AdjustmentCause, AdjustmentState } from "../adjustments.ts";
import type { ExportLanguage } from "../exports.ts";

/** What corrections of balances are called, on the operators' pages and in the files that are made of them. */
export interface AdjustmentWords {
  readonly states: Readonly<Record<AdjustmentState, string>>;
  readonly causes: Readonly<Record<AdjustmentCause, string>>;
  readonly parts: { readonly principal: string; readonly bonus: string };
}

export const adjustmentWords: Readonly<Record<ExportLanguage, AdjustmentWords>> = {
  "zh-CN": {
    states: { proposed: "待审批", approved: "已批准", declined: "已拒绝", withdrawn: "已撤回", lapsed: "已失效" },
    causes: { complaint: "投诉", station_fault: "油站故障", payment_error: "支付差错", goodwill: "关怀", misuse: "滥用", other: "其他" },
    parts: { principal: "本金", bonus: "赠金" },
  },
  "zh-TW": {
    states: { proposed: "待審核", approved: "已核准", declined: "已拒絕", withdrawn: "已撤回", lapsed: "已失效" },
    causes: { complaint: "客訴", station_fault: "加油站故障", payment_error: "付款錯誤", goodwill: "關懷", misuse: "濫用", other: "其他" },
    parts: { principal: "本金", bonus: "贈金" },
  },
  en: {
    states: { proposed: "Waiting", approved: "Approved", declined: "Declined", withdrawn: "Withdrawn", lapsed: "Lapsed" },
    causes: {
      complaint: "Complaint",
      station_fault: "Fault at the station",
      payment_error: "Payment error",
      goodwill: "Goodwill",
      misuse: "Misuse",
      other: "Other",
    },
    parts: { principal: "Principal", bonus: "Bonus" },
  },
};
