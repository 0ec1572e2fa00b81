import { daysBetween, later, type Period, startOf } from "@forecourt/contract/periods";
import { parseZoned } from "../format/time.ts";

/** Ranges to choose from; `custom` takes two days from the address. */
export const rangeKeys = ["today", "yesterday", "7d", "30d", "12m", "custom"] as const;
export type RangeKey = (typeof rangeKeys)[number];

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** What the API takes at most when it counts by the hour, and by the day. */
const HOURLY_DAYS_MAX = 31;
const DAILY_DAYS_MAX = 400;
const CUSTOM_DAYS_MAX = 3_650;

/** What figures cover, and how they are cut. */
export interface Range {
  readonly fromMs: number;
  readonly toMs: number;
  readonly by: Period;
  /** The range reaches to now, so its figures move. */
  readonly isLive: boolean;
}

/** What a range is compared with. */
export interface Comparison extends Range {
  /** Its word: `ranges.compared.<key>`. */
  readonly key: "yesterday" | "dayBefore" | "lastWeek" | "before" | "lastYear";
}

/**
 * A range in the region's zone, in whole days; one of today ends now.
 *
 * @param days first and last day of a custom range, `2026-11-01`; one that makes no sense becomes today
 * @param by how it should be cut; what fits the range when it is absent or does not
 */
export function rangeOf(
  key: RangeKey,
  nowMs: number,
  timeZone: string,
  days: readonly [string | undefined, string | undefined],
  by?: string,
): Range {
  const today = startOf("day", nowMs, timeZone);
  const cut = (fromMs: number, toMs: number): Range => {
    const fitting = periodsFor({ fromMs, toMs }, timeZone);
    return { fromMs, toMs, by: fitting.find((one) => one === by) ?? usual(fromMs, toMs, timeZone), isLive: toMs >= nowMs };
  };
  switch (key) {
    case "today":
      return cut(today, nowMs);
    case "yesterday":
      return cut(later("day", today, -1, timeZone), today);
    case "7d":
      return cut(later("day", today, -6, timeZone), nowMs);
    case "30d":
      return cut(later("day", today, -29, timeZone), nowMs);
    case "12m":
      return cut(later("month", startOf("month", nowMs, timeZone), -11, timeZone), nowMs);
    case "custom": {
      const [fromMs, toMs] = customOf(nowMs, timeZone, days) ?? [today, nowMs];
      return cut(fromMs, toMs);
    }
    default:
      return key satisfies never;
  }
}

/** Into what a range may be cut. */
export function periodsFor({ fromMs, toMs }: { readonly fromMs: number; readonly toMs: number }, timeZone: string): readonly Period[] {
  const days = lengthOf(fromMs, toMs, timeZone);
  return [
    ...(days <= HOURLY_DAYS_MAX ? (["hour"] as const) : []),
    ...(days > 1 && days <= DAILY_DAYS_MAX ? (["day"] as const) : []),
    ...(days > 7 && days <= 1_800 ? (["week"] as const) : []),
    ...(days > 28 ? (["month"] as const) : []),
    ...(days > 365 ? (["year"] as const) : []),
  ];
}

/**
 * What a range is held against: a day's hours against the same hours of the day before and of the same weekday; longer ones against
 * as many days just before, and a year ago.
 */
export function comparisonsOf(range: Range, key: RangeKey, timeZone: string): readonly Comparison[] {
  const { fromMs, toMs } = range;
  const days = lengthOf(fromMs, toMs, timeZone);
  const back = (count: number, word: Comparison["key"], by: Period): Comparison => ({
    fromMs: later("day", fromMs, -count, timeZone),
    toMs: by === "hour" ? sameTime(toMs, -count, timeZone) : later("day", startOf("day", toMs - 1, timeZone), 1 - count, timeZone),
    by,
    isLive: false,
    key: word,
  });
  if (days === 1) return [back(1, key === "today" ? "yesterday" : "dayBefore", "hour"), back(7, "lastWeek", "hour")];
  if (key === "12m") return [yearBefore(range, timeZone)];
  const by = days > DAILY_DAYS_MAX ? "month" : "day";
  return days > 366 ? [back(days, "before", by)] : [back(days, "before", by), yearBefore(range, timeZone)];
}

function yearBefore({ fromMs, toMs, by }: Range, timeZone: string): Comparison {
  const ago = (atMs: number) => later("day", startOf("day", atMs, timeZone), -364, timeZone);
  return {
    fromMs: ago(fromMs),
    toMs: later("day", ago(toMs - 1), 1, timeZone),
    by: by === "hour" ? "day" : by,
    isLive: false,
    key: "lastYear",
  };
}

/** The same time of the clock, days away. */
function sameTime(atMs: number, days: number, timeZone: string): number {
  const dayMs = startOf("day", atMs - 1, timeZone);
  return later("day", dayMs, days, timeZone) + (atMs - dayMs);
}

function usual(fromMs: number, toMs: number, timeZone: string): Period {
  const days = lengthOf(fromMs, toMs, timeZone);
  if (days <= 2) return "hour";
  if (days <= 92) return "day";
  return days <= 1_100 ? "month" : "year";
}

function lengthOf(fromMs: number, toMs: number, timeZone: string): number {
  return Math.max(1, daysBetween(startOf("day", fromMs, timeZone), startOf("day", Math.max(fromMs, toMs - 1), timeZone)) + 1);
}

function customOf(nowMs: number, timeZone: string, [first, last]: readonly [string | undefined, string | undefined]) {
  const fromMs = first === undefined ? null : parseZoned(first, timeZone);
  const lastMs = last === undefined ? fromMs : parseZoned(last, timeZone);
  if (fromMs === null || lastMs === null || lastMs < fromMs || fromMs > nowMs) return null;
  const endMs = Math.min(later("day", lastMs, 1, timeZone), fromMs + CUSTOM_DAYS_MAX * DAY_MS);
  return [fromMs, Math.min(endMs, nowMs)] as const;
}
