import { alertKinds } from "@forecourt/contract/alerts";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { alertsQuery } from "../api/queries.ts";
import { useWords } from "../i18n/words.ts";
import { FilterChoice } from "../ui/FilterFields.tsx";
import { Freshness } from "../ui/Freshness.tsx";
import { useFilters } from "../ui/filters.ts";
import { useRegion } from "../ui/home.ts";
import { Nothing } from "../ui/Notices.tsx";
import { Page, Section } from "../ui/Page.tsx";
import { PagedList } from "../ui/PagedList.tsx";
import { AlertLine } from "./AlertLine.tsx";

/** What a person should look at, newest first. */
export function AlertsPage() {
  const { t, language } = useWords();
  const filters = useFilters();
  const { timeZone } = useRegion(undefined);
  const kind = alertKinds.find((one) => one === filters.get("kind"));
  const query = useInfiniteQuery(alertsQuery(kind));
  const pages = query.data?.pages ?? [];
  const alerts = pages.flatMap(({ items }) => items);
  const options = alertKinds
    .map((value) => ({ value, label: t(`alertKinds.${value}`) }))
    .sort((one, other) => one.label.localeCompare(other.label, language));
  return (
    <Page
      title={t("menu.alerts")}
      note={<Freshness at={pages[0]?.asOf} timeZone={timeZone} isStale={query.isRefetchError} />}
      actions={
        <Button onClick={() => void query.refetch()} loading={query.isRefetching && !query.isFetchingNextPage}>
          {t("common.refresh")}
        </Button>
      }
    >
      <Section flush>
        <search className="filters">
          <FilterChoice filters={filters} name="kind" label={t("alerts.kind")} any={t("alerts.anyKind")} options={options} isWide />
        </search>
        <PagedList
          query={query}
          length={alerts.length}
          empty={
            kind === undefined ? (
              <Nothing title={t("alerts.empty")} hint={t("alerts.emptyHint")} />
            ) : (
              <Nothing
                title={t("alerts.noMatch")}
                hint={t("alerts.noMatchHint")}
                action={<Button onClick={() => filters.clear(["kind"])}>{t("filters.clear")}</Button>}
              />
            )
          }
        >
          <div className="lines lines-pad">
            {alerts.map((alert) => (
              <AlertLine key={alert.alertId} alert={alert} />
            ))}
          </div>
        </PagedList>
      </Section>
    </Page>
  );
}
