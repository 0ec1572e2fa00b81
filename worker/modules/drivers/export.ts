import { driverStatuses } from "@forecourt/contract/http/people";
import { z } from "zod";
import { exportSubject, moneyCell, timeCell } from "../exports/subject.ts";
import { listDrivers } from "./queries.ts";

const heads = {
  "zh-CN": ["车主编号", "姓名", "钱包", "注册时间", "币种", "本金", "赠金", "未付金额", "冻结时间"],
  "zh-TW": ["車主編號", "姓名", "錢包", "註冊時間", "幣別", "本金", "贈金", "未付金額", "凍結時間"],
  en: ["Driver", "Name", "Wallet", "Registered", "Currency", "Principal", "Bonus", "Debt", "Frozen since"],
} as const;

/** Drivers with their balances, as the list shows them. */
export const driversExport = exportSubject({
  name: "drivers",
  permission: "drivers.read",
  narrowed: false,
  filter: z.object({ status: z.enum(driverStatuses).default("all") }),
  head: ({ language }) => heads[language],
  async read(env, { status }, { cursor, limit }, style) {
    const page = await listDrivers(env, status, { limit, ...(cursor === null ? {} : { cursor }) });
    const at = (instant: string | null) => timeCell(instant === null ? null : Date.parse(instant), style);
    const rows = page.items.map((one) => [
      one.driverId,
      one.name,
      one.walletId,
      at(one.registeredAt),
      one.currency,
      moneyCell(one.principalMinor),
      moneyCell(one.bonusMinor),
      moneyCell(one.debtMinor),
      at(one.frozenAt),
    ]);
    return { rows, nextCursor: page.nextCursor };
  },
});
