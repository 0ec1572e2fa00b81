import { Segmented } from "antd";
import { useState } from "react";
import type { DriverFigures } from "../api/figures.ts";
import { ChartCard } from "../charts/ChartCard.tsx";
import { bucketLabels } from "../format/buckets.ts";
import { count } from "../format/money.ts";
import { percent, plainPercent, shareOf } from "../format/rate.ts";
import { zone } from "../format/time.ts";
import { plural } from "../i18n/plural.ts";
import { useWords } from "../i18n/words.ts";
import type { RangeFilter } from "../ranges/useRange.ts";
import { Figures, Tiles, useFigures } from "./Figures.tsx";
import { Funnel } from "./Funnel.tsx";
import { Places } from "./Places.tsx";
import { type Counting, retentionOf } from "./retention.ts";

/** Days after which it is asked who has come back. */
const DAYS = [1, 7, 30] as const;
const counted = { text: count, plain: (value: number) => value };

/** Who signed up, who is active, who comes back, how far they get, and where. */
export function DriversTab({ chosen }: { readonly chosen: RangeFilter }) {
  const { t, language } = useWords();
  const query = useFigures("analytics/drivers", chosen);
  return (
    <Figures query={query} timeZone={chosen.timeZone}>
      {(figures) => {
        const { buckets, by, timeZone, from, to } = figures;
        return (
          <>
            <Tiles
              label={t("overview.summary")}
              tiles={[
                { label: t("kpis.registered"), value: figures.registered, of: { kind: "count" } },
                { label: t("kpis.active"), value: figures.active, of: { kind: "count" }, hint: t("kpis.activeHint") },
                ...DAYS.map((days) => ({
                  label: t("analytics.retained", { days }),
                  value: retentionOf(figures.cohorts, days, "within"),
                  of: { kind: "share" as const },
                  hint: plural(t, "analytics.retainedHint", days),
                })),
              ]}
            />
            <div className="columns">
              <ChartCard
                title={t("analytics.growth")}
                form="line"
                file={`forecourt-drivers-${from.slice(0, 10)}`}
                data={{
                  head: `${t("common.time")} (${zone(timeZone, to)})`,
                  ...bucketLabels(buckets, by, timeZone, language),
                  series: [
                    { name: t("kpis.active"), values: buckets.map(({ active }) => active), ...counted },
                    { name: t("kpis.registered"), values: buckets.map(({ registered }) => registered), ...counted },
                  ],
                }}
              />
              <Funnel funnel={figures.funnel} file={`forecourt-funnel-${from.slice(0, 10)}`} />
            </div>
            <Retention figures={figures} />
            <Places places={figures.places} file={`forecourt-places-${from.slice(0, 10)}`} />
          </>
        );
      }}
    </Figures>
  );
}

/** Of those who signed up on a day: what share came back. */
function Retention({ figures: { cohorts, timeZone, from, to } }: { readonly figures: DriverFigures }) {
  const { t, language } = useWords();
  const [counting, setCounting] = useState<Counting>("within");
  const labels = bucketLabels(
    cohorts.map(({ day }) => ({ from: day })),
    "day",
    timeZone,
    language,
  );
  return (
    <ChartCard
      title={t("analytics.retention")}
      note={t(`analytics.retentionNote.${counting}`)}
      form="line"
      file={`forecourt-retention-${from.slice(0, 10)}`}
      extra={
        <Segmented
          size="small"
          aria-label={t("analytics.counting")}
          value={counting}
          onChange={(value) => setCounting(value === "on" ? "on" : "within")}
          options={(["within", "on"] as const).map((value) => ({ value, label: t(`analytics.countings.${value}`) }))}
        />
      }
      data={{
        head: `${t("analytics.cohort")} (${zone(timeZone, to)})`,
        ...labels,
        most: 100,
        series: [
          ...DAYS.map((days) => ({
            name: t("analytics.afterDays", { days }),
            values: cohorts.map(({ registered, back }) => {
              const returned = back.find((one) => one.days === days)?.[counting] ?? null;
              return returned === null ? null : shareOf(returned, registered);
            }),
            text: percent,
            plain: plainPercent,
            per: 100,
          })),
        ],
      }}
    />
  );
}
