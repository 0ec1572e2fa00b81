import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { openingsQuery } from "../api/documents.ts";
import { time, zone } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { Failure } from "../ui/Notices.tsx";
import { Section } from "../ui/Page.tsx";

interface OpeningsProps {
  readonly driverId: string;
  readonly documentId: string;
  readonly timeZone: string;
}

/** Who saw what a document shows, when, and what for. */
export function Openings({ driverId, documentId, timeZone }: OpeningsProps) {
  const { t, language, wordOf } = useWords();
  const query = useInfiniteQuery(openingsQuery(driverId, documentId));
  const openings = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Section title={t("documents.openings")}>
      {query.isError && openings.length === 0 && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && openings.length === 0 && (
        <p className="faint">{`${t("documents.noOpenings")} · ${t("documents.openingsHint")}`}</p>
      )}
      <ol className="timeline" aria-label={t("documents.openings")}>
        {openings.map(({ at, what, purpose, note, openedBy, role }) => (
          <li key={`${at} ${openedBy} ${what}`}>
            <span className="strong">{t(`documents.saw.${what}`)}</span>
            <p className="document-note">{`${t(`documents.purposes.${purpose}`)}: ${note}`}</p>
            <div className="timeline-facts num">
              <span>{`${openedBy} (${wordOf("roles", role)})`}</span>
              <span>{`${time(at, timeZone, language, "full")} ${zone(timeZone, at)}`}</span>
            </div>
          </li>
        ))}
      </ol>
      {query.hasNextPage && (
        <Button size="small" onClick={() => void query.fetchNextPage()} loading={query.isFetchingNextPage}>
          {t("common.more")}
        </Button>
      )}
    </Section>
  );
}
