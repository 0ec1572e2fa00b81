import type { Language } from "../i18n/languages.ts";

/** Figures in a fixed form that doesn't lean on `Intl`, which old phones lack. */

const symbols: Readonly<Record<string, string>> = { CNY: "¥", HKD: "HK$", TWD: "NT$", USD: "$", EUR: "€", GBP: "£", SGD: "S$", MYR: "RM" };

/** A large figure in its parts, so that each can have its size: `¥` `1,284` `.40`. */
export interface FigureParts {
  readonly sign: string;
  readonly symbol: string;
  readonly whole: string;
  readonly fraction: string;
}

export function symbolOf(currency: string): string {
  return symbols[currency] ?? `${currency} `;
}

/** @param amountMinor in minor units; all our currencies have two decimals */
export function moneyParts(amountMinor: number, currency: string): FigureParts {
  const value = Math.abs(Math.round(amountMinor));
  return {
    sign: amountMinor < 0 ? "−" : "",
    symbol: symbolOf(currency),
    whole: group(Math.floor(value / 100)),
    fraction: `.${pad(value % 100, 2)}`,
  };
}

/** `¥1,284.40`; whole amounts may go without decimals where the list stays even. */
export function money(
  amountMinor: number,
  currency: string,
  options: { readonly short?: boolean; readonly signed?: boolean } = {},
): string {
  const { sign, symbol, whole, fraction } = moneyParts(amountMinor, currency);
  const plus = options.signed && amountMinor > 0 ? "+" : "";
  return `${sign}${plus}${symbol}${whole}${options.short && fraction === ".00" ? "" : fraction}`;
}

/** What was typed as an amount, in minor units; null for what is none. */
export function minorOf(typed: string): number | null {
  const text = typed.trim();
  return /^\d{1,7}(\.\d{1,2})?$/.test(text) && Number(text) > 0 ? Math.round(Number(text) * 100) : null;
}

/** `40.12`, in litres. */
export function litres(volumeMl: number): string {
  const hundredths = Math.floor(volumeMl / 10);
  return `${group(Math.floor(hundredths / 100))}.${pad(hundredths % 100, 2)}`;
}

/** `7.48` for 7480; a third decimal only when there is one. */
export function unitPrice(unitPriceMilli: number): string {
  const whole = Math.floor(unitPriceMilli / 1000);
  const thousandths = pad(unitPriceMilli % 1000, 3);
  return `${whole}.${thousandths.charAt(2) === "0" ? thousandths.slice(0, 2) : thousandths}`;
}

/** `850 m`, `3.2 km`. */
export function distance(metres: number): string {
  if (metres < 1000) return `${Math.round(metres / 10) * 10} m`;
  return metres < 10_000 ? `${(metres / 1000).toFixed(1)} km` : `${Math.round(metres / 1000)} km`;
}

/** `9:40`, for a time that runs out. */
export function countdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${pad(seconds % 60, 2)}`;
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `11月22日`, `22 Nov`; with the year when it isn't this one. */
export function date(atMs: number, language: Language, now = Date.now()): string {
  const then = new Date(atMs);
  const sameYear = then.getFullYear() === new Date(now).getFullYear();
  if (language === "en") return `${then.getDate()} ${months[then.getMonth()] ?? ""}${sameYear ? "" : ` ${then.getFullYear()}`}`;
  return `${sameYear ? "" : `${then.getFullYear()}年`}${then.getMonth() + 1}月${then.getDate()}日`;
}

/** `11月22日 09:47`, `22 Nov, 09:47`; with the year when it isn't this one. */
export function dateTime(atMs: number, language: Language, now = Date.now()): string {
  return `${date(atMs, language, now)}${language === "en" ? "," : ""} ${timeOfDay(atMs)}`;
}

/** `2026-11-22`, of the phone's day, as date fields have it. */
export function day(atMs: number): string {
  const date = new Date(atMs);
  return `${date.getFullYear()}-${pad(date.getMonth() + 1, 2)}-${pad(date.getDate(), 2)}`;
}

/** `09:47`, as time fields have it. */
export function timeOfDay(atMs: number): string {
  const date = new Date(atMs);
  return `${pad(date.getHours(), 2)}:${pad(date.getMinutes(), 2)}`;
}

/** `11月` or `Nov`, for `2026-11`. */
export function monthName(month: string, language: Language): string {
  const number = Number(month.slice(5));
  return language === "en" ? (months[number - 1] ?? "") : `${number}月`;
}

/** ISO 8601 to milliseconds; JavaScriptCore of iOS 10 reads no `+0800`. */
export function parseTime(iso: string | undefined): number {
  return iso === undefined ? 0 : new Date(iso.replace(/([+-]\d{2})(\d{2})$/, "$1:$2")).getTime();
}

/** Puts values in the place of `{name}`, and of `{name|day|days}` the first word when the value is one, the second otherwise. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  const numbered = text.replace(/\{(\w+)\|([^|{}]*)\|([^|{}]*)\}/g, (_, name: string, one: string, more: string) =>
    Number(values[name]) === 1 ? one : more,
  );
  return numbered.replace(/\{(\w+)\}/g, (whole, name: string) => (values[name] === undefined ? whole : String(values[name])));
}

function group(whole: number): string {
  return String(whole).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

function pad(value: number, width: number): string {
  return `${"0".repeat(width)}${value}`.slice(-width);
}
