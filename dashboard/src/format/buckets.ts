import type { Period } from "@forecourt/contract/periods";
import { dayText, minuteText, time } from "./time.ts";

/** How the periods of a chart are called: for its axis, and in full for a spreadsheet. */
export function bucketLabels(
  buckets: readonly { readonly from: string }[],
  by: Period,
  timeZone: string,
  language: string,
): { readonly labels: readonly string[]; readonly plainLabels: readonly string[] } {
  const days = new Set(buckets.map(({ from }) => dayText(Date.parse(from), timeZone)));
  const style = by === "hour" ? (days.size > 1 ? "minute" : "hour") : by === "month" || by === "year" ? by : "day";
  return {
    labels: buckets.map(({ from }) => time(from, timeZone, language, style)),
    plainLabels: buckets.map(({ from }) => {
      const day = dayText(Date.parse(from), timeZone);
      if (by === "hour") return minuteText(Date.parse(from), timeZone).replace("T", " ");
      if (by === "month") return day.slice(0, 7);
      return by === "year" ? day.slice(0, 4) : day;
    }),
  };
}
