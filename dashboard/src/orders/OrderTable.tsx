import { Table, type TableProps } from "antd";
import type { OperatorOrder } from "../api/people.ts";
import type { Station } from "../api/types.ts";
import { litres, money, unitPrice } from "../format/money.ts";
import { time, zone } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { Grade } from "../ui/Grade.tsx";
import { OrderState } from "../ui/State.tsx";
import { listedAt } from "./listedAt.ts";

/** What both shapes of the list take. */
export interface OrderListProps {
  readonly orders: readonly OperatorOrder[];
  readonly open: (orderId: string) => void;
  readonly zoneOf: (stationId: string | undefined) => string;
  readonly stations: ReadonlyMap<string, Station>;
}

/** Orders as a table that keeps its columns. */
export function OrderTable({ orders, open, zoneOf, stations }: OrderListProps) {
  const { t, language, nameOf, wordOf } = useWords();
  const zones = new Set(orders.map(({ fueling }) => zoneOf(fueling?.stationId)));
  const [only] = zones.size === 1 ? zones : [];
  const columns: TableProps<OperatorOrder>["columns"] = [
    {
      title: only === undefined ? t("common.time") : `${t("common.time")} (${zone(only)})`,
      key: "time",
      width: 124,
      className: "num",
      render: (_, order) => {
        const timeZone = zoneOf(order.fueling?.stationId);
        return (
          <>
            {time(listedAt(order), timeZone, language, "minute")}
            {only === undefined && <span className="faint"> {zone(timeZone, listedAt(order))}</span>}
          </>
        );
      },
    },
    {
      title: t("orders.what"),
      key: "what",
      render: (_, { orderId, kind, fueling, topup }) => {
        const station = fueling === undefined ? undefined : stations.get(fueling.stationId);
        return (
          <button type="button" className="cell-link" onClick={() => open(orderId)}>
            <span>{t(`orders.kinds.${kind}`)}</span>
            {fueling === undefined ? (
              <span className="faint">{wordOf("providers", topup?.provider ?? "")}</span>
            ) : (
              <>
                <span className="faint">{station === undefined ? fueling.stationId : nameOf(station.names)}</span>
                <span className="faint nowrap">{t("common.pumpN", { n: fueling.pump })}</span>
              </>
            )}
          </button>
        );
      },
    },
    {
      title: t("orderFilters.driver"),
      key: "driver",
      render: (_, { driver }) => (driver === null ? <span className="faint">–</span> : driver.name),
    },
    { title: t("common.gradeHead"), key: "grade", width: 80, render: (_, { fueling }) => fueling && <Grade grade={fueling.grade} /> },
    {
      title: t("common.volume"),
      key: "volume",
      width: 72,
      align: "right",
      className: "num",
      render: (_, { fueling }) => fueling && litres(fueling.volumeMl),
    },
    {
      title: t("common.price"),
      key: "price",
      width: 68,
      align: "right",
      className: "num",
      render: (_, { fueling }) => fueling && unitPrice(fueling.unitPriceMilli),
    },
    {
      title: t("common.amount"),
      key: "amount",
      width: 104,
      align: "right",
      className: "num strong",
      render: (_, { amountMinor, currency }) => money(amountMinor, currency),
    },
    {
      title: t("common.bonus"),
      key: "bonus",
      width: 80,
      align: "right",
      className: "num",
      render: (_, { fueling, topup, currency }) => {
        const bonusMinor = (fueling ?? topup)?.bonusMinor ?? 0;
        return bonusMinor === 0 ? <span className="faint">–</span> : money(bonusMinor, currency);
      },
    },
    {
      title: t("common.debt"),
      key: "debt",
      width: 76,
      align: "right",
      className: "num",
      render: (_, { fueling, currency }) =>
        fueling === undefined || fueling.debtMinor === 0 ? (
          <span className="faint">–</span>
        ) : (
          <span className="risk">{money(fueling.debtMinor, currency)}</span>
        ),
    },
    { title: t("common.state"), key: "state", width: 104, render: (_, { state }) => <OrderState state={state} /> },
  ];
  return (
    <Table<OperatorOrder>
      size="small"
      rowKey="orderId"
      pagination={false}
      dataSource={orders}
      columns={columns}
      scroll={{ x: 1010 }}
      onRow={({ orderId }) => ({ onClick: () => open(orderId), className: "row-link" })}
    />
  );
}
