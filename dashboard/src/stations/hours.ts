import type { OpeningHours, Weekday } from "@forecourt/contract/hours";
import type { TFunction } from "i18next";

/** The contract's days, named by themselves, so that no schema comes into the page. */
export const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const satisfies readonly Weekday[];
/** A Monday. */
const MONDAY_MS = Date.UTC(2024, 0, 1);
const DAY_MS = 24 * 3_600_000;

/** `Mon`, `周一`: a day of the week as the language writes it. */
export function weekdayText(day: Weekday, language: string): string {
  const atMs = MONDAY_MS + weekdays.indexOf(day) * DAY_MS;
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { weekday: "short", timeZone: "UTC" }).format(atMs);
}

/** `Mon–Fri 05:30–24:00, Sat–Sun 06:30–23:00`: days that are alike together. */
export function hoursText(hours: OpeningHours, t: TFunction, language: string): string {
  if (hours === "24h") return t("stations.roundTheClock");
  const told = weekdays.map((day) => hours[day].map(({ opens, closes }) => `${opens}–${closes}`).join(" + ") || t("stations.dayOff"));
  const parts: string[] = [];
  for (let first = 0; first < weekdays.length; ) {
    let last = first;
    while (told[last + 1] === told[first]) last++;
    const days = [...new Set([weekdays[first], weekdays[last]])].map((day) => (day === undefined ? "" : weekdayText(day, language)));
    parts.push(`${days.join("–")} ${told[first]}`);
    first = last + 1;
  }
  return parts.join(language === "en" ? ", " : "，");
}
