import { useQuery } from "@tanstack/react-query";
import { Skeleton } from "antd";
import { historyQuery } from "../api/catalog.ts";
import { time } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { Failure } from "../ui/Notices.tsx";
import { Section } from "../ui/Page.tsx";
import { DifferenceTable } from "./DifferenceTable.tsx";
import { differences } from "./difference.ts";

interface HistoryProps {
  readonly kind: "region" | "grade" | "package";
  readonly id: string;
  readonly currency: string;
  readonly timeZone: string;
}

/** Every version with who made it and when, and what it changed of the one before. */
export function History({ kind, id, currency, timeZone }: HistoryProps) {
  const { t, language } = useWords();
  const { data, isError, error, refetch } = useQuery(historyQuery(kind, id));
  return (
    <Section title={t("regions.history")}>
      {data === undefined && (isError ? <Failure error={error} retry={() => void refetch()} /> : <Skeleton active />)}
      {data?.items.length === 0 && <p className="faint">{t("regions.noHistory")}</p>}
      <ol className="timeline">
        {data?.items.map(({ version, at, operator, reason, terms }, index) => {
          const before = data.items[index + 1];
          return (
            <li key={version}>
              <span className="strong">{t("regions.versionN", { n: version })}</span>
              <div className="timeline-facts num">
                <span>{time(at, timeZone, language, "full")}</span>
                {operator !== null && <span>{operator}</span>}
                {reason !== null && <span>{reason}</span>}
              </div>
              {before === undefined ? (
                <p className="faint">{t("regions.first")}</p>
              ) : (
                <DifferenceTable changes={differences(before.terms, terms)} currency={currency} timeZone={timeZone} />
              )}
            </li>
          );
        })}
      </ol>
    </Section>
  );
}
