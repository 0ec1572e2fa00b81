import type { EChartsCoreOption } from "echarts/core";
import { count } from "../format/money.ts";
import { percent, shareOf } from "../format/rate.ts";
import { gradeColour, type Mode, paletteOf } from "../theme/theme.ts";
import { fontFamily } from "../theme/tokens.ts";
import { prefersStillness } from "../ui/media.ts";
import type { ChartData, ChartForm, Series } from "./data.ts";

/** Colours of series and of a pie's parts that have none of their own. */
function coloursOf(mode: Mode): readonly string[] {
  const p = paletteOf(mode);
  return [p.accent, p.accentFaint, gradeColour("95", mode), gradeColour("98", mode), gradeColour("diesel-0", mode), p.inkFaint];
}

/** What ECharts is told. */
export function optionOf(form: ChartForm, data: ChartData, mode: Mode): EChartsCoreOption {
  const p = paletteOf(mode);
  const text = { color: p.inkFaint, fontFamily, fontSize: 12 };
  const common = {
    animation: !prefersStillness(),
    animationDuration: 300,
    animationDurationUpdate: 500,
    color: [...coloursOf(mode)],
  };
  const tooltip = { backgroundColor: p.surface, borderColor: p.line, textStyle: { color: p.ink, fontFamily, fontSize: 13 }, confine: true };
  const legend = {
    icon: "roundRect",
    itemWidth: 10,
    itemHeight: 10,
    textStyle: { ...text, color: p.inkSoft },
    left: 0,
    top: 0,
    type: "scroll",
  };
  if (form === "pie") return { ...common, tooltip, legend: { ...legend, ...pieLegend(data) }, series: [pie(data, mode)] };
  if (form === "heat") return { ...common, ...heat(data, mode, text), tooltip };
  return {
    ...common,
    grid: {
      left: 4,
      right: 12,
      top: data.series.length > 1 ? 36 : 12,
      bottom: 4,
      outerBoundsMode: "same",
      outerBoundsContain: "axisLabel",
    },
    legend: { ...legend, show: data.series.length > 1 },
    tooltip: {
      ...tooltip,
      trigger: "axis",
      axisPointer: { type: form === "bar" ? "shadow" : "line", shadowStyle: { color: p.accent, opacity: 0.06 } },
    },
    xAxis: {
      type: "category",
      data: [...data.labels],
      boundaryGap: form === "bar",
      axisLine: { lineStyle: { color: p.line } },
      axisTick: { show: false },
      axisLabel: { ...text, hideOverlap: true },
    },
    yAxis: {
      type: "value",
      splitNumber: 4,
      minInterval: 1,
      ...(data.most === undefined ? {} : { max: data.most }),
      splitLine: { lineStyle: { color: p.line } },
      axisLabel: { ...text, formatter: short },
    },
    series: data.series.map((series) => lineOrBar(form, series, data.labels.length)),
  };
}

function lineOrBar(form: "bar" | "line", { name, values, text, per = 1, colour }: Series, points: number) {
  return {
    name,
    type: form,
    data: values.map((value) => (value === null ? null : value / per)),
    ...(colour === undefined ? {} : { color: colour }),
    tooltip: { valueFormatter: (value: unknown) => (typeof value === "number" ? text(Math.round(value * per)) : "–") },
    ...(form === "bar"
      ? { barMaxWidth: 24, barGap: "10%", itemStyle: { borderRadius: [3, 3, 0, 0] } }
      : { symbol: "circle", symbolSize: 6, showSymbol: points <= 31, lineStyle: { width: 2 }, connectNulls: false }),
  };
}

function pie({ labels, series: [first], colours = [] }: ChartData, mode: Mode) {
  const p = paletteOf(mode);
  const text = (value: unknown) => (typeof value === "number" && first !== undefined ? first.text(value) : "");
  return {
    type: "pie",
    radius: ["46%", "74%"],
    center: ["50%", "58%"],
    itemStyle: { borderColor: p.surface, borderWidth: 2 },
    label: { show: false },
    tooltip: { valueFormatter: text },
    data: labels.map((name, index) => ({
      name,
      value: first?.values[index] ?? 0,
      ...(colours[index] === undefined ? {} : { itemStyle: { color: colours[index] } }),
    })),
  };
}

/** The legend says each part's share: a label beside a part has no room on a narrow card. */
function pieLegend({ labels, series: [first] }: ChartData) {
  const values = first?.values.map((value) => value ?? 0) ?? [];
  const whole = values.reduce((sum, value) => sum + value, 0);
  return {
    type: "plain",
    formatter: (name: string) => {
      const share = shareOf(values[labels.indexOf(name)] ?? 0, whole);
      return share === null ? name : `${name}  ${percent(share)}`;
    },
  };
}

function heat({ labels, series }: ChartData, mode: Mode, text: object) {
  const p = paletteOf(mode);
  const most = Math.max(1, ...series.flatMap(({ values }) => values.map((value) => value ?? 0)));
  const axis = { type: "category", axisLine: { show: false }, axisTick: { show: false }, axisLabel: text, splitArea: { show: false } };
  return {
    grid: { left: 4, right: 8, top: 8, bottom: 36, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    xAxis: { ...axis, data: [...labels] },
    yAxis: { ...axis, data: series.map(({ name }) => name), inverse: true },
    visualMap: {
      min: 0,
      max: most,
      orient: "horizontal",
      left: "center",
      bottom: 0,
      itemWidth: 10,
      itemHeight: 120,
      textStyle: text,
      text: [count(most), "0"],
      inRange: { color: [p.sunken, p.accentFaint, p.accent] },
    },
    series: [
      {
        type: "heatmap",
        data: series.flatMap(({ values }, row) => values.map((value, column) => [column, row, value ?? 0])),
        itemStyle: { borderColor: p.surface, borderWidth: 2, borderRadius: 3 },
        tooltip: {
          formatter: ({ value }: { value: readonly [number, number, number] }) => {
            const [column, row, amount] = value;
            return `${series[row]?.name ?? ""} ${labels[column] ?? ""}<br><b>${series[row]?.text(amount) ?? ""}</b>`;
          },
        },
      },
    ],
  };
}

function short(value: number): string {
  if (Math.abs(value) >= 1_000_000) return `${value / 1_000_000}M`;
  return Math.abs(value) >= 10_000 ? `${value / 1000}k` : count(value);
}
