import type { Figures } from "@forecourt/contract/http/figures";
import type { Overview } from "../api/figures.ts";
import { count, litres, money } from "../format/money.ts";
import { percent, shareOf } from "../format/rate.ts";
import type { FigureKind } from "../ui/Figure.tsx";

/** A figure of the overview: how it is made of the sums, and how it reads. */
export interface Kpi {
  /** Its word: `kpis.<key>`; its explanation, where it has one: `kpis.<key>Hint`. */
  readonly key: (typeof kpiKeys)[number];
  readonly of: FigureKind;
  value(figures: Figures): number | null;
  text(value: number): string;
}

export const kpiKeys = ["fueled", "litres", "toppedUp", "orders", "active", "registered", "paid", "refunded"] as const;

/** The figures that are counted over a range, in their order. */
export function kpisOf({ currency }: Pick<Overview, "currency">): readonly Kpi[] {
  const inMoney = { of: { kind: "money", currency } as const, text: (value: number) => money(value, currency) };
  const counted = { of: { kind: "count" } as const, text: count };
  const share = { of: { kind: "share" } as const, text: percent };
  return [
    { key: "fueled", ...inMoney, value: ({ fueledMinor }) => fueledMinor },
    { key: "litres", of: { kind: "litres" }, text: litres, value: ({ volumeMl }) => volumeMl },
    { key: "toppedUp", ...inMoney, value: ({ toppedUpMinor }) => toppedUpMinor },
    { key: "orders", ...counted, value: ({ topups, fuelings }) => topups + fuelings },
    { key: "active", ...counted, value: ({ activeDrivers }) => activeDrivers },
    { key: "registered", ...counted, value: ({ registered }) => registered },
    { key: "paid", ...share, value: ({ topups, topupsEnded }) => shareOf(topups, topupsEnded) },
    { key: "refunded", ...share, value: ({ refundedMinor, toppedUpMinor }) => shareOf(refundedMinor, toppedUpMinor) },
  ];
}
