import { ChartCard } from "../charts/ChartCard.tsx";
import { plural } from "../i18n/plural.ts";
import { useWords } from "../i18n/words.ts";
import { Grades } from "../overview/Grades.tsx";
import type { RangeFilter } from "../ranges/useRange.ts";
import { Figures, Tiles, useFigures } from "./Figures.tsx";

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const WEEKDAYS = Array.from({ length: 7 }, (_, weekday) => weekday);
/** A Monday. */
const MONDAY_MS = Date.UTC(2026, 0, 5);

/** What drivers fill and how much at a time, and when in the week. */
export function HabitsTab({ chosen }: { readonly chosen: RangeFilter }) {
  const { t, language, gradeOf } = useWords();
  const query = useFigures("analytics/habits", chosen);
  const weekday = (no: number) =>
    new Intl.DateTimeFormat(language, { weekday: "short", timeZone: "UTC" }).format(MONDAY_MS + no * 24 * 3_600_000);
  const mean = (sum: number, n: number) => (n === 0 ? null : Math.round(sum / n));
  return (
    <Figures query={query} timeZone={chosen.timeZone}>
      {({ currency, topups, toppedUpMinor, fuelings, fueledMinor, volumeMl, grades, rhythm, from }) => {
        const money = { kind: "money", currency } as const;
        const favourite = grades.toSorted((a, b) => b.fuelings - a.fuelings)[0];
        const cells = new Map(rhythm.map((cell) => [`${cell.weekday}/${cell.hour}`, cell.fuelings]));
        return (
          <>
            <Tiles
              label={t("overview.summary")}
              tiles={[
                {
                  label: t("analytics.meanTopup"),
                  value: mean(toppedUpMinor, topups),
                  of: money,
                  note: plural(t, "counts.topups", topups),
                },
                {
                  label: t("analytics.meanFill"),
                  value: mean(fueledMinor, fuelings),
                  of: money,
                  note: plural(t, "counts.fills", fuelings),
                },
                {
                  label: t("analytics.meanLitres"),
                  value: mean(volumeMl, fuelings),
                  of: { kind: "litres" },
                  note: plural(t, "counts.fills", fuelings),
                },
                {
                  label: t("analytics.favourite"),
                  value: favourite === undefined || fuelings === 0 ? null : Math.round((favourite.fuelings / fuelings) * 10_000),
                  of: { kind: "share" },
                  note: favourite === undefined ? "\u00a0" : t("analytics.favouriteNote", { grade: gradeOf(favourite.grade) }),
                },
              ]}
            />
            <div className="columns">
              <ChartCard
                title={t("analytics.rhythm")}
                note={t("analytics.rhythmNote")}
                form="heat"
                file={`forecourt-rhythm-${from.slice(0, 10)}`}
                data={{
                  head: t("analytics.hour"),
                  labels: HOURS.map((hour) => `${String(hour).padStart(2, "0")}:00`),
                  series: WEEKDAYS.map((no) => ({
                    name: weekday(no),
                    values: HOURS.map((hour) => cells.get(`${no}/${hour}`) ?? 0),
                    text: (value) => plural(t, "counts.fills", value),
                    plain: (value) => value,
                  })),
                }}
              />
              <Grades overview={{ byGrade: grades, from }} />
            </div>
          </>
        );
      }}
    </Figures>
  );
}
