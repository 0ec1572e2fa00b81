import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Select, Skeleton } from "antd";
import { alertsQuery } from "../api/queries.ts";
import { useWords } from "../i18n/words.ts";
import { Freshness } from "../ui/Freshness.tsx";
import { useFilters } from "../ui/filters.ts";
import { useRegion } from "../ui/home.ts";
import { Failure, Nothing } from "../ui/Notices.tsx";
import { Page, Section } from "../ui/Page.tsx";
import { AlertLine } from "./AlertLine.tsx";

/** What a person should look at, newest first. */
export function AlertsPage() {
  const { t, wordOf } = useWords();
  const filters = useFilters();
  const { timeZone } = useRegion(undefined);
  const query = useInfiniteQuery(alertsQuery);
  const pages = query.data?.pages ?? [];
  const alerts = pages.flatMap(({ items }) => items);
  const kind = filters.get("kind");
  const shown = kind === undefined ? alerts : alerts.filter((alert) => alert.kind === kind);
  const kinds = [...new Set([...alerts.map((alert) => alert.kind), ...(kind === undefined ? [] : [kind])])].sort();
  return (
    <Page
      title={t("menu.alerts")}
      note={<Freshness at={pages[0]?.asOf} timeZone={timeZone} isStale={query.isRefetchError} />}
      actions={
        <>
          <Select
            allowClear
            className="filter-wide"
            aria-label={t("alerts.kind")}
            placeholder={t("alerts.anyKind")}
            value={kind ?? null}
            options={kinds.map((value) => ({ value, label: wordOf("alertKinds", value) }))}
            onChange={(value: string | null | undefined) => filters.set({ kind: value ?? undefined })}
          />
          <Button onClick={() => void query.refetch()} loading={query.isRefetching && !query.isFetchingNextPage}>
            {t("common.refresh")}
          </Button>
        </>
      }
    >
      <Section flush>
        {query.isError && alerts.length === 0 && <Failure error={query.error} retry={() => void query.refetch()} />}
        {query.isPending && <Skeleton active paragraph={{ rows: 6 }} className="pad" />}
        {query.isSuccess && shown.length === 0 && <Nothing title={t("alerts.empty")} hint={t("alerts.emptyHint")} />}
        <div className="lines lines-pad">
          {shown.map((alert) => (
            <AlertLine key={alert.alertId} alert={alert} />
          ))}
        </div>
        {query.hasNextPage && (
          <div className="table-foot">
            <Button onClick={() => void query.fetchNextPage()} loading={query.isFetchingNextPage}>
              {t("common.more")}
            </Button>
          </div>
        )}
      </Section>
    </Page>
  );
}
