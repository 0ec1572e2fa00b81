import { SearchOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Input, Segmented, Skeleton } from "antd";
import { stationsQuery } from "../api/queries.ts";
import type { Station } from "../api/types.ts";
import { useWords } from "../i18n/words.ts";
import { Freshness } from "../ui/Freshness.tsx";
import { useFilters } from "../ui/filters.ts";
import { useRegion } from "../ui/home.ts";
import { Failure, Nothing } from "../ui/Notices.tsx";
import { Page, Section } from "../ui/Page.tsx";
import { isBusy, needsYou } from "./health.ts";
import { StationCard } from "./StationCard.tsx";

const shows = ["all", "busy", "trouble"] as const;

/** The live board: every pump of every station, read each second while the page is seen. */
export function StationsPage() {
  const { t, nameOf } = useWords();
  const filters = useFilters();
  const { timeZone } = useRegion(undefined);
  const { data, dataUpdatedAt, error, isError, isRefetchError, refetch } = useQuery(stationsQuery(true));
  const show = shows.find((one) => one === filters.get("show")) ?? "all";
  const search = filters.get("q") ?? "";
  const nowMs = dataUpdatedAt;
  const matches = (station: Station) => {
    if (show === "busy" && !station.pumps.some(isBusy)) return false;
    if (show === "trouble" && !needsYou(station, nowMs)) return false;
    return `${nameOf(station.names)} ${station.address} ${station.stationId}`.toLowerCase().includes(search.toLowerCase());
  };
  const all = data?.items ?? [];
  const shown = all.filter(matches);
  const pumps = all.flatMap((station) => station.pumps);
  return (
    <Page
      title={t("menu.stations")}
      note={
        <>
          <Freshness at={dataUpdatedAt === 0 ? undefined : dataUpdatedAt} timeZone={timeZone} isStale={isRefetchError} />
          {data !== undefined && (
            <span className="faint num">
              {t("stations.flowing", { n: pumps.filter(({ state }) => state === "fueling").length, all: pumps.length })}
            </span>
          )}
        </>
      }
      actions={
        <>
          <Input
            allowClear
            className="search"
            prefix={<SearchOutlined aria-hidden />}
            aria-label={t("stations.search")}
            placeholder={t("stations.search")}
            defaultValue={search}
            onChange={({ target }) => filters.set({ q: target.value })}
          />
          <Segmented
            value={show}
            onChange={(value) => filters.set({ show: value === "all" ? undefined : value })}
            options={shows.map((value) => ({ value, label: t(`stations.shows.${value}`) }))}
          />
        </>
      }
    >
      {data === undefined && isError && <Failure error={error} retry={() => void refetch()} />}
      {data === undefined && !isError && (
        <Section>
          <Skeleton active paragraph={{ rows: 6 }} />
        </Section>
      )}
      {data !== undefined && shown.length === 0 && (
        <Section>
          {all.length === 0 ? (
            <Nothing title={t("stations.empty")} hint={t("stations.emptyHint")} />
          ) : (
            <Nothing title={t("stations.noMatch")} hint={t("stations.noMatchHint")} />
          )}
        </Section>
      )}
      <div className="board">
        {shown.map((station) => (
          <StationCard key={station.stationId} station={station} nowMs={nowMs} />
        ))}
      </div>
    </Page>
  );
}
