import { useQuery } from "@tanstack/react-query";
import { Skeleton } from "antd";
import { healthQuery } from "../api/operations.ts";
import { count } from "../format/money.ts";
import { since, time } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { Failure } from "../ui/Notices.tsx";
import { Section } from "../ui/Page.tsx";
import { Mark, type Tone } from "../ui/State.tsx";

/** Behind by more than this, somebody should look. */
const LAG_MS_MAX = 30_000;

/** How the platform is, in a line of figures: what needs somebody is amber. */
export function Health({ timeZone }: { readonly timeZone: string }) {
  const { t, language } = useWords();
  const { data, error, isError, refetch } = useQuery(healthQuery);
  if (data === undefined) {
    return (
      <Section>
        {isError ? <Failure error={error} retry={() => void refetch()} /> : <Skeleton active paragraph={{ rows: 1 }} title={false} />}
      </Section>
    );
  }
  const lag = since(data.lagMs);
  const waiting = (n: number): Tone => (n > 0 ? "attention" : "done");
  const many = (n: number) => (n >= 1_000 ? "1000+" : count(n));
  const tiles: readonly { readonly label: string; readonly value: string; readonly tone: Tone; readonly word: string }[] = [
    {
      label: t("health.lag"),
      value: data.lagMs < 90_000 ? `${(data.lagMs / 1_000).toFixed(1)} s` : t(`health.behind.${lag.unit}`, { n: lag.n }),
      tone: data.lagMs > LAG_MS_MAX ? "attention" : "done",
      word: t("health.lagNote", { time: time(data.asOf, timeZone, language, "seconds") }),
    },
    {
      label: t("dead.title"),
      value: many(data.deadLetters),
      tone: waiting(data.deadLetters),
      word: t(data.deadLetters > 0 ? "health.waits" : "health.none"),
    },
    {
      label: t("parked.title"),
      value: many(data.parked),
      tone: waiting(data.parked),
      word: t(data.parked > 0 ? "health.waits" : "health.none"),
    },
    {
      label: t("rebuild.title"),
      value: data.rebuilding > 0 ? count(data.rebuilding) : t("health.whole"),
      tone: data.rebuilding > 0 ? "running" : "done",
      word: t(data.rebuilding > 0 ? "health.rebuilding" : "health.noRebuild"),
    },
    { label: t("health.version"), value: data.version, tone: "quiet", word: t(`health.modes.${data.mode}`) },
  ];
  return (
    <section className="summary summary-short" aria-label={t("health.title")}>
      {tiles.map(({ label, value, tone, word }) => (
        <div key={label} className="tile">
          <div className="tile-label">{label}</div>
          <div className="figure figure-title">{value}</div>
          <div className="tile-note">
            <Mark tone={tone}>{word}</Mark>
          </div>
        </div>
      ))}
    </section>
  );
}
