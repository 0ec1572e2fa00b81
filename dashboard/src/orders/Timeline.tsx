import { useQuery } from "@tanstack/react-query";
import { Skeleton } from "antd";
import type { TFunction } from "i18next";
import { factsTold } from "../alerts/facts.ts";
import { type Timeline as OrderTimeline, timelineQuery } from "../api/people.ts";
import { time } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { Failure } from "../ui/Notices.tsx";

type Source = OrderTimeline["items"][number]["source"];

interface TimelineProps {
  readonly orderId: string;
  readonly currency: string;
  readonly timeZone: string;
}

/** Every event of an order, oldest first, with who or what caused it, and those of its facts that have a word for people. */
export function Timeline({ orderId, currency, timeZone }: TimelineProps) {
  const words = useWords();
  const { t, language } = words;
  const { data, isError, error, refetch } = useQuery(timelineQuery(orderId));
  return (
    <section className="facts" aria-label={t("orderFilters.timeline")}>
      <h3>{t("orderFilters.timeline")}</h3>
      {data === undefined &&
        (isError ? <Failure error={error} retry={() => void refetch()} /> : <Skeleton active paragraph={{ rows: 4 }} />)}
      {data?.items.length === 0 && <p className="faint">{t("orderFilters.noTimeline")}</p>}
      <ol className="timeline">
        {data?.items.map(({ at, journal, seq, type, source, facts }) => (
          <li key={`${journal}/${seq}/${type}`}>
            <span className="strong">{t(`events.${type}`, { defaultValue: type })}</span>
            <div className="timeline-facts num">
              <span>{time(at, timeZone, language, "full")}</span>
              <span>{sourceText(t, source)}</span>
            </div>
            <div className="timeline-facts num">
              {factsTold(words, telling(facts), { currency, timeZone }).map(([name, value]) => (
                <span key={name}>{`${name} ${value}`}</span>
              ))}
            </div>
          </li>
        ))}
      </ol>
      {data?.more === true && <p className="faint">{t("orderFilters.moreTimeline")}</p>}
    </section>
  );
}

/** `Terminal east-1.pos-1 #42`, `Operator jo@…`, `Driver`. */
function sourceText(t: TFunction, { kind, id, seq }: Source): string {
  if (kind === "terminal" && id === null) return t("sources.terminalPlain");
  return t(`sources.${kind}`, { id: id ?? "", seq: seq ?? "" }).trim();
}

/** In a row of events, what is nought or not so says nothing. */
function telling(facts: OrderTimeline["items"][number]["facts"]) {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== 0 && value !== false));
}
