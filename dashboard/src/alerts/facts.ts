import { type AlertKind, alertKinds } from "@forecourt/contract/alerts";
import { caseKinds } from "@forecourt/contract/http/reconciliation";
import type { Permission } from "@forecourt/contract/permissions";
import type { Alert } from "../api/types.ts";
import { litres, money, price } from "../format/money.ts";
import { time } from "../format/time.ts";
import type { Words } from "../i18n/words.ts";

/** What wants somebody soon; all others put money at risk. */
const patient: ReadonlySet<AlertKind> = new Set(["grade_mismatch", "fueling_stalled", "late_fill", "payment_unsettled", "delivery_parked"]);

/** Red or amber. A kind that this version does not know is amber. */
export function alertTone(kind: string): "risk" | "attention" {
  const known = alertKinds.find((one) => one === kind);
  return known === undefined || patient.has(known) ? "attention" : "risk";
}

/** Where one goes with an alert, and what it takes to go there; null: the alert says all there is. */
export function wayFrom(alert: Alert): { readonly to: string; readonly permission: Permission } | null {
  const { kind, id } = actorOf(alert);
  switch (kind) {
    case "station":
      return { to: `/stations/${id}`, permission: "stations.read" };
    case "wallet":
      return { to: `/orders?wallet=${id}`, permission: "orders.read" };
    case "security":
      return { to: `/risk/${alert.facts.alertId}`, permission: "risk.read" };
    case "stock":
      return { to: `/packages/${id}`, permission: "stations.read" };
    case "payment": {
      const isCase = caseKinds.some((one) => one === alert.kind);
      return { to: isCase ? `/reconciliation?kind=${alert.kind}` : "/reconciliation", permission: "reconciliation.read" };
    }
    default:
      return null;
  }
}

/** `station` and `east-1` of `station/east-1`. */
export function actorOf(alert: Alert): { readonly kind: string; readonly id: string } {
  const slash = alert.actor.indexOf("/");
  return { kind: alert.actor.slice(0, slash), id: alert.actor.slice(slash + 1) };
}

interface Where {
  readonly currency: string;
  readonly timeZone: string;
}

/** A fact as it is read: its name tells its unit, as everywhere in the contract. */
function factText(
  { t, language, wordOf, gradeOf }: Words,
  name: string,
  value: Alert["facts"][string],
  { currency, timeZone }: Where,
): string {
  if (value === null) return "–";
  if (typeof value === "boolean") return t(value ? "common.yes" : "common.no");
  if (typeof value === "number") {
    if (name.endsWith("Minor")) return money(value, currency);
    if (name.endsWith("Ml")) return `${value < 0 ? "−" : ""}${litres(Math.abs(value))} ${t("common.litre")}`;
    if (name.endsWith("Milli")) return price(value, currency);
    if (name.endsWith("AtMs")) return time(value, timeZone, language, "full");
    return String(value);
  }
  if (name === "grade" || name === "authorised") return gradeOf(value);
  if (name === "state") return wordOf("states", value);
  if (name === "provider") return wordOf("providers", value);
  if (name === "reason" || name === "why") return t(`cases.values.${name}.${value}`, { defaultValue: value });
  return value;
}

/** The facts that there is a word for, each as it is read. A nought is a fact too. */
export function factsTold(words: Words, facts: Alert["facts"], where: Where): readonly (readonly [string, string])[] {
  return Object.entries(facts)
    .filter(([name, value]) => value !== null && words.wordOf("facts", name) !== name)
    .map(([name, value]) => [words.wordOf("facts", name), factText(words, name, value, where)]);
}
