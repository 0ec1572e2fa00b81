import type { OverviewRange } from "../api/queries.ts";
import type { Overview } from "../api/types.ts";
import { addDaysMs, parseZoned, startOfDayMs } from "../format/time.ts";

/** Ranges to choose from; `custom` takes two days from the address. */
export const rangeKeys = ["today", "24h", "7d", "30d", "custom"] as const;
export type RangeKey = (typeof rangeKeys)[number];

const HOUR_MS = 3_600_000;
/** The API takes 32 days; a day of them is left for the hours at the ends. */
const DAYS_MAX = 31;

/** What an overview covers, and how it is cut into columns. */
export interface Range extends OverviewRange {
  readonly bucket: "hour" | "day";
  /** The range reaches to now, so its figures move. */
  readonly isLive: boolean;
}

/**
 * A range in the region's zone; whole hours or whole days from its beginning.
 *
 * @param days first and last day of a custom range, `2026-11-01`; one that makes no sense becomes today
 */
export function rangeOf(key: RangeKey, nowMs: number, timeZone: string, days: readonly [string | undefined, string | undefined]): Range {
  const today = startOfDayMs(nowMs, timeZone);
  const live = (fromMs: number, bucket: Range["bucket"]): Range => ({ fromMs, toMs: nowMs, bucket, isLive: true });
  switch (key) {
    case "today":
      return live(today, "hour");
    case "24h":
      return live(Math.floor(nowMs / HOUR_MS) * HOUR_MS - 23 * HOUR_MS, "hour");
    case "7d":
      return live(addDaysMs(today, -6, timeZone), "day");
    case "30d":
      return live(addDaysMs(today, -29, timeZone), "day");
    case "custom":
      return customRange(nowMs, timeZone, days) ?? live(today, "hour");
    default:
      return key satisfies never;
  }
}

/** The same length just before, to compare with; for days, whole days. */
export function rangeBefore(range: Range, timeZone: string): Range {
  if (range.isLive && range.bucket === "hour" && startOfDayMs(range.toMs, timeZone) !== range.fromMs) {
    return { ...range, fromMs: range.fromMs - 24 * HOUR_MS, toMs: range.fromMs, isLive: false };
  }
  const days = Math.max(1, Math.round((startOfDayMs(range.toMs - 1, timeZone) - range.fromMs) / (24 * HOUR_MS)) + 1);
  return { ...range, fromMs: addDaysMs(range.fromMs, -days, timeZone), toMs: range.fromMs, isLive: false };
}

/** Figures of one hour or one day. */
export interface Bucket {
  readonly atMs: number;
  readonly toppedUpMinor: number;
  readonly topups: number;
  readonly bonusMinor: number;
  readonly fueledMinor: number;
  readonly fuelings: number;
  readonly volumeMl: number;
}

/** The columns of a range, also those in which nothing happened. */
export function bucketsOf(byHour: Overview["byHour"], range: Range, timeZone: string): readonly Bucket[] {
  const starts: number[] = [];
  for (let atMs = range.fromMs; atMs < range.toMs && starts.length <= 24 * (DAYS_MAX + 1); ) {
    starts.push(atMs);
    atMs = range.bucket === "hour" ? atMs + HOUR_MS : addDaysMs(atMs, 1, timeZone);
  }
  const sums = new Map<number, Bucket>(
    starts.map((atMs) => [atMs, { atMs, toppedUpMinor: 0, topups: 0, bonusMinor: 0, fueledMinor: 0, fuelings: 0, volumeMl: 0 }]),
  );
  for (const row of byHour) {
    const hourMs = Date.parse(row.hour);
    // The last column that begins at or before the hour: zones half an hour off cut through the hours that are kept.
    const atMs = starts.findLast((start) => start <= hourMs) ?? starts[0];
    const sum = atMs === undefined ? undefined : sums.get(atMs);
    if (sum === undefined) continue;
    sums.set(sum.atMs, {
      atMs: sum.atMs,
      toppedUpMinor: sum.toppedUpMinor + row.toppedUpMinor,
      topups: sum.topups + row.topups,
      bonusMinor: sum.bonusMinor + row.bonusMinor,
      fueledMinor: sum.fueledMinor + row.fueledMinor,
      fuelings: sum.fuelings + row.fuelings,
      volumeMl: sum.volumeMl + row.volumeMl,
    });
  }
  return [...sums.values()];
}

function customRange(nowMs: number, timeZone: string, [first, last]: readonly [string | undefined, string | undefined]): Range | null {
  const fromMs = first === undefined ? null : parseZoned(first, timeZone);
  const lastMs = last === undefined ? fromMs : parseZoned(last, timeZone);
  if (fromMs === null || lastMs === null || lastMs < fromMs || fromMs > nowMs) return null;
  const endMs = Math.min(addDaysMs(lastMs, 1, timeZone), addDaysMs(fromMs, DAYS_MAX, timeZone));
  const isLive = endMs > nowMs;
  return { fromMs, toMs: isLive ? nowMs : endMs, bucket: endMs - fromMs > 49 * HOUR_MS ? "day" : "hour", isLive };
}
