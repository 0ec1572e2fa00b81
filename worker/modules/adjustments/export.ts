import { type AdjustmentCause, type AdjustmentState, adjustmentStates } from "@forecourt/contract/adjustments";
import type { ExportLanguage } from "@forecourt/contract/exports";
import { z } from "zod";
import { exportSubject, moneyCell, timeCell } from "../exports/subject.ts";
import { listAdjustments } from "./queries.ts";

interface Words {
  readonly head: readonly string[];
  readonly states: Readonly<Record<AdjustmentState, string>>;
  readonly causes: Readonly<Record<AdjustmentCause, string>>;
  readonly parts: { readonly principal: string; readonly bonus: string };
}

const words: Readonly<Record<ExportLanguage, Words>> = {
  "zh-CN": {
    head: ["编号", "状态", "车主", "钱包", "类别", "金额", "币种", "原因", "说明", "提出人", "提出时间", "决定人", "决定时间", "备注"],
    states: { proposed: "待审批", approved: "已批准", declined: "已拒绝", withdrawn: "已撤回", lapsed: "已失效" },
    causes: { complaint: "投诉", station_fault: "油站故障", payment_error: "支付差错", goodwill: "关怀", misuse: "滥用", other: "其他" },
    parts: { principal: "本金", bonus: "赠金" },
  },
  "zh-TW": {
    head: ["編號", "狀態", "車主", "錢包", "類別", "金額", "幣別", "原因", "說明", "提出人", "提出時間", "決定人", "決定時間", "備註"],
    states: { proposed: "待審核", approved: "已核准", declined: "已拒絕", withdrawn: "已撤回", lapsed: "已失效" },
    causes: { complaint: "客訴", station_fault: "加油站故障", payment_error: "付款錯誤", goodwill: "關懷", misuse: "濫用", other: "其他" },
    parts: { principal: "本金", bonus: "贈金" },
  },
  en: {
    head: [
      "Id",
      "State",
      "Driver",
      "Wallet",
      "Part",
      "Amount",
      "Currency",
      "Cause",
      "Reason",
      "Proposed by",
      "Proposed",
      "Decided by",
      "Decided",
      "Note",
    ],
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

/** Corrections of balances, taken ones with a minus. */
export const adjustmentsExport = exportSubject({
  name: "adjustments",
  permission: "drivers.read",
  narrowed: false,
  filter: z.object({ state: z.enum(adjustmentStates).optional() }),
  head: ({ language }) => words[language].head,
  async read(env, { state }, { cursor, limit }, style) {
    const page = await listAdjustments(env, state, { limit, ...(cursor === null ? {} : { cursor }) });
    const { states, causes, parts } = words[style.language];
    const at = (instant: string | null) => timeCell(instant === null ? null : Date.parse(instant), style);
    const rows = page.items.map((one) => [
      one.adjustmentId,
      states[one.state],
      one.driverName ?? one.driverId,
      one.walletId,
      parts[one.part],
      moneyCell(one.direction === "credit" ? one.amountMinor : 0 - one.amountMinor),
      one.currency,
      causes[one.cause],
      one.reason,
      one.proposedBy,
      at(one.proposedAt),
      one.decidedBy,
      at(one.decidedAt),
      one.note,
    ]);
    return { rows, nextCursor: page.nextCursor };
  },
});
