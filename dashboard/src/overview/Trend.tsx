import { DownloadOutlined } from "@ant-design/icons";
import { Button, Table } from "antd";
import { lazy, Suspense } from "react";
import type { Overview } from "../api/types.ts";
import { saveCsv, toCsv } from "../format/csv.ts";
import { count, litres, money, plainLitres, plainMoney } from "../format/money.ts";
import { dayText, minuteText, time, zone } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { type Bucket, bucketsOf, type Range } from "./range.ts";

/** What the chart shows. */
export const metrics = ["money", "litres", "fills"] as const;
export type Metric = (typeof metrics)[number];

interface TrendProps {
  readonly overview: Overview;
  readonly range: Range;
  readonly timeZone: string;
  readonly metric: Metric;
  readonly view: "chart" | "table";
}

const Chart = lazy(async () => ({ default: (await import("./Chart.tsx")).Chart }));

/** Figures over time, as a chart or as its table. */
export function Trend({ overview, range, timeZone, metric, view }: TrendProps) {
  const { t, language } = useWords();
  const buckets = bucketsOf(overview.byHour, range, timeZone);
  const label = ({ atMs }: Bucket) => time(atMs, timeZone, language, range.bucket === "day" ? "day" : "hour");
  if (view === "chart") {
    return (
      <Suspense fallback={<div className="chart" />}>
        <Chart
          labels={buckets.map(label)}
          series={seriesOf(metric, buckets, overview.currency).map(({ word, ...series }) => ({ ...series, name: t(`overview.${word}`) }))}
          zone={zone(timeZone, range.toMs)}
        />
      </Suspense>
    );
  }
  return <TrendTable buckets={buckets} label={label} currency={overview.currency} range={range} timeZone={timeZone} />;
}

interface TrendTableProps {
  readonly buckets: readonly Bucket[];
  readonly label: (bucket: Bucket) => string;
  readonly currency: string;
  readonly range: Range;
  readonly timeZone: string;
}

function TrendTable({ buckets, label, currency, range, timeZone }: TrendTableProps) {
  const { t } = useWords();
  const timeHead = `${t("common.time")} (${zone(timeZone, range.toMs)})`;
  const save = () =>
    saveCsv(
      `forecourt-${dayText(range.fromMs, timeZone)}`,
      toCsv(
        [
          timeHead,
          `${t("overview.fueled")} (${currency})`,
          `${t("overview.litres")} (${t("common.litre")})`,
          t("overview.fillCount"),
          `${t("overview.toppedUp")} (${currency})`,
          t("overview.topupCount"),
          `${t("overview.bonus")} (${currency})`,
        ],
        buckets.map((bucket) => [
          range.bucket === "day" ? dayText(bucket.atMs, timeZone) : minuteText(bucket.atMs, timeZone),
          plainMoney(bucket.fueledMinor),
          plainLitres(bucket.volumeMl),
          bucket.fuelings,
          plainMoney(bucket.toppedUpMinor),
          bucket.topups,
          plainMoney(bucket.bonusMinor),
        ]),
      ),
    );
  return (
    <>
      <Table<Bucket>
        size="small"
        rowKey="atMs"
        pagination={false}
        dataSource={buckets.toReversed()}
        scroll={{ x: 620, y: 290 }}
        columns={[
          { title: timeHead, key: "time", render: (_, bucket) => label(bucket) },
          {
            title: t("overview.fueled"),
            key: "fueled",
            align: "right",
            className: "num",
            render: (_, { fueledMinor }) => money(fueledMinor, currency),
          },
          { title: t("overview.litres"), key: "litres", align: "right", className: "num", render: (_, { volumeMl }) => litres(volumeMl) },
          { title: t("overview.fillCount"), key: "fills", align: "right", className: "num", render: (_, { fuelings }) => count(fuelings) },
          {
            title: t("overview.toppedUp"),
            key: "topped",
            align: "right",
            className: "num",
            render: (_, { toppedUpMinor }) => money(toppedUpMinor, currency),
          },
          { title: t("overview.topupCount"), key: "topups", align: "right", className: "num", render: (_, { topups }) => count(topups) },
        ]}
      />
      <div className="table-foot">
        <Button size="small" icon={<DownloadOutlined />} onClick={save}>
          {t("common.csv")}
        </Button>
      </div>
    </>
  );
}

function seriesOf(metric: Metric, buckets: readonly Bucket[], currency: string) {
  switch (metric) {
    case "money":
      return [
        {
          word: "fueled",
          form: "first",
          values: buckets.map(({ fueledMinor }) => fueledMinor / 100),
          text: (value: number) => money(value * 100, currency),
        },
        {
          word: "toppedUp",
          form: "second",
          values: buckets.map(({ toppedUpMinor }) => toppedUpMinor / 100),
          text: (value: number) => money(value * 100, currency),
        },
      ] as const;
    case "litres":
      return [
        {
          word: "litres",
          form: "first",
          values: buckets.map(({ volumeMl }) => volumeMl / 1000),
          text: (value: number) => litres(Math.round(value * 1000)),
        },
      ] as const;
    case "fills":
      return [
        { word: "fillCount", form: "first", values: buckets.map(({ fuelings }) => fuelings), text: count },
        { word: "topupCount", form: "second", values: buckets.map(({ topups }) => topups), text: count },
      ] as const;
    default:
      return metric satisfies never;
  }
}
