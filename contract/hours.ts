import { z } from "zod";

/** When a station is open. Times are of the day, in the station's time zone. */

export const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Weekday = (typeof weekdays)[number];

/** A stretch of one day: `opens` is within it, `closes` no longer. A night is two: until 24:00, and from 00:00 of the next day. */
const stretch = z
  .object({
    opens: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time of day such as 06:30"),
    closes: z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, "must be a time of day such as 22:00, or 24:00"),
  })
  .refine(({ opens, closes }) => opens < closes, "closes before it opens; a night is two stretches, until 24:00 and from 00:00");

const day = z
  .array(stretch)
  .max(4)
  .refine((stretches) => stretches.every(({ opens }, index) => (stretches[index - 1]?.closes ?? "") <= opens), "stretches overlap");

/** Round the clock, or by the day of the week; a day without a stretch is a day off. */
export const openingHours = z.union([z.literal("24h"), z.object({ mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day })]);
export type OpeningHours = z.infer<typeof openingHours>;

/** Whether it is open at a moment. */
export function isOpenAt(hours: OpeningHours, timeZone: string, atMs: number): boolean {
  if (hours === "24h") return true;
  const { weekday, time } = clockAt(timeZone, atMs);
  return hours[weekday].some(({ opens, closes }) => opens <= time && time < closes);
}

/** What a clock on the wall says: day of the week, and time as `HH:MM`. */
function clockAt(timeZone: string, atMs: number): { readonly weekday: Weekday; readonly time: string } {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone, weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const parts = new Map(format.formatToParts(atMs).map(({ type, value }) => [type, value]));
  const weekday = weekdays.find((name) => name === parts.get("weekday")?.toLowerCase()) ?? "mon";
  return { weekday, time: `${parts.get("hour")}:${parts.get("minute")}` };
}
