import { adjustmentStates } from "@forecourt/contract/adjustments";
import type { ExportLanguage } from "@forecourt/contract/exports";
import { adjustmentWords } from "@forecourt/contract/words/adjustments";
import { z } from "zod";
import { exportSubject, moneyCell, timeCell } from "../exports/subject.ts";
import { listAdjustments } from "./queries.ts";

const heads: Readonly<Record<ExportLanguage, readonly string[]>> = {
  "zh-CN": ["编号", "状态", "车主", "钱包", "类别", "金额", "币种", "原因", "说明", "提出人", "提出时间", "决定人", "决定时间", "备注"],
  "zh-TW": ["編號", "狀態", "車主", "錢包", "類別", "金額", "幣別", "原因", "說明", "提出人", "提出時間", "決定人", "決定時間", "備註"],
  en: [
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
};

/** Corrections of balances, taken ones with a minus. */
export const adjustmentsExport = exportSubject({
  name: "adjustments",
  permission: "drivers.read",
  narrowed: false,
  filter: z.object({ state: z.enum(adjustmentStates).optional() }),
  head: ({ language }) => heads[language],
  async read(env, { state }, { cursor, limit }, style) {
    const page = await listAdjustments(env, state, { limit, ...(cursor === null ? {} : { cursor }) });
    const { states, causes, parts } = adjustmentWords[style.language];
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
