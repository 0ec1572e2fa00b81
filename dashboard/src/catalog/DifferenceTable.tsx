import { money } from "../format/money.ts";
import { time, zone } from "../format/time.ts";
import { languages } from "../i18n/languages.ts";
import { useWords, type Words } from "../i18n/words.ts";
import type { Difference } from "./difference.ts";

interface DifferenceTableProps {
  readonly changes: readonly Difference[];
  readonly currency: string;
  /** Of moments; those of whatever has none are never shown. */
  readonly timeZone?: string;
}

/** What was and what becomes, a row for each member that differs. */
export function DifferenceTable({ changes, currency, timeZone = "UTC" }: DifferenceTableProps) {
  const words = useWords();
  const { t } = words;
  return (
    <table className="difference">
      <thead>
        <tr>
          <th>{t("regions.changes")}</th>
          <th>{t("regions.before")}</th>
          <th>{t("regions.after")}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ name, before, after }) => (
          <tr key={name}>
            <th scope="row">{t(`regions.fields.${name}`, { defaultValue: t(`packages.fields.${name}`, { defaultValue: name }) })}</th>
            <td>{before === null ? <span className="faint">–</span> : <del>{textOf(name, before, words, { currency, timeZone })}</del>}</td>
            <td>{after === null ? <span className="faint">–</span> : <ins>{textOf(name, after, words, { currency, timeZone })}</ins>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface Place {
  readonly currency: string;
  readonly timeZone: string;
}

/** A value as people read it: names in each language, methods by their names, money as money, moments in their zone. */
function textOf(name: string, value: unknown, words: Words, place: Place): string {
  const { t, language } = words;
  if (Array.isArray(value)) return value.map((one) => itemText(name, one, words, place)).join(name === "providers" ? " › " : " · ");
  if (typeof value === "object" && value !== null)
    return Object.entries(value)
      .map(([part, text]) => `${partName(part, t)}: ${textOf(part, text, words, place)}`)
      .join(" · ");
  if (name === "spendingPolicy") return t(`catalog.policies.${String(value)}`);
  if (name === "family") return t(`grades.families.${String(value)}`);
  if (name === "kind") return t(`packages.kinds.${String(value)}`);
  if (name === "payPerMyriad") return `${Number(value) / 100}%`;
  if (name === "pictureId") return String(value).slice(0, 8);
  if (typeof value === "boolean") return value ? "✓" : "✗";
  if (typeof value !== "number") return String(value);
  if (name.endsWith("Minor")) return money(value, place.currency);
  return name.endsWith("Ms") ? `${time(value, place.timeZone, language, "full")} ${zone(place.timeZone, value)}` : String(value);
}

function itemText(name: string, one: unknown, words: Words, place: Place): string {
  if (name === "providers") return words.wordOf("providers", String(one));
  if (name === "tiers") return words.t(`packages.tiers.${String(one)}`);
  return typeof one === "object" ? `[${textOf(name, one, words, place)}]` : String(one);
}

function partName(part: string, t: Words["t"]): string {
  return languages[part as keyof typeof languages] ?? t(`packages.fields.${part}`, { defaultValue: part });
}
