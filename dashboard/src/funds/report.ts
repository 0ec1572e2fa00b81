import type { Cell } from "@forecourt/contract/csv";
import type { FundReport } from "../api/payments.ts";

type Held = FundReport["opening"];

/** A line of the report: opening, each kind of movement, closing. */
export interface ReportLine {
  readonly key: "opening" | "closing" | FundReport["flows"][number]["kind"];
  readonly held: Held;
  /** Movements; null for what stood at a moment. */
  readonly count: number | null;
}

/** The report's lines, which add up from top to bottom. */
export function linesOf({ opening, flows, closing }: FundReport): readonly ReportLine[] {
  return [
    { key: "opening", held: opening, count: null },
    ...flows.map(({ kind, count, ...held }) => ({ key: kind, held, count })),
    { key: "closing", held: closing, count: null },
  ];
}

/** Whether opening and movements make the closing, in each of the three. */
export function addsUp({ opening, flows, closing }: FundReport): boolean {
  return (["principalMinor", "bonusMinor", "debtMinor"] as const).every(
    (part) => flows.reduce((sum, flow) => sum + flow[part], opening[part]) === closing[part],
  );
}

/** Rows for a spreadsheet, under heads in the reader's words. */
export function reportRows(
  report: FundReport,
  nameOf: (key: ReportLine["key"] | "custody") => string,
  plain: (minor: number) => Cell,
): readonly Cell[][] {
  const lines = linesOf(report).map(({ key, held, count }): Cell[] => [
    nameOf(key),
    count,
    plain(held.principalMinor),
    plain(held.bonusMinor),
    plain(held.debtMinor),
  ]);
  return [...lines, [nameOf("custody"), null, plain(report.custody.requiredMinor), null, null]];
}
