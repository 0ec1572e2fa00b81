import { BarChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { type EChartsType, init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";
import { count } from "../format/money.ts";
import { useMode } from "../theme/mode.ts";
import { paletteOf } from "../theme/theme.ts";
import { fontFamily } from "../theme/tokens.ts";
import { prefersStillness } from "../ui/media.ts";

use([BarChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

/** One row of values of a chart. */
export interface Series {
  readonly name: string;
  /** The one the page is about, or the one it is compared with. */
  readonly form: "first" | "second";
  readonly values: readonly number[];
  readonly text: (value: number) => string;
}

interface ChartProps {
  readonly labels: readonly string[];
  readonly series: readonly Series[];
  /** Of the labels' times. */
  readonly zone: string;
}

/** Columns, side by side where two things are compared. Loaded only where a chart is shown. */
export function Chart({ labels, series, zone }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  const { mode } = useMode();
  useEffect(() => {
    if (box.current === null) return;
    const made = init(box.current);
    chart.current = made;
    const watcher = new ResizeObserver(() => made.resize());
    watcher.observe(box.current);
    return () => {
      watcher.disconnect();
      made.dispose();
    };
  }, []);
  useEffect(() => {
    const p = paletteOf(mode);
    const text = { color: p.inkFaint, fontFamily, fontSize: 12 };
    chart.current?.setOption(
      {
        animation: !prefersStillness(),
        animationDurationUpdate: 500,
        aria: { enabled: true },
        grid: { left: 4, right: 8, top: series.length > 1 ? 36 : 12, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
        legend: {
          show: series.length > 1,
          top: 0,
          left: 0,
          icon: "roundRect",
          itemWidth: 10,
          itemHeight: 10,
          textStyle: { ...text, color: p.inkSoft },
        },
        tooltip: {
          trigger: "axis",
          axisPointer: { type: "shadow", shadowStyle: { color: p.accent, opacity: 0.06 } },
          backgroundColor: p.surface,
          borderColor: p.line,
          textStyle: { color: p.ink, fontFamily, fontSize: 13 },
        },
        xAxis: {
          type: "category",
          data: [...labels],
          axisLine: { lineStyle: { color: p.line } },
          axisTick: { show: false },
          axisLabel: { ...text, hideOverlap: true },
          name: zone,
          nameTextStyle: { ...text, fontSize: 0 },
        },
        yAxis: {
          type: "value",
          splitNumber: 4,
          minInterval: 1,
          splitLine: { lineStyle: { color: p.line } },
          axisLabel: { ...text, formatter: short },
        },
        series: series.map(({ name, form, values, text: textOf }) => ({
          name,
          type: "bar" as const,
          data: [...values],
          barMaxWidth: 24,
          barGap: "10%",
          itemStyle: { color: form === "first" ? p.accent : p.accentFaint, borderRadius: [3, 3, 0, 0] },
          tooltip: { valueFormatter: (value: unknown) => (typeof value === "number" ? textOf(value) : "") },
        })),
      },
      { notMerge: false, replaceMerge: ["series"] },
    );
  }, [labels, series, zone, mode]);
  return <div ref={box} className="chart" role="img" aria-label={series.map(({ name }) => name).join(", ")} />;
}

function short(value: number): string {
  if (value >= 1_000_000) return `${value / 1_000_000}M`;
  return value >= 10_000 ? `${value / 1000}k` : count(value);
}
