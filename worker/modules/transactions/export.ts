import { type Code, codes } from "@forecourt/contract/codes";
import type { ExportLanguage } from "@forecourt/contract/exports";
import { refusalWords } from "@forecourt/contract/words/refusals";
import { transactionWords } from "@forecourt/contract/words/transactions";
import { exportSubject, moneyCell, timeCell } from "../exports/subject.ts";
import { listTransactions, transactionQuery } from "./queries.ts";

const heads: Readonly<Record<ExportLanguage, readonly string[]>> = {
  "zh-CN": [
    "编号",
    "时间",
    "类型",
    "结果",
    "原因",
    "发起方",
    "操作员",
    "车主",
    "钱包",
    "单号",
    "油站",
    "金额",
    "币种",
    "IP",
    "地点",
    "设备",
    "客户端",
    "终端",
    "终端 IP",
  ],
  "zh-TW": [
    "編號",
    "時間",
    "類型",
    "結果",
    "原因",
    "發起方",
    "操作員",
    "車主",
    "錢包",
    "單號",
    "加油站",
    "金額",
    "幣別",
    "IP",
    "地點",
    "裝置",
    "用戶端",
    "終端機",
    "終端機 IP",
  ],
  en: [
    "Entry",
    "Time",
    "Kind",
    "Outcome",
    "Why",
    "Asked by",
    "Operator",
    "Driver",
    "Wallet",
    "About",
    "Station",
    "Amount",
    "Currency",
    "IP",
    "Place",
    "Device",
    "Client",
    "Terminal",
    "Terminal IP",
  ],
};

/** The transaction log, narrowed as the list is; addresses masked. A plain address is no filter here: filters are kept with the export. */
export const transactionsExport = exportSubject({
  name: "transactions",
  permission: "transactions.read",
  narrowed: true,
  filter: transactionQuery,
  head: ({ language }) => heads[language],
  async read(env, filter, range, style) {
    const page = await listTransactions(env, filter, range);
    const { kinds, outcomes, callers } = transactionWords[style.language];
    const refused = refusalWords[style.language];
    const rows = page.items.map((one) => [
      one.entryId,
      timeCell(Date.parse(one.at), style),
      kinds[one.kind],
      outcomes[one.outcome],
      one.code === null ? null : (refused[one.code as Code] ?? codes[one.code as Code]?.title ?? one.code),
      callers[one.caller],
      one.operator,
      one.driver?.name ?? null,
      one.walletId,
      one.subjectId,
      one.stationId,
      one.amountMinor === null ? null : moneyCell(one.amountMinor),
      one.currency,
      one.origin.ip,
      one.origin.place?.split("/").filter(Boolean).join(", ") ?? null,
      one.origin.device,
      one.origin.agent,
      one.terminal?.terminalId ?? null,
      one.terminal?.ip ?? null,
    ]);
    return { rows, nextCursor: page.nextCursor };
  },
});
