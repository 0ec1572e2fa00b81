import { useQuery } from "@tanstack/react-query";
import { Segmented, Select, Skeleton } from "antd";
import { Link } from "react-router";
import { overviewQuery } from "../api/queries.ts";
import { useWords } from "../i18n/words.ts";
import { Freshness } from "../ui/Freshness.tsx";
import { useFilters } from "../ui/filters.ts";
import { useRegion } from "../ui/home.ts";
import { Failure, NeedsYou } from "../ui/Notices.tsx";
import { Page, Section } from "../ui/Page.tsx";
import { ByStation } from "./ByStation.tsx";
import { RangePicker } from "./RangePicker.tsx";
import { rangeBefore, rangeKeys, rangeOf } from "./range.ts";
import { Summary } from "./Summary.tsx";
import { metrics, Trend } from "./Trend.tsx";

const LIVE_MS = 2_000;

/** The business at a glance: what was topped up and fuelled, what is owed, where. */
export function OverviewPage() {
  const { t, nameOf } = useWords();
  const filters = useFilters();
  const { region, regions, timeZone } = useRegion(filters.get("region"));
  const key = rangeKeys.find((one) => one === filters.get("range")) ?? "today";
  const days = [filters.get("from"), filters.get("to")] as const;
  const range = rangeOf(key, Date.now(), timeZone, days);
  const name = [key, ...days, timeZone].join("/");
  const current = useQuery({
    ...overviewQuery(name, region?.currency, () => rangeOf(key, Date.now(), timeZone, days), range.isLive ? LIVE_MS : false),
    placeholderData: (before) => before,
  });
  const before = useQuery(
    overviewQuery(`before/${name}`, region?.currency, () => rangeBefore(rangeOf(key, Date.now(), timeZone, days), timeZone), 60_000),
  );
  const { data } = current;
  const metric = metrics.find((one) => one === filters.get("metric")) ?? "money";
  const view = filters.get("view") === "table" ? "table" : "chart";
  return (
    <Page
      title={t("menu.overview")}
      note={<Freshness at={data?.asOf} timeZone={timeZone} isStale={current.isRefetchError} />}
      actions={
        <>
          {regions.length > 1 && (
            <Select
              aria-label={t("catalog.region")}
              {...(region === undefined ? {} : { value: region.regionId })}
              options={regions.map(({ regionId, names }) => ({ value: regionId, label: nameOf(names) }))}
              onChange={(regionId: string) => filters.set({ region: regionId })}
            />
          )}
          <RangePicker range={key} filters={filters} timeZone={timeZone} />
        </>
      }
    >
      {data === undefined && current.isError && <Failure error={current.error} retry={() => void current.refetch()} />}
      {data === undefined && !current.isError && (
        <Section>
          <Skeleton active paragraph={{ rows: 5 }} />
        </Section>
      )}
      {data !== undefined && (
        <>
          {data.alerts > 0 && (
            <NeedsYou action={<Link to="/alerts">{t("overview.seeAlerts")}</Link>}>{t("overview.alerts", { n: data.alerts })}</NeedsYou>
          )}
          <Summary overview={data} before={before.data} />
          <div className="columns">
            <Section
              title={t(range.bucket === "hour" ? "overview.byHour" : "overview.byDay")}
              className="columns-wide"
              extra={
                <>
                  <Segmented
                    size="small"
                    value={metric}
                    onChange={(value) => filters.set({ metric: value === "money" ? undefined : value })}
                    options={metrics.map((value) => ({ value, label: t(`overview.metrics.${value}`) }))}
                  />
                  <Segmented
                    size="small"
                    value={view}
                    onChange={(value) => filters.set({ view: value === "chart" ? undefined : value })}
                    options={(["chart", "table"] as const).map((value) => ({ value, label: t(`overview.views.${value}`) }))}
                  />
                </>
              }
            >
              <Trend overview={data} range={range} timeZone={timeZone} metric={metric} view={view} />
            </Section>
            <ByStation overview={data} />
          </div>
        </>
      )}
    </Page>
  );
}
