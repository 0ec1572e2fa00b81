import { useQuery } from "@tanstack/react-query";
import { Skeleton } from "antd";
import { Link } from "react-router";
import { stationsQuery } from "../api/queries.ts";
import { count } from "../format/money.ts";
import { useWords } from "../i18n/words.ts";
import { standingOf } from "../stations/health.ts";
import { Failure, Nothing } from "../ui/Notices.tsx";
import { Section } from "../ui/Page.tsx";
import { Mark, type Tone } from "../ui/State.tsx";

const LISTED = 6;
const tones: Readonly<Record<string, Tone>> = {
  risk: "risk",
  attention: "attention",
  unknown: "attention",
  watching: "running",
  nothing: "quiet",
};
/** Who asks for somebody comes first, then who is busy. */
const order = ["risk", "attention", "unknown", "watching", "nothing"];

/** The live board in a few numbers, and the stations that ask for somebody or have most to do. */
export function NowAtStations() {
  const { t, nameOf } = useWords();
  const { data, error, isError, refetch } = useQuery(stationsQuery(true));
  const nowMs = Date.now();
  const stations = (data?.items ?? []).map((station) => ({ station, standing: standingOf(station, nowMs) }));
  const sum = (of: (standing: (typeof stations)[number]["standing"]) => number | undefined) =>
    stations.reduce((total, { standing }) => total + (of(standing) ?? 0), 0);
  const listed = stations
    .toSorted(
      (a, b) =>
        order.indexOf(a.standing.asks) - order.indexOf(b.standing.asks) || (b.standing.pumps?.busy ?? 0) - (a.standing.pumps?.busy ?? 0),
    )
    .slice(0, LISTED);
  return (
    <Section title={t("overview.now")} extra={<Link to="/stations">{t("overview.liveBoard")}</Link>}>
      {data === undefined &&
        (isError ? <Failure error={error} retry={() => void refetch()} /> : <Skeleton active paragraph={{ rows: 5 }} title={false} />)}
      {data?.items.length === 0 && <Nothing title={t("stations.empty")} hint={t("stations.emptyHint")} />}
      {stations.length > 0 && (
        <>
          <dl className="now">
            <NowFigure label={t("overview.flowing")} value={sum(({ pumps }) => pumps?.flowing)} of={sum(({ pumps }) => pumps?.all)} />
            <NowFigure label={t("overview.free")} value={sum(({ pumps }) => pumps?.free)} of={sum(({ pumps }) => pumps?.all)} />
            <NowFigure
              label={t("overview.online")}
              value={sum(({ terminals }) => terminals?.online)}
              of={sum(({ terminals }) => terminals?.all)}
            />
          </dl>
          <ul className="now-stations">
            {listed.map(({ station, standing }) => (
              <li key={station.stationId}>
                <Link to={`/stations/${station.stationId}`}>{nameOf(station.names)}</Link>
                <Mark tone={tones[standing.asks] ?? "quiet"}>
                  {standing.pumps === null
                    ? t("overview.noAnswer")
                    : t("overview.busyPumps", { n: standing.pumps.busy, all: standing.pumps.all })}
                </Mark>
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}

function NowFigure({ label, value, of }: { readonly label: string; readonly value: number; readonly of: number }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd className="figure figure-title">
        {count(value)}
        <span className="figure-fraction">/{count(of)}</span>
      </dd>
    </div>
  );
}
