import type { ExportLanguage } from "@forecourt/contract/exports";
import { driverId } from "@forecourt/contract/ids";
import { movementWords } from "@forecourt/contract/words/movements";
import { z } from "zod";
import { requireDriver } from "../drivers/queries.ts";
import { exportSubject, litreCell, moneyCell, timeCell } from "../exports/subject.ts";
import { walletStatement } from "./queries.ts";

/** The wallet pages its statement; a part takes several of its pages. */
const PAGE = 100;

const heads: Readonly<Record<ExportLanguage, readonly string[]>> = {
  "zh-CN": ["序号", "时间", "类型", "来源", "本金", "赠金", "未付金额", "本金余额", "赠金余额", "未付余额", "油站", "升数", "哈希"],
  "zh-TW": ["序號", "時間", "類型", "來源", "本金", "贈金", "未付金額", "本金餘額", "贈金餘額", "未付餘額", "加油站", "公升", "雜湊"],
  en: [
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
};

/** A driver's statement, newest first, with the hash of each movement. */
export const statementExport = exportSubject({
  name: "statement",
  permission: "drivers.read",
  narrowed: false,
  filter: z.object({ driverId }),
  head: ({ language }) => heads[language],
  async read(env, filter, { cursor, limit }, style) {
    const { walletId } = await requireDriver(env, filter.driverId);
    const kinds = movementWords[style.language];
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
        rows.push([no, timeCell(atMs, style), kinds[kind], sourceId, ...moved, ...sold, hash]);
      }
      next = page.nextCursor;
    } while (next !== null && rows.length + PAGE <= limit);
    return { rows, nextCursor: next };
  },
});
