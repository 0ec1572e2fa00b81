import { instantOf, later, startOf, wallOf } from "@forecourt/contract/periods";

/** Times in the zone of the region or the station they belong to, never in that of whoever looks. */

const formats = new Map<string, Intl.DateTimeFormat>();

/** How much of a time is shown. */
export type TimeStyle = "full" | "minute" | "day" | "hour" | "seconds" | "month" | "year";

const styles: Readonly<Record<TimeStyle, Intl.DateTimeFormatOptions>> = {
  full: { year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" },
  minute: { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  day: { month: "short", day: "numeric" },
  month: { year: "numeric", month: "short" },
  year: { year: "numeric" },
  hour: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  seconds: { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" },
};

/** `22 Nov, 18:08`, `11月22日 18:08`: a time as the language writes it, in the zone. */
export function time(at: number | string, timeZone: string, language: string, style: TimeStyle): string {
  return format(localeOf(language), timeZone, styles[style], style).format(new Date(at));
}

/** `UTC+8`: what a zone is at a time. */
export function zone(timeZone: string, at: number | string = Date.now()): string {
  const parts = format("en", timeZone, { timeZoneName: "shortOffset" }, "zone").formatToParts(new Date(at));
  const name = parts.find((part) => part.type === "timeZoneName")?.value ?? "";
  return name.replace("GMT", "UTC").replace(/\+0$/, "");
}

/** The first millisecond of the day, counted in the zone. */
export function startOfDayMs(atMs: number, timeZone: string): number {
  return startOf("day", atMs, timeZone);
}

/** The first millisecond of the day that is `days` later. */
export function addDaysMs(dayMs: number, days: number, timeZone: string): number {
  return later("day", dayMs, days, timeZone);
}

/** `2026-11-22`: the day in the zone, for a date field. */
export function dayText(atMs: number, timeZone: string): string {
  const { year, month, day } = wallOf(atMs, timeZone);
  return `${year}-${two(month)}-${two(day)}`;
}

/** `2026-11-22T18:08`: for a date and time field. */
export function minuteText(atMs: number, timeZone: string): string {
  const { hour, minute } = wallOf(atMs, timeZone);
  return `${dayText(atMs, timeZone)}T${two(hour)}:${two(minute)}`;
}

/** What was written into a date or time field, meant in the zone; null when it isn't one. */
export function parseZoned(text: string, timeZone: string): number | null {
  const found = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2}))?$/.exec(text);
  if (found === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = found.slice(1).map((part) => Number(part ?? 0));
  return instantOf(Date.UTC(year, month - 1, day, hour, minute), timeZone);
}

/** Seconds, minutes or hours, whichever reads best; for `since`. */
export function since(ms: number): { readonly unit: "seconds" | "minutes" | "hours" | "days"; readonly n: number } {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 90) return { unit: "seconds", n: seconds };
  if (seconds < 90 * 60) return { unit: "minutes", n: Math.round(seconds / 60) };
  if (seconds < 36 * 3600) return { unit: "hours", n: Math.round(seconds / 3600) };
  return { unit: "days", n: Math.round(seconds / 86_400) };
}

/** Making a format is slow, using one is quick. */
function format(locale: string, timeZone: string, options: Intl.DateTimeFormatOptions, style: string): Intl.DateTimeFormat {
  const key = `${locale}/${timeZone}/${style}`;
  const made = formats.get(key) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone });
  formats.set(key, made);
  return made;
}

function localeOf(language: string): string {
  return language === "en" ? "en-GB" : language;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
