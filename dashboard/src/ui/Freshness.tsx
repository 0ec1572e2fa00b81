import { time, zone } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { Mark } from "./State.tsx";

interface FreshnessProps {
  /** When what is shown was true. */
  readonly at: number | string | undefined;
  readonly timeZone: string;
  /** The last attempt to read it again failed. */
  readonly isStale: boolean;
}

/** How fresh a page is, with the zone of its times; amber once it no longer refreshes. */
export function Freshness({ at, timeZone, isStale }: FreshnessProps) {
  const { t, language } = useWords();
  if (at === undefined) return null;
  const text = `${time(at, timeZone, language, "seconds")} ${zone(timeZone, at)}`;
  return (
    <span className="freshness" title={timeZone}>
      {isStale ? <Mark tone="attention">{t("common.stale", { time: text })}</Mark> : t("common.asOf", { time: text })}
    </span>
  );
}
