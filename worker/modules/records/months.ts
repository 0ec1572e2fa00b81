/** A month of the calendar; `toMs` is the next one's first moment. */
export interface Month {
  /** `2026-11` */
  readonly month: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** The last `count` months by the clocks of a time zone, the oldest first; the last is the one that `nowMs` is in. */
export function monthsUpTo(nowMs: number, count: number, timeZone: string): readonly Month[] {
  const now = new Date(nowMs + offsetMs(timeZone, nowMs));
  const first = now.getUTCFullYear() * 12 + now.getUTCMonth() - (count - 1);
  return Array.from({ length: count }, (_, index) => {
    const number = first + index;
    const month = `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, "0")}`;
    return { month, fromMs: startOf(number, timeZone), toMs: startOf(number + 1, timeZone) };
  });
}

/** @param number months since the year 0 */
function startOf(number: number, timeZone: string): number {
  const asUtcMs = Date.UTC(Math.floor(number / 12), number % 12);
  // Twice, since the clocks may be changed between the first guess and the moment itself.
  const guessMs = asUtcMs - offsetMs(timeZone, asUtcMs);
  return asUtcMs - offsetMs(timeZone, guessMs);
}

/** How far the clocks of a time zone are ahead of UTC at a moment. */
function offsetMs(timeZone: string, atMs: number): number {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const parts = new Map(format.formatToParts(atMs).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  const wallMs = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
  return wallMs - Math.floor(atMs / 1000) * 1000;
}
