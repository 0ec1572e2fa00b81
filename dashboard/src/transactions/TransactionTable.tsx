import { Table, type TableProps } from "antd";
import type { Transaction } from "../api/transactions.ts";
import { money } from "../format/money.ts";
import { placeText } from "../format/place.ts";
import { time, zone } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { OutcomeMark } from "./OutcomeMark.tsx";
import { codeText } from "./words.ts";

/** What both shapes of the log take. */
export interface TransactionListProps {
  readonly entries: readonly Transaction[];
  readonly open: (entryId: string) => void;
  readonly timeZone: string;
}

const dash = <span className="faint">–</span>;

/** The log as a table that keeps its columns. */
export function TransactionTable({ entries, open, timeZone }: TransactionListProps) {
  const { t, language } = useWords();
  const columns: TableProps<Transaction>["columns"] = [
    {
      title: `${t("common.time")} (${zone(timeZone)})`,
      key: "time",
      width: 140,
      className: "num",
      render: (_, { at }) => time(at, timeZone, language, "minute"),
    },
    {
      title: t("transactions.what"),
      key: "what",
      width: 150,
      render: (_, { entryId, kind, caller, operator }) => (
        <button type="button" className="cell-link" onClick={() => open(entryId)}>
          <span>{t(`transactions.kinds.${kind}`)}</span>
          {caller !== "driver" && <span className="faint">{operator ?? t(`transactions.callers.${caller}`)}</span>}
        </button>
      ),
    },
    { title: t("orderFilters.driver"), key: "driver", className: "nowrap", render: (_, { driver }) => driver?.name ?? dash },
    {
      title: t("common.amount"),
      key: "amount",
      width: 116,
      align: "right",
      className: "num strong",
      render: (_, { amountMinor, currency }) => (amountMinor === null ? dash : money(amountMinor, currency ?? "CNY")),
    },
    {
      title: t("transactions.ip"),
      key: "ip",
      width: 124,
      className: "num",
      render: (_, { origin, terminal }) => origin.ip ?? terminal?.ip ?? dash,
    },
    {
      title: t("transactions.place"),
      key: "place",
      render: (_, { origin, terminal }) => {
        const place = origin.place ?? terminal?.place ?? null;
        return place === null ? dash : placeText(place, language);
      },
    },
    {
      title: t("transactions.device"),
      key: "device",
      width: 96,
      render: (_, { origin }) => (origin.device === null ? dash : <code title={origin.device}>{origin.device.slice(0, 6)}…</code>),
    },
    {
      title: t("transactions.outcome"),
      key: "outcome",
      width: 170,
      render: (_, { outcome, code }) => (
        <>
          <OutcomeMark outcome={outcome} />
          {code !== null && <span className="faint two-at-most">{codeText(t, code)}</span>}
        </>
      ),
    },
  ];
  return (
    <Table<Transaction>
      size="small"
      rowKey="entryId"
      pagination={false}
      dataSource={entries}
      columns={columns}
      scroll={{ x: 980 }}
      onRow={({ entryId }) => ({ onClick: () => open(entryId), className: "row-link" })}
    />
  );
}
