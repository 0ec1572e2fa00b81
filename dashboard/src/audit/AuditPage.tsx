import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useWords } from "../i18n/words.ts";
import { Freshness } from "../ui/Freshness.tsx";
import { readFilters } from "../ui/filterRules.ts";
import { useFilters } from "../ui/filters.ts";
import { useRegion } from "../ui/home.ts";
import { Failure, Nothing } from "../ui/Notices.tsx";
import { Page, Section } from "../ui/Page.tsx";
import { PagedList } from "../ui/PagedList.tsx";
import { useMay } from "../ui/Permit.tsx";
import { Entry } from "./Entry.tsx";
import { Filters } from "./Filters.tsx";
import { auditFilters, auditQuery } from "./queries.ts";
import { saveAudit } from "./saveAudit.ts";
import { Verification } from "./Verification.tsx";
import "./audit.css";

/** What operators did: searched, verified, exported. */
export function AuditPage() {
  const { t } = useWords();
  const filters = useFilters();
  const { timeZone } = useRegion(undefined);
  const { asked: filter } = readFilters(auditFilters, filters.get, timeZone);
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
        <PagedList query={query} length={entries.length} rows={8} empty={<Nothing title={t("audit.empty")} hint={t("audit.emptyHint")} />}>
          <ul className="lines lines-pad">
            {entries.map((entry) => (
              <Entry key={entry.no} entry={entry} timeZone={timeZone} />
            ))}
          </ul>
        </PagedList>
      </Section>
    </Page>
  );
}
