import { Segmented } from "antd";
import type { Overview } from "../api/figures.ts";
import { ChartCard } from "../charts/ChartCard.tsx";
import type { Series } from "../charts/data.ts";
import { bucketLabels } from "../format/buckets.ts";
import { count, litres, money, plainLitres, plainMoney } from "../format/money.ts";
import { zone } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import type { Filters } from "../ui/filters.ts";

/** What the chart shows. */
export const metrics = ["money", "litres", "fills", "drivers"] as const;
type Metric = (typeof metrics)[number];

interface TrendProps {
  readonly overview: Overview;
  readonly filters: Filters;
  readonly className?: string;
}

/** Figures over time, as a chart or as its table. */
export function Trend({ overview, filters, className }: TrendProps) {
  const { t, language } = useWords();
  const { buckets, by, timeZone, currency } = overview;
  const metric = metrics.find((one) => one === filters.get("metric")) ?? "money";
  const inMoney = { text: (value: number) => money(value, currency), plain: plainMoney, per: 100 };
  const counted = { text: count, plain: (value: number) => value };
  const series: Readonly<Record<Metric, readonly Series[]>> = {
    money: [
      { name: t("overview.fueled"), values: buckets.map(({ fueledMinor }) => fueledMinor), ...inMoney },
      { name: t("overview.toppedUp"), values: buckets.map(({ toppedUpMinor }) => toppedUpMinor), ...inMoney },
    ],
    litres: [{ name: t("overview.litres"), values: buckets.map(({ volumeMl }) => volumeMl), text: litres, plain: plainLitres, per: 1_000 }],
    fills: [
      { name: t("overview.fillCount"), values: buckets.map(({ fuelings }) => fuelings), ...counted },
      { name: t("overview.topupCount"), values: buckets.map(({ topups }) => topups), ...counted },
    ],
    drivers: [
      { name: t("kpis.active"), values: buckets.map(({ activeDrivers }) => activeDrivers), ...counted },
      { name: t("kpis.registered"), values: buckets.map(({ registered }) => registered), ...counted },
    ],
  };
  return (
    <ChartCard
      title={t(`overview.trend.${by}`)}
      {...(className === undefined ? {} : { className })}
      form={metric === "drivers" ? "line" : "bar"}
      file={`forecourt-${metric}-${overview.from.slice(0, 10)}`}
      data={{
        head: `${t("common.time")} (${zone(timeZone, overview.to)})`,
        ...bucketLabels(buckets, by, timeZone, language),
        series: series[metric],
      }}
      extra={
        <Segmented
          size="small"
          aria-label={t("overview.metric")}
          value={metric}
          onChange={(value) => filters.set({ metric: value === "money" ? undefined : String(value) })}
          options={metrics.map((value) => ({ value, label: t(`overview.metrics.${value}`) }))}
        />
      }
    />
  );
}
