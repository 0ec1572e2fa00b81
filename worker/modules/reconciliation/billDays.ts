import { startOf } from "@forecourt/contract/periods";

/** Days as providers count them. */

/** By whose clock a provider counts its days. */
export function zoneOf(provider: string): string {
  return provider === "sandbox" || provider === "stripe" ? "UTC" : "Asia/Shanghai";
}

/** UnionPay clears at eleven in the evening: what comes after it is on the next day's file. */
const CLEARED_BEFORE_MIDNIGHT_MS: Readonly<Record<string, number>> = { unionpay: 3_600_000 };

/** The first millisecond of what is on a provider's bill of a day. */
export function beginOf(provider: string, day: string): number {
  return midnight(day, zoneOf(provider)) - (CLEARED_BEFORE_MIDNIGHT_MS[provider] ?? 0);
}

/** The day's first millisecond there; noon in UTC is on that day wherever a provider counts. */
function midnight(day: string, timeZone: string): number {
  return startOf("day", Date.parse(`${day}T12:00:00Z`), timeZone);
}

/** The calendar's next day, or so many days on. */
export function dayAfter(day: string, days = 1): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
