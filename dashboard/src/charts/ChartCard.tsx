import { DownloadOutlined } from "@ant-design/icons";
import { Button, Dropdown, Segmented, Table } from "antd";
import { lazy, type ReactNode, Suspense, useCallback, useEffect, useRef, useState } from "react";
import { saveCsv, saveFile, toCsv } from "../format/csv.ts";
import { useWords } from "../i18n/words.ts";
import { Nothing } from "../ui/Notices.tsx";
import { Section } from "../ui/Page.tsx";
import { type ChartData, type ChartForm, cellsOf } from "./data.ts";

const Canvas = lazy(async () => ({ default: (await import("./Canvas.tsx")).Canvas }));

interface ChartCardProps {
  readonly title: string;
  readonly form: ChartForm;
  readonly data: ChartData;
  /** Of the files it is saved as, without the ending. */
  readonly file: string;
  /** Beside the switch: what else can be chosen. */
  readonly extra?: ReactNode;
  /** Under the heading: what the figures mean. */
  readonly note?: ReactNode;
  readonly className?: string;
}

/** A chart with its table, both of which can be taken along: the table as CSV, the chart as a picture. */
export function ChartCard({ title, form, data, file, extra, note, className }: ChartCardProps) {
  const { t } = useWords();
  const [view, setView] = useState<"chart" | "table">("chart");
  const picture = useRef<() => string>(() => "");
  const onReady = useCallback((make: () => string) => {
    picture.current = make;
  }, []);
  const isEmpty = data.series.every(({ values }) => values.every((value) => value === null || value === 0));
  const save = (what: string) => {
    const { head, rows } = cellsOf(data);
    if (what === "csv") saveCsv(file, toCsv(head, rows));
    else saveFile(`${file}.png`, toBlob(picture.current()));
  };
  return (
    <Section
      title={title}
      {...(className === undefined ? {} : { className })}
      extra={
        <>
          {extra}
          <Segmented
            size="small"
            aria-label={t("charts.view", { title })}
            value={view}
            onChange={(value) => setView(value === "table" ? "table" : "chart")}
            options={(["chart", "table"] as const).map((value) => ({ value, label: t(`overview.views.${value}`) }))}
          />
          <Dropdown
            trigger={["click"]}
            menu={{
              items: [
                { key: "csv", label: t("charts.csv") },
                { key: "png", label: t("charts.picture"), disabled: view === "table" || isEmpty },
              ],
              onClick: ({ key }) => save(key),
            }}
          >
            <Button size="small" icon={<DownloadOutlined />} aria-label={t("charts.export", { title })} />
          </Dropdown>
        </>
      }
    >
      {note !== undefined && <p className="chart-note">{note}</p>}
      {view === "table" ? (
        <ChartTable data={data} />
      ) : isEmpty ? (
        <div className={`chart chart-${form} chart-empty`}>
          <Nothing title={t("charts.empty")} hint={t("charts.emptyHint")} />
        </div>
      ) : (
        <Suspense fallback={<div className={`chart chart-${form}`} />}>
          <Canvas form={form} data={data} label={title} onReady={onReady} />
        </Suspense>
      )}
    </Section>
  );
}

/** The picture that a data URL holds; by hand, since fetching one is not allowed here. */
function toBlob(dataUrl: string): Blob {
  const bytes = Uint8Array.from(atob(dataUrl.slice(dataUrl.indexOf(",") + 1)), (letter) => letter.charCodeAt(0));
  return new Blob([bytes], { type: "image/png" });
}

interface Row {
  readonly index: number;
  readonly label: string;
}

function ChartTable({ data: { head, labels, plainLabels, series } }: { readonly data: ChartData }) {
  const rows: readonly Row[] = (plainLabels ?? labels).map((label, index) => ({ index, label }));
  const box = useRef<HTMLDivElement>(null);
  // What scrolls has to be reached by keyboard too.
  useEffect(() => {
    for (const part of box.current?.querySelectorAll<HTMLElement>(".ant-table-body, .ant-table-content") ?? []) part.tabIndex = 0;
  });
  return (
    <div ref={box}>
      <Table<Row>
        size="small"
        rowKey="index"
        pagination={rows.length > 50 ? { pageSize: 50, showSizeChanger: false, size: "small" } : false}
        dataSource={rows}
        scroll={{ x: Math.max(320, 110 * (series.length + 1)), y: 320 }}
        columns={[
          { title: head, key: "label", fixed: "left", width: 150, render: (_, { label }) => label },
          ...series.map(({ name, values, text }) => ({
            title: name,
            key: name,
            align: "right" as const,
            className: "num",
            render: (_: unknown, { index }: Row) => {
              const value = values[index] ?? null;
              return value === null ? "–" : text(value);
            },
          })),
        ]}
      />
    </div>
  );
}
