import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Skeleton } from "antd";
import { useState } from "react";
import { addDaysMs, parseZoned } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { Freshness } from "../ui/Freshness.tsx";
import { useFilters } from "../ui/filters.ts";
import { useRegion } from "../ui/home.ts";
import { Failure, Nothing } from "../ui/Notices.tsx";
import { Page, Section } from "../ui/Page.tsx";
import { useMay } from "../ui/Permit.tsx";
import { Entry } from "./Entry.tsx";
import { Filters } from "./Filters.tsx";
import { type AuditFilter, auditQuery } from "./queries.ts";
import { saveAudit } from "./saveAudit.ts";
import { Verification } from "./Verification.tsx";
import "./audit.css";

/** What operators did: searched, verified, exported. */
export function AuditPage() {
  const { t } = useWords();
  const filters = useFilters();
  const { timeZone } = useRegion(undefined);
  const filter = filterOf(filters.get, timeZone);
  const query = useInfiniteQuery(auditQuery(filter));
  const mayExport = useMay("audit.export");
  const [failure, setFailure] = useState<unknown>(null);
  const pages = query.data?.pages ?? [];
  const entries = pages.flatMap(({ items }) => items);
  return (
    <Page
      title={t("audit.title")}
      note={<Freshness at={pages[0]?.asOf} timeZone={timeZone} isStale={query.isRefetchError} />}
      actions={
        <>
          <Verification />
          {mayExport && (
            <Button onClick={() => void saveAudit(filter).then(() => setFailure(null), setFailure)}>{t("audit.export")}</Button>
          )}
        </>
      }
    >
      {failure !== null && <Failure error={failure} />}
      <Section flush>
        <Filters entries={entries} />
        {query.isError && entries.length === 0 && <Failure error={query.error} retry={() => void query.refetch()} />}
        {query.isPending && <Skeleton active paragraph={{ rows: 8 }} className="pad" />}
        {query.isSuccess && entries.length === 0 && <Nothing title={t("audit.empty")} hint={t("audit.emptyHint")} />}
        <ul className="lines lines-pad">
          {entries.map((entry) => (
            <Entry key={entry.no} entry={entry} timeZone={timeZone} />
          ))}
        </ul>
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

/** The days in the region's own zone; `to` is the last day that is wanted. */
function filterOf(get: (name: string) => string | undefined, timeZone: string): AuditFilter {
  const startOf = (day: string | undefined): number | null => (day === undefined ? null : parseZoned(`${day}T00:00`, timeZone));
  const [from, to] = [startOf(get("from")), startOf(get("to"))];
  return {
    operatorId: get("operator"),
    action: get("action"),
    subject: get("subject"),
    from: from === null ? undefined : new Date(from).toISOString(),
    to: to === null ? undefined : new Date(addDaysMs(to, 1, timeZone)).toISOString(),
  };
}
