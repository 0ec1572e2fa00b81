import type { Alert } from "../api/types.ts";
import { litres, money, price } from "../format/money.ts";

/** Kinds that put money at risk; the others wait for somebody. */
const risky = new Set([
  "amount_mismatch",
  "price_mismatch",
  "totalizer_gap",
  "over_limit",
  "shift_variance",
  "payment_quarantined",
  "refund_stuck",
  "refund_by_bank",
  "refund_failed",
  "refund_contradicted",
  "payment_charged_back",
  "stock_oversold",
  "payment_unattributed",
  "payment_contradicted",
  "payment_disputed",
  "settlement_differs",
  "completion_refused",
]);

/** Red or amber. */
export function alertTone(kind: string): "risk" | "attention" {
  return risky.has(kind) ? "risk" : "attention";
}

/** `station` and `east-1` of `station/east-1`. */
export function actorOf(alert: Alert): { readonly kind: string; readonly id: string } {
  const slash = alert.actor.indexOf("/");
  return { kind: alert.actor.slice(0, slash), id: alert.actor.slice(slash + 1) };
}

/** A fact as it is read: its name tells its unit, as everywhere in the contract. */
export function factText(name: string, value: Alert["facts"][string], currency: string, litre: string): string {
  if (typeof value !== "number") return value === null ? "–" : String(value);
  if (name.endsWith("Minor")) return money(value, currency);
  if (name.endsWith("Ml")) return `${value < 0 ? "−" : ""}${litres(Math.abs(value))} ${litre}`;
  if (name.endsWith("Milli")) return price(value, currency);
  if (name.endsWith("AtMs")) return new Date(value).toISOString();
  return String(value);
}
