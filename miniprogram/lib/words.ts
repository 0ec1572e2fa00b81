import { messages } from "../i18n/index.ts";
import { Problem } from "./api/client.ts";
import { knownStation } from "./api/driver.ts";
import type { Names } from "./api/types.ts";
import { fill, litres, parseTime, unitPrice } from "./format.ts";
import { currentLanguage } from "./settings.ts";

/** Refusals whose facts say that it was the last try: what matters then is the way on. */
const lastTries: Readonly<Record<string, string>> = {
  code_wrong: "code_expired",
  pin_wrong: "pin_locked",
  answers_wrong: "answers_locked",
};

/** What the driver reads when a request was refused or lost. */
export function problemText(error: unknown): string {
  const words = messages().problems as Readonly<Record<string, string>>;
  const told = error instanceof Problem ? error.code : "internal_error";
  const facts: Record<string, string> = { code: told, wait: "" };
  if (error instanceof Problem) for (const name of Object.keys(error.facts)) facts[name] = readable(name, error.facts[name]);
  const waitMs = waitOf(error);
  if (waitMs !== null) facts.wait = spanText(waitMs);
  // The driver themselves can end this one.
  if (facts.frozenBy === "protection") return words.spending_paused ?? "";
  const code = facts.triesLeft === "0" || (waitMs !== null && lastTries[told]) ? (lastTries[told] ?? told) : told;
  return fill(words[code] ?? words.other ?? "{code}", facts);
}

/** How long to wait before trying again, in milliseconds, when a refusal says so. */
export function waitOf(error: unknown): number | null {
  if (!(error instanceof Problem)) return null;
  const { lockedUntil, retryAfterS } = error.facts;
  if (typeof lockedUntil === "string") return Math.max(1_000, parseTime(lockedUntil) - Date.now());
  return typeof retryAfterS === "number" ? retryAfterS * 1000 : null;
}

/** `40 s`, `12 min`, `3 h`; rounded up, so that the wait is over by then. */
export function spanText(ms: number): string {
  const words = messages().common;
  if (ms < 60_000) return fill(words.seconds, { n: Math.ceil(ms / 1000) });
  return ms < 3_600_000 ? fill(words.minutes, { n: Math.ceil(ms / 60_000) }) : fill(words.hours, { n: Math.ceil(ms / 3_600_000) });
}

/** A limit as it is read; its name says its unit. */
function readable(name: string, value: unknown): string {
  if (typeof value !== "number") return String(value);
  if (/Milli$/.test(name)) return unitPrice(value);
  return /Ml(Max)?$/.test(name) ? litres(value) : String(value);
}

/** A name in the language in use, or in any that has one. */
export function nameOf(names: Names | undefined): string {
  if (!names) return "";
  return names[currentLanguage()] || names["zh-CN"] || names.en || "";
}

/** `95 号`, `0 号柴油`, `Diesel 0`. */
export function gradeText(grade: string | null): string {
  if (!grade) return "";
  const words = messages().common;
  const diesel = /^diesel-?(.*)$/.exec(grade);
  return fill(diesel ? words.diesel : words.grade, { n: diesel ? (diesel[1] ?? "") : grade }).trim();
}

/** The variable that holds a grade's colour, the same everywhere. */
export function gradeColour(grade: string | null): string {
  return `var(--grade-${grade && ["92", "95", "98", "diesel-0"].indexOf(grade) >= 0 ? grade : "other"})`;
}

/** What drivers call a payment provider; one that this app has not heard of by its own name. */
export function providerName(provider: string): string {
  return (messages().providers as Readonly<Record<string, string>>)[provider] ?? provider;
}

/** Whether the wallet's state, rather than the network's, stands in the way. */
export function needsMoney(error: unknown): boolean {
  return error instanceof Problem && (error.code === "insufficient_funds" || error.code === "debt_outstanding");
}

/** A station's name when it was seen before; else its id. */
export const stationName = (stationId: string): string => nameOf(knownStation(stationId)?.names) || stationId;
