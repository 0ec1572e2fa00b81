import { messages } from "../i18n/index.ts";
import { Problem } from "./api/client.ts";
import { knownStation } from "./api/driver.ts";
import type { Names } from "./api/types.ts";
import { fill, litres, unitPrice } from "./format.ts";
import { currentLanguage } from "./settings.ts";

/** What the driver reads when a request was refused or lost. */
export function problemText(error: unknown): string {
  const words = messages().problems as Readonly<Record<string, string>>;
  const code = error instanceof Problem ? error.code : "internal_error";
  const facts: Record<string, string> = { code };
  if (error instanceof Problem) for (const name of Object.keys(error.facts)) facts[name] = readable(name, error.facts[name]);
  return fill(words[code] ?? words.other ?? "{code}", facts);
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

/** Whether the wallet's state, rather than the network's, stands in the way. */
export function needsMoney(error: unknown): boolean {
  return error instanceof Problem && (error.code === "insufficient_funds" || error.code === "debt_outstanding");
}

/** A station's name when it was seen before; else its id. */
export const stationName = (stationId: string): string => nameOf(knownStation(stationId)?.names) || stationId;
