import type { ExportLanguage } from "@forecourt/contract/exports";
import { driverId } from "@forecourt/contract/ids";
import type { MovementKind } from "@forecourt/contract/movement";
import { z } from "zod";
import { requireDriver } from "../drivers/queries.ts";
import { exportSubject, litreCell, moneyCell, timeCell } from "../exports/subject.ts";
import { walletStatement } from "./queries.ts";

/** The wallet pages its statement; a part takes several of its pages. */
const PAGE = 100;

interface Words {
  readonly head: readonly string[];
  readonly kinds: Readonly<Partial<Record<MovementKind, string>>>;
}

const words: Readonly<Record<ExportLanguage, Words>> = {
  "zh-CN": {
    head: ["序号", "时间", "类型", "来源", "本金", "赠金", "未付金额", "本金余额", "赠金余额", "未付余额", "油站", "升数", "哈希"],
    kinds: {
      topup: "充值",
      late_topup: "逾期充值",
      fueling: "加油",
      debt_payment: "付清未付金额",
      bonus_expiry: "赠金到期",
      adjustment: "调整",
    },
  },
  "zh-TW": {
    head: ["序號", "時間", "類型", "來源", "本金", "贈金", "未付金額", "本金餘額", "贈金餘額", "未付餘額", "加油站", "公升", "雜湊"],
    kinds: {
      topup: "儲值",
      late_topup: "逾期儲值",
      fueling: "加油",
      debt_payment: "付清未付金額",
      bonus_expiry: "贈金到期",
      adjustment: "調整",
    },
  },
  en: {
    head: [
      "No",
      "Time",
      "Kind",
      "Source",
      "Principal",
      "Bonus",
      "Debt",
      "Principal after",
      "Bonus after",
      "Debt after",
      "Station",
      "Litres",
      "Hash",
    ],
    kinds: {
      topup: "Top-up",
      late_topup: "Late top-up",
      fueling: "Fill",
      debt_payment: "Debt paid",
      bonus_expiry: "Bonus expired",
      adjustment: "Adjustment",
    },
  },
};

/** A driver's statement, newest first, with the hash of each movement. */
export const statementExport = exportSubject({
  name: "statement",
  permission: "drivers.read",
  narrowed: false,
  filter: z.object({ driverId }),
  head: ({ language }) => words[language].head,
  async read(env, filter, { cursor, limit }, style) {
    const { walletId } = await requireDriver(env, filter.driverId);
    const { kinds } = words[style.language];
    const rows = [];
    let next = cursor;
    do {
      const page: Awaited<ReturnType<typeof walletStatement>> = await walletStatement(env, walletId, {
        limit: PAGE,
        ...(next === null ? {} : { cursor: next }),
      });
      for (const { no, atMs, kind, sourceId, principalMinor, bonusMinor, debtMinor, balance, fueling, hash } of page.items) {
        const moved = [principalMinor, bonusMinor, debtMinor, balance.principalMinor, balance.bonusMinor, balance.debtMinor].map(moneyCell);
        const sold = fueling === undefined ? [null, null] : [fueling.stationId, litreCell(fueling.volumeMl)];
        rows.push([no, timeCell(atMs, style), kinds[kind] ?? kind, sourceId, ...moved, ...sold, hash]);
      }
      next = page.nextCursor;
    } while (next !== null && rows.length + PAGE <= limit);
    return { rows, nextCursor: next };
  },
});
