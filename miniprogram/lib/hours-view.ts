import type { Station } from "./api/types.ts";

type Hours = Station["hours"];

const week = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
type Weekday = (typeof week)[number];

/** Words for the days and what they are like. */
export interface HoursWords extends Readonly<Record<Weekday, string>> {
  readonly allDay: string;
  readonly dayOff: string;
  readonly to: string;
}

export interface HoursLine {
  readonly days: string;
  readonly times: string;
}

/** Opening hours in as few lines as they need: days that follow each other with the same times share one. */
export function hoursLines(hours: Hours, words: HoursWords): readonly HoursLine[] {
  if (hours === "24h") return [{ days: words.allDay, times: "" }];
  const lines: { first: Weekday; last: Weekday; times: string }[] = [];
  for (const day of week) {
    const times = hours[day].map(({ opens, closes }) => `${opens}–${closes}`).join(", ") || words.dayOff;
    const line = lines[lines.length - 1];
    if (line && line.times === times) line.last = day;
    else lines.push({ first: day, last: day, times });
  }
  return lines.map(({ first, last, times }) => ({
    days: first === last ? words[first] : `${words[first]}${words.to}${words[last]}`,
    times,
  }));
}
