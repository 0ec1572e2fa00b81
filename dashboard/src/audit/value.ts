import { unitPrice } from "../format/money.ts";
import { time, zone } from "../format/time.ts";
import { languages } from "../i18n/languages.ts";
import type { Words } from "../i18n/words.ts";
import { spanText } from "../risk/facts.ts";

/** A value that is longer is cut: the record itself is a click away. */
const TEXT_MAX = 120;
/** Milliseconds below this are a span of time, above it a moment: nothing happened in 1973 or before. */
const SPAN_MS_MAX = 100_000_000_000;
/** So deep is a value read; what lies deeper is left to the record. */
const DEPTH_MAX = 3;

/** Words that values of a field may have elsewhere in the dashboard, by the families of its languages. */
const families: Readonly<Record<string, readonly string[]>> = {
  state: ["documents.states", "operators.states", "adjustments.states", "refunds.states", "risk.states"],
  kind: ["documents.kinds", "packages.kinds", "cases.kinds", "alertKinds", "risk.kinds"],
  cause: ["documents.causes", "adjustments.causes"],
  purpose: ["documents.purposes"],
  role: ["roles"],
  list: ["exports.subjects"],
  subject: ["exports.subjects"],
  direction: ["adjustments.directions"],
  part: ["adjustments.parts"],
  services: ["services"],
  providers: ["providers"],
  action: ["auditActions"],
  outcome: ["risk.outcomes"],
  verdict: ["risk.verdicts"],
};

/** The name of a field in the reader's words; its own where there is none. */
export function fieldName(name: string, { t }: Words): string {
  const own = languages[name as keyof typeof languages] ?? name;
  const risk = t(`risk.fields.${name}`, { defaultValue: own });
  const elsewhere = t(`regions.fields.${name}`, { defaultValue: t(`packages.fields.${name}`, { defaultValue: risk }) });
  return t(`auditFields.${name}`, { defaultValue: elsewhere });
}

/** A value of a field as people read it. Money is shown without its currency, which the trail does not always know. */
export function valueText(name: string, value: unknown, words: Words, timeZone: string): string {
  const text = readable(name, value, words, timeZone, 0);
  return text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX)}…` : text;
}

function readable(name: string, value: unknown, words: Words, timeZone: string, depth: number): string {
  const { t } = words;
  if (value === null || value === undefined || value === "") return "–";
  if (typeof value === "boolean") return t(value ? "common.yes" : "common.no");
  if (typeof value === "number") return numberText(name, value, words, timeZone);
  if (typeof value === "string") return wordFor(name, value, words, timeZone);
  if (depth >= DEPTH_MAX) return "…";
  if (Array.isArray(value)) {
    const texts = value.map((one) => readable(name, one, words, timeZone, depth + 1));
    if (texts.length === 0) return "–";
    return texts.every((text) => text === "…") ? "…" : texts.join(", ");
  }
  return Object.entries(value)
    .map(([member, one]) => `${fieldName(member, words)} ${readable(member, one, words, timeZone, depth + 1)}`)
    .join(" · ");
}

function numberText(name: string, value: number, words: Words, timeZone: string): string {
  const { language } = words;
  if (name.endsWith("PriceMilli")) return unitPrice(value);
  if (name.endsWith("Minor")) return (value / 100).toFixed(2).replace("-", "−");
  if (!name.endsWith("Ms")) return String(value);
  return value < SPAN_MS_MAX ? spanText(value, words) : `${time(value, timeZone, language, "full")} ${zone(timeZone, value)}`;
}

function wordFor(name: string, value: string, { t, language, gradeOf }: Words, timeZone: string): string {
  if (name === "grade") return gradeOf(value);
  if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(value)) return `${time(value, timeZone, language, "full")} ${zone(timeZone, value)}`;
  const found = (families[name] ?? []).map((family) => t(`${family}.${value}`, { defaultValue: "" })).find((text) => text !== "");
  return found ?? value;
}
