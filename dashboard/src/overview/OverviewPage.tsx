import { useQueries, useQuery } from "@tanstack/react-query";
import { Skeleton } from "antd";
import { Link } from "react-router";
import { overviewQuery } from "../api/figures.ts";
import { plural } from "../i18n/plural.ts";
import { useWords } from "../i18n/words.ts";
import { RangePicker } from "../ranges/RangePicker.tsx";
import { comparisonsOf } from "../ranges/range.ts";
import { useRange } from "../ranges/useRange.ts";
import { Freshness } from "../ui/Freshness.tsx";
import { Failure, NeedsYou } from "../ui/Notices.tsx";
import { Page, Section } from "../ui/Page.tsx";
import { Permit } from "../ui/Permit.tsx";
import { ByStation } from "./ByStation.tsx";
import { Grades } from "./Grades.tsx";
import { LatestAlerts } from "./LatestAlerts.tsx";
import { NowAtStations } from "./NowAtStations.tsx";
import { Summary } from "./Summary.tsx";
import { Trend } from "./Trend.tsx";

const LIVE_MS = 2_000;
const COMPARED_MS = 60_000;

/** The business at a glance: what was topped up and fuelled against other times, what is owed, what goes on and what needs somebody. */
export function OverviewPage() {
  const { t } = useWords();
  const chosen = useRange();
  const { key, range, name, regionId, timeZone, filters } = chosen;
  const current = useQuery({
    ...overviewQuery(name, regionId, chosen.now, range.isLive ? LIVE_MS : false),
    placeholderData: (before) => before,
  });
  const comparisons = comparisonsOf(range, key, timeZone);
  const others = useQueries({
    queries: comparisons.map((comparison) =>
      overviewQuery(
        `${comparison.key}/${name}`,
        regionId,
        () => comparisonsOf(chosen.now(), key, timeZone).find((one) => one.key === comparison.key) ?? comparison,
        range.isLive ? COMPARED_MS : false,
      ),
    ),
  });
  const { data } = current;
  return (
    <Page
      title={t("menu.overview")}
      note={<Freshness at={data?.asOf} timeZone={timeZone} isStale={current.isRefetchError} />}
      actions={<RangePicker chosen={chosen} />}
    >
      {data === undefined && current.isError && <Failure error={current.error} retry={() => void current.refetch()} />}
      {data === undefined && !current.isError && (
        <Section>
          <Skeleton active paragraph={{ rows: 8 }} />
        </Section>
      )}
      {data !== undefined && (
        <>
          {data.alerts > 0 && (
            <NeedsYou action={<Link to="/alerts">{t("overview.seeAlerts")}</Link>}>
              {plural(t, "overview.alerts", data.alerts, data.alerts >= 1_000 ? { n: "1,000+" } : {})}
            </NeedsYou>
          )}
          <Summary
            overview={data}
            compared={comparisons.map((comparison, index) => ({ key: comparison.key, overview: others[index]?.data }))}
          />
          <div className="columns">
            <Trend overview={data} filters={filters} />
            <Permit to="stations.read">
              <NowAtStations />
            </Permit>
          </div>
          <div className="columns">
            <ByStation overview={data} />
            <div className="stack">
              <Grades overview={data} />
              <Permit to="alerts.read">
                <LatestAlerts />
              </Permit>
            </div>
          </div>
        </>
      )}
    </Page>
  );
}
