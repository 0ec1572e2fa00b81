import type { Cell } from "@forecourt/contract/csv";

/** One row of values of a chart, and a column of its table. */
export interface Series {
  readonly name: string;
  readonly values: readonly (number | null)[];
  /** A value in words: `¥1,284.40`. */
  text(value: number): string;
  /** A value for a spreadsheet. */
  plain(value: number): Cell;
  /** How many of a value's units make one on the axis: 100 for money. */
  readonly per?: number;
  /** A colour that it has everywhere, such as a grade's. */
  readonly colour?: string;
}

/** What a chart shows, and its table and its CSV hold. */
export interface ChartData {
  /** Heading of the labels. */
  readonly head: string;
  readonly labels: readonly string[];
  /** The labels for a spreadsheet, where that is more than the chart has room for. */
  readonly plainLabels?: readonly string[];
  readonly series: readonly Series[];
  /** Where the axis ends, for shares of a whole. */
  readonly most?: number;
  /** Colours of single labels, for a pie. */
  readonly colours?: readonly (string | undefined)[];
}

/** The forms that a chart can take. In a heat-map each series is a row, its labels are the columns. */
export type ChartForm = "bar" | "line" | "pie" | "heat";

/** The head and rows of its table. */
export function cellsOf({ head, labels, plainLabels, series }: ChartData): {
  readonly head: readonly string[];
  readonly rows: readonly Cell[][];
} {
  return {
    head: [head, ...series.map(({ name }) => name)],
    rows: (plainLabels ?? labels).map((label, index) => [
      label,
      ...series.map(({ values, plain }) => {
        const value = values[index] ?? null;
        return value === null ? null : plain(value);
      }),
    ]),
  };
}
