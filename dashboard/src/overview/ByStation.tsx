import { Table } from "antd";
import { Link } from "react-router";
import type { Overview } from "../api/figures.ts";
import { count, litres, money } from "../format/money.ts";
import { plural } from "../i18n/plural.ts";
import { useWords } from "../i18n/words.ts";
import { useStations } from "../ui/home.ts";
import { Nothing } from "../ui/Notices.tsx";
import { Section } from "../ui/Page.tsx";

/** Stations that are shown; the others are on the analytics page. */
const ROWS = 10;

/** What each station sold, the most first. */
export function ByStation({ overview }: { readonly overview: Overview }) {
  const { t, nameOf } = useWords();
  const stations = useStations();
  const rows = overview.byStation.toSorted((a, b) => b.fueledMinor - a.fueledMinor);
  const isLong = rows.length > ROWS;
  const nameFor = (stationId: string) => {
    const station = stations.get(stationId);
    return station === undefined ? stationId : nameOf(station.names);
  };
  return (
    <Section
      title={t("overview.byStation")}
      {...(isLong ? { extra: <Link to="/analytics?tab=drivers">{plural(t, "overview.allStations", rows.length)}</Link> } : {})}
      flush
    >
      {rows.length === 0 ? (
        <Nothing title={t("overview.noFills")} hint={t("overview.noFillsHint")} />
      ) : (
        <Table<Overview["byStation"][number]>
          size="small"
          rowKey="stationId"
          pagination={false}
          dataSource={rows.slice(0, ROWS)}
          columns={[
            {
              title: t("common.station"),
              key: "station",
              render: (_, { stationId }) => <Link to={`/stations/${stationId}`}>{nameFor(stationId)}</Link>,
            },
            {
              title: t("overview.fillCount"),
              key: "fills",
              align: "right",
              className: "num",
              render: (_, { fuelings }) => count(fuelings),
            },
            { title: t("overview.litres"), key: "litres", align: "right", className: "num", render: (_, { volumeMl }) => litres(volumeMl) },
            {
              title: t("overview.fueled"),
              key: "money",
              align: "right",
              className: "num strong",
              render: (_, { fueledMinor }) => money(fueledMinor, overview.currency),
            },
          ]}
        />
      )}
    </Section>
  );
}
