import type { ExportLanguage } from "@forecourt/contract/exports";
import { orderWords } from "@forecourt/contract/words/orders";
import { exportSubject, litreCell, moneyCell, timeCell } from "../exports/subject.ts";
import { operatorOrders, orderQuery } from "./operatorQueries.ts";

const heads: Readonly<Record<ExportLanguage, readonly string[]>> = {
  "zh-CN": [
    "单号",
    "类型",
    "状态",
    "时间",
    "完成时间",
    "车主",
    "钱包",
    "金额",
    "币种",
    "本金",
    "赠金",
    "未付金额",
    "支付方式",
    "油站",
    "油枪",
    "油品",
    "升数",
    "单价",
    "交易号",
  ],
  "zh-TW": [
    "單號",
    "類型",
    "狀態",
    "時間",
    "完成時間",
    "車主",
    "錢包",
    "金額",
    "幣別",
    "本金",
    "贈金",
    "未付金額",
    "付款方式",
    "加油站",
    "油槍",
    "油品",
    "公升",
    "單價",
    "交易號",
  ],
  en: [
    "Order",
    "Kind",
    "State",
    "Time",
    "Completed",
    "Driver",
    "Wallet",
    "Amount",
    "Currency",
    "Principal",
    "Bonus",
    "Debt",
    "Payment",
    "Station",
    "Pump",
    "Grade",
    "Litres",
    "Price",
    "Transaction",
  ],
};

/** Top-ups and fills, narrowed as the list is. */
export const ordersExport = exportSubject({
  name: "orders",
  permission: "orders.read",
  narrowed: true,
  filter: orderQuery,
  head: ({ language }) => heads[language],
  async read(env, filter, range, style) {
    const page = await operatorOrders(env, filter, range);
    const { kinds, states } = orderWords[style.language];
    const at = (instant: string | null) => timeCell(instant === null ? null : Date.parse(instant), style);
    const rows = page.items.map(({ fueling, topup, ...one }) => {
      const split = fueling ?? { ...topup, debtMinor: 0 };
      const money = [split.principalMinor ?? 0, split.bonusMinor ?? 0, split.debtMinor].map(moneyCell);
      const sold =
        fueling === undefined
          ? [null, null, null, null, null, null]
          : [
              fueling.stationId,
              fueling.pump,
              fueling.grade,
              litreCell(fueling.volumeMl),
              fueling.unitPriceMilli / 1_000,
              fueling.transactionId,
            ];
      return [
        one.orderId,
        kinds[one.kind],
        states[one.state as keyof typeof states] ?? one.state,
        at(fueling === undefined ? one.createdAt : one.completedAt),
        at(one.completedAt),
        one.driver?.name ?? null,
        one.walletId,
        moneyCell(one.amountMinor),
        one.currency,
        ...money,
        topup?.provider ?? null,
        ...sold,
      ];
    });
    return { rows, nextCursor: page.nextCursor };
  },
});
