import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { driverDocumentsQuery } from "../api/documents.ts";
import { time } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { Failure } from "../ui/Notices.tsx";
import { Section } from "../ui/Page.tsx";
import { pageOf } from "./pageOf.ts";
import { DocumentMark } from "./state.tsx";

interface DriverDocumentsProps {
  readonly driverId: string;
  readonly timeZone: string;
  /** The one that is looked at. */
  readonly current?: string;
}

/** Where a driver's documents stand, each leading to its page. */
export function DriverDocuments({ driverId, timeZone, current }: DriverDocumentsProps) {
  const { t, language } = useWords();
  const { data, isError, error, refetch } = useQuery(driverDocumentsQuery(driverId));
  return (
    <Section title={t("documents.ofDriver")}>
      {data === undefined && isError && <Failure error={error} retry={() => void refetch()} />}
      {data?.items.length === 0 && <p className="faint">{t("documents.none")}</p>}
      <ul aria-label={t("documents.ofDriver")}>
        {data?.items.map((document) => (
          <li key={document.documentId} className="line">
            <span className="two-lines">
              {document.documentId === current ? (
                <span className="strong" aria-current="page">
                  {t(`documents.kinds.${document.kind}`)}
                </span>
              ) : (
                <Link to={pageOf(document)}>{t(`documents.kinds.${document.kind}`)}</Link>
              )}
              {document.submittedAt !== null && (
                <span className="faint num">{time(document.submittedAt, timeZone, language, "minute")}</span>
              )}
            </span>
            <DocumentMark state={document.state} />
          </li>
        ))}
      </ul>
    </Section>
  );
}
