import { Table } from "antd";
import { Link } from "react-router";
import type { Station } from "../api/types.ts";
import { price } from "../format/money.ts";
import { useWords } from "../i18n/words.ts";
import { Grade } from "../ui/Grade.tsx";
import { Mark, type Tone } from "../ui/State.tsx";
import type { Standing } from "./health.ts";

const tones: Readonly<Record<Standing["asks"], Tone>> = {
  nothing: "quiet",
  watching: "done",
  attention: "attention",
  risk: "risk",
  unknown: "attention",
};

interface Row {
  readonly station: Station;
  readonly standing: Standing;
}

/** Stations in a table: where, what they sell at which price, how they stand. */
export function StationTable({ stations }: { readonly stations: readonly Row[] }) {
  const { t, nameOf } = useWords();
  return (
    <Table<Row>
      size="small"
      rowKey={({ station }) => station.stationId}
      dataSource={[...stations]}
      pagination={false}
      scroll={{ x: 980 }}
      columns={[
        {
          title: t("common.station"),
          key: "name",
          render: (_, { station }) => (
            <span className="two-lines">
              <Link to={`/stations/${station.stationId}`}>{nameOf(station.names)}</Link>
              <code>{station.stationId}</code>
            </span>
          ),
        },
        { title: t("stations.address"), key: "address", render: (_, { station }) => <span className="soft">{station.address}</span> },
        {
          title: t("common.state"),
          key: "state",
          render: (_, { station, standing }) => (
            <span className="two-lines">
              <Mark tone={tones[standing.asks]}>{t(`stations.asks.${standing.asks}`)}</Mark>
              {!station.openNow && <span className="faint">{t("stations.closedNow")}</span>}
            </span>
          ),
        },
        {
          title: t("stations.pumpsFree"),
          key: "free",
          align: "right",
          className: "num",
          render: (_, { standing: { pumps } }) => (pumps === null ? "–" : `${pumps.free} / ${pumps.all}`),
        },
        {
          title: t("stations.fuellingHead"),
          key: "flowing",
          align: "right",
          className: "num",
          render: (_, { standing: { pumps } }) => pumps?.flowing ?? "–",
        },
        {
          title: t("terminals.title"),
          key: "terminals",
          align: "right",
          className: "num",
          render: (_, { standing: { terminals } }) => (terminals === null ? "–" : `${terminals.online} / ${terminals.all}`),
        },
        {
          title: t("prices.title"),
          key: "prices",
          render: (_, { station }) => (
            <span className="prices">
              {station.prices.map(({ grade, unitPriceMilli }) => (
                <span key={grade} className="price">
                  <Grade grade={grade} />
                  <span className="num strong">{price(unitPriceMilli, station.currency)}</span>
                </span>
              ))}
            </span>
          ),
        },
      ]}
    />
  );
}
