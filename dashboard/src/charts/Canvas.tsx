import { BarChart, HeatmapChart, LineChart, PieChart } from "echarts/charts";
import { GridComponent, LegendComponent, TooltipComponent, VisualMapComponent } from "echarts/components";
import { type EChartsType, init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";
import { useMode } from "../theme/mode.ts";
import { paletteOf } from "../theme/theme.ts";
import type { ChartData, ChartForm } from "./data.ts";
import { optionOf } from "./option.ts";

use([
  ...[BarChart, LineChart, PieChart, HeatmapChart],
  ...[GridComponent, LegendComponent, TooltipComponent, VisualMapComponent, CanvasRenderer],
]);

interface CanvasProps {
  readonly form: ChartForm;
  readonly data: ChartData;
  readonly label: string;
  /** Gives whoever wants it a picture of the chart, as a data URL. */
  readonly onReady: (picture: () => string) => void;
}

/** A chart. Loaded only where one is shown. Whoever does not see it reads its table: what ECharts says of a chart by itself is English. */
export function Canvas({ form, data, label, onReady }: CanvasProps) {
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
    chart.current?.setOption(optionOf(form, data, mode), { notMerge: false, replaceMerge: ["series"] });
    onReady(() => chart.current?.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: paletteOf(mode).surface }) ?? "");
  }, [form, data, mode, onReady]);
  return <div ref={box} className={`chart chart-${form}`} role="img" aria-label={label} />;
}
