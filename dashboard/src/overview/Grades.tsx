import type { Overview } from "../api/figures.ts";
import { ChartCard } from "../charts/ChartCard.tsx";
import { litres, plainLitres } from "../format/money.ts";
import { useWords } from "../i18n/words.ts";
import { useMode } from "../theme/mode.ts";
import { gradeColour } from "../theme/theme.ts";

/** What was sold of each grade. */
export function Grades({ overview }: { readonly overview: Pick<Overview, "byGrade" | "from"> }) {
  const { t, gradeOf } = useWords();
  const { mode } = useMode();
  const rows = overview.byGrade.toSorted((a, b) => b.volumeMl - a.volumeMl);
  return (
    <ChartCard
      title={t("overview.byGrade")}
      form="pie"
      file={`forecourt-grades-${overview.from.slice(0, 10)}`}
      data={{
        head: t("common.gradeHead"),
        labels: rows.map(({ grade }) => gradeOf(grade)),
        colours: rows.map(({ grade }) => gradeColour(grade, mode)),
        series: [
          {
            name: `${t("overview.litres")} (${t("common.litre")})`,
            values: rows.map(({ volumeMl }) => volumeMl),
            text: (value) => `${litres(value)} ${t("common.litre")}`,
            plain: plainLitres,
          },
        ],
      }}
    />
  );
}
