/**
 * The calendar of a time zone: hours, days, weeks, months and years as a region's clocks count them. Instants are
 * milliseconds since the epoch. No dependency, so that whoever wants can bundle it as it is.
 */

export const periods = ["hour", "day", "week", "month", "year"] as const;
export type Period = (typeof periods)[number];

/** From its first millisecond to the next one's. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** A wall clock's reading. */
export interface Wall {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

export const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The first millisecond of the period that an instant is in. A week begins on Monday (ISO 8601). */
export function startOf(period: Period, atMs: number, timeZone: string): number {
  if (period === "hour") return Math.floor(atMs / HOUR_MS) * HOUR_MS;
  const { year, month, day } = wallOf(atMs, timeZone);
  switch (period) {
    case "day":
      return instantOf(Date.UTC(year, month - 1, day), timeZone);
    case "week":
      return instantOf(Date.UTC(year, month - 1, day - weekdayOf(year, month, day)), timeZone);
    case "month":
      return instantOf(Date.UTC(year, month - 1, 1), timeZone);
    case "year":
      return instantOf(Date.UTC(year, 0, 1), timeZone);
    default:
      return period satisfies never;
  }
}

/** The first millisecond of the period `count` later; `atMs` is that of a period. */
export function later(period: Period, atMs: number, count: number, timeZone: string): number {
  if (period === "hour") return atMs + count * HOUR_MS;
  const { year, month, day } = wallOf(atMs, timeZone);
  switch (period) {
    case "day":
      return instantOf(Date.UTC(year, month - 1, day + count), timeZone);
    case "week":
      return instantOf(Date.UTC(year, month - 1, day + 7 * count), timeZone);
    case "month":
      return instantOf(Date.UTC(year, month - 1 + count, 1), timeZone);
    case "year":
      return instantOf(Date.UTC(year + count, 0, 1), timeZone);
    default:
      return period satisfies never;
  }
}

/** The periods that a span touches, oldest first, cut off at its ends; at most `most` of them. */
export function spansOf(period: Period, { fromMs, toMs }: Span, timeZone: string, most = 1_000): readonly Span[] {
  const spans: Span[] = [];
  if (fromMs >= toMs) return spans;
  for (let startMs = startOf(period, fromMs, timeZone); startMs < toMs && spans.length < most; ) {
    const nextMs = later(period, startMs, 1, timeZone);
    spans.push({ fromMs: Math.max(startMs, fromMs), toMs: Math.min(nextMs, toMs) });
    startMs = nextMs;
  }
  return spans;
}

/** Monday is 0. */
export function weekdayOf(year: number, month: number, day: number): number {
  return (new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7;
}

/** What the clocks of a zone show at an instant. */
export function wallOf(atMs: number, timeZone: string): Wall {
  const wall = new Date(atMs + offsetMs(atMs, timeZone));
  return {
    year: wall.getUTCFullYear(),
    month: wall.getUTCMonth() + 1,
    day: wall.getUTCDate(),
    hour: wall.getUTCHours(),
    minute: wall.getUTCMinutes(),
    second: wall.getUTCSeconds(),
  };
}

/** A wall clock's reading, given as if it were UTC, as the instant at which the zone shows it. */
export function instantOf(wallMs: number, timeZone: string): number {
  // Twice, since the clocks may be changed between the first guess and the moment itself.
  const guessMs = wallMs - offsetMs(wallMs, timeZone);
  return wallMs - offsetMs(guessMs, timeZone);
}

const formats = new Map<string, Intl.DateTimeFormat>();
/** Clocks change at a full hour, so an hour has one offset; asking for it takes some 10 µs, and a year has 8 760 hours. */
const offsets = new Map<string, number>();
const OFFSETS_MAX = 20_000;

/** How far the clocks of a time zone are ahead of UTC at an instant. */
function offsetMs(atMs: number, timeZone: string): number {
  const hourMs = Math.floor(atMs / HOUR_MS) * HOUR_MS;
  const key = `${timeZone}/${hourMs}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(hourMs)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  const wallMs = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
  if (offsets.size >= OFFSETS_MAX) offsets.clear();
  offsets.set(key, wallMs - hourMs);
  return wallMs - hourMs;
}

/** Making a format is slow, using one is quick. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const made =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  formats.set(timeZone, made);
  return made;
}

/** Days between two first milliseconds of days, whatever the clocks did meanwhile. */
export function daysBetween(fromDayMs: number, toDayMs: number): number {
  return Math.round((toDayMs - fromDayMs) / DAY_MS);
}
