import { PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Segmented, Skeleton } from "antd";
import { useNavigate } from "react-router";
import { stationsQuery } from "../api/queries.ts";
import { count } from "../format/money.ts";
import { plural } from "../i18n/plural.ts";
import { useWords } from "../i18n/words.ts";
import { Freshness } from "../ui/Freshness.tsx";
import { useFilters } from "../ui/filters.ts";
import { useRegion } from "../ui/home.ts";
import { Failure, Nothing } from "../ui/Notices.tsx";
import { useNow } from "../ui/now.ts";
import { Page, Section } from "../ui/Page.tsx";
import { Permit } from "../ui/Permit.tsx";
import { standingOf } from "./health.ts";
import { StationMap } from "./map/StationMap.tsx";
import { matches } from "./narrow.ts";
import { StationCard } from "./StationCard.tsx";
import { StationFilters, useStationFilter } from "./StationFilters.tsx";
import { StationTable } from "./StationTable.tsx";

const views = ["board", "list", "map"] as const;

/** Every station: as a board of pumps that moves, as a list, on a map. What narrows them holds for all three, and stands in the address. */
export function StationsPage() {
  const { t } = useWords();
  const filters = useFilters();
  const filter = useStationFilter();
  const { timeZone } = useRegion(undefined);
  const nowMs = useNow();
  const { data, dataUpdatedAt, error, isError, isRefetchError, refetch } = useQuery(stationsQuery(true));
  const view = views.find((one) => one === filters.get("view")) ?? "board";
  const all = (data?.items ?? []).map((station) => ({ station, standing: standingOf(station, nowMs) }));
  const shown = all.filter(({ station, standing }) => matches(station, standing, filter));
  const flowing = all.reduce((sum, { standing }) => sum + (standing.pumps?.flowing ?? 0), 0);
  const pumps = all.reduce((sum, { station }) => sum + station.pumps.length, 0);
  return (
    <Page
      title={t("menu.stations")}
      note={
        <>
          <Freshness at={dataUpdatedAt === 0 ? undefined : dataUpdatedAt} timeZone={timeZone} isStale={isRefetchError} />
          {data !== undefined && (
            <span className="faint num">{plural(t, "stations.flowing", pumps, { n: count(flowing), all: count(pumps) })}</span>
          )}
        </>
      }
      actions={
        <>
          <Segmented
            aria-label={t("stations.view")}
            value={view}
            onChange={(value) => filters.set({ view: value === "board" ? undefined : value })}
            options={views.map((value) => ({ value, label: t(`stations.views.${value}`) }))}
          />
          <Permit to="stations.write">
            <NewStation />
          </Permit>
        </>
      }
    >
      <StationFilters stations={data?.items ?? []} />
      {data === undefined && isError && <Failure error={error} retry={() => void refetch()} />}
      {data === undefined && !isError && (
        <Section>
          <Skeleton active paragraph={{ rows: 6 }} />
        </Section>
      )}
      {data !== undefined && shown.length === 0 && (
        <Section>
          {all.length === 0 ? (
            <Nothing
              title={t("stations.empty")}
              hint={t("stations.emptyHint")}
              action={
                <Permit to="stations.write">
                  <NewStation />
                </Permit>
              }
            />
          ) : (
            <Nothing title={t("stations.noMatch")} hint={t("stations.noMatchHint")} />
          )}
        </Section>
      )}
      {shown.length > 0 && view === "board" && (
        <div className="board">
          {shown.map(({ station }) => (
            <StationCard key={station.stationId} station={station} nowMs={nowMs} />
          ))}
        </div>
      )}
      {shown.length > 0 && view === "list" && (
        <Section flush>
          <StationTable stations={shown} />
        </Section>
      )}
      {shown.length > 0 && view === "map" && <StationMap stations={shown} />}
    </Page>
  );
}

function NewStation() {
  const { t } = useWords();
  const navigate = useNavigate();
  return (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => void navigate("/stations/new")}>
      {t("setup.new")}
    </Button>
  );
}
