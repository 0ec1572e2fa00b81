import { documentKinds, documentStates } from "@forecourt/contract/documents";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Segmented, Select } from "antd";
import { documentsQuery } from "../api/documents.ts";
import { useWords } from "../i18n/words.ts";
import { Freshness } from "../ui/Freshness.tsx";
import { useFilters } from "../ui/filters.ts";
import { useRegion } from "../ui/home.ts";
import { useMedia } from "../ui/media.ts";
import { Nothing } from "../ui/Notices.tsx";
import { Page, Section } from "../ui/Page.tsx";
import { PagedList } from "../ui/PagedList.tsx";
import { DocumentLines, DocumentTable } from "./DocumentTable.tsx";

/** Verification documents that wait for a reviewer, the oldest first, and those that were decided; filters stand in the address. */
export function DocumentsPage() {
  const { t } = useWords();
  const filters = useFilters();
  const { timeZone } = useRegion(undefined);
  const isNarrow = useMedia("(max-width: 859px)");
  const state = documentStates.find((one) => one === filters.get("state")) ?? "submitted";
  const kind = documentKinds.find((one) => one === filters.get("kind"));
  const query = useInfiniteQuery(documentsQuery(state, kind));
  const documents = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const List = isNarrow ? DocumentLines : DocumentTable;
  return (
    <Page
      title={t("documents.title")}
      note={<Freshness at={query.data?.pages[0]?.asOf} timeZone={timeZone} isStale={query.isRefetchError} />}
    >
      <Section flush>
        <search className="filters">
          <Segmented
            aria-label={t("common.state")}
            value={state}
            options={documentStates.map((value) => ({ value, label: t(`documents.queue.${value}`) }))}
            onChange={(value) => filters.set({ state: value === "submitted" ? undefined : value })}
          />
          <Select
            allowClear
            className="filter"
            aria-label={t("documents.document")}
            placeholder={t("documents.anyKind")}
            value={kind ?? null}
            options={documentKinds.map((value) => ({ value, label: t(`documents.kinds.${value}`) }))}
            onChange={(value: string | null | undefined) => filters.set({ kind: value ?? undefined })}
          />
        </search>
        <PagedList
          query={query}
          length={documents.length}
          empty={<Nothing title={t(state === "submitted" ? "documents.noneWaiting" : "documents.none")} hint={t("documents.noneHint")} />}
        >
          <List documents={documents} timeZone={timeZone} />
        </PagedList>
      </Section>
    </Page>
  );
}
