/** Figures in the same form as in the driver's app. */

const symbols: Readonly<Record<string, string>> = { CNY: "¥", HKD: "HK$", TWD: "NT$", USD: "$", EUR: "€", GBP: "£", SGD: "S$", MYR: "RM" };

/** A figure in its parts, so that each can have its size: `¥` `1,284` `.40`. */
export interface FigureParts {
  readonly sign: string;
  readonly symbol: string;
  readonly whole: string;
  readonly fraction: string;
}

/** @param amountMinor in minor units; all our currencies have two decimals */
export function moneyParts(amountMinor: number, currency: string): FigureParts {
  const value = Math.abs(Math.round(amountMinor));
  return {
    sign: amountMinor < 0 ? "−" : "",
    symbol: symbols[currency] ?? `${currency} `,
    whole: group(Math.floor(value / 100)),
    fraction: `.${pad(value % 100, 2)}`,
  };
}

/** `¥1,284.40` */
export function money(amountMinor: number, currency: string): string {
  const { sign, symbol, whole, fraction } = moneyParts(amountMinor, currency);
  return sign + symbol + whole + fraction;
}

/** `1284.40`, for a cell of a spreadsheet. */
export function plainMoney(amountMinor: number): string {
  const value = Math.abs(Math.round(amountMinor));
  return `${amountMinor < 0 ? "-" : ""}${Math.floor(value / 100)}.${pad(value % 100, 2)}`;
}

/** A volume in its parts: `40` `.12`, litres; cut, never rounded up, as a pump shows it. */
export function litresParts(volumeMl: number): FigureParts {
  const hundredths = Math.floor(volumeMl / 10);
  return { sign: "", symbol: "", whole: group(Math.floor(hundredths / 100)), fraction: `.${pad(hundredths % 100, 2)}` };
}

/** `40.12`, in litres. */
export function litres(volumeMl: number): string {
  const { whole, fraction } = litresParts(volumeMl);
  return whole + fraction;
}

/** `40.120`: every millilitre, for a spreadsheet. */
export function plainLitres(volumeMl: number): string {
  return `${Math.floor(volumeMl / 1000)}.${pad(volumeMl % 1000, 3)}`;
}

/** `7.48` for 7480; a third decimal only when there is one. */
export function unitPrice(unitPriceMilli: number): string {
  const thousandths = pad(unitPriceMilli % 1000, 3);
  return `${Math.floor(unitPriceMilli / 1000)}.${thousandths.endsWith("0") ? thousandths.slice(0, 2) : thousandths}`;
}

/** `¥7.48` */
export function price(unitPriceMilli: number, currency: string): string {
  return (symbols[currency] ?? `${currency} `) + unitPrice(unitPriceMilli);
}

/** `1,284` */
export function count(value: number): string {
  return `${value < 0 ? "−" : ""}${group(Math.abs(Math.round(value)))}`;
}

/** `7.48` as thousandths, 7480; null when it is no price. */
export function parseUnitPrice(text: string): number | null {
  return parseDecimal(text, 3);
}

/** `1284.40` as minor units; null when it is no amount. */
export function parseMoney(text: string): number | null {
  return parseDecimal(text, 2);
}

/** `40.12` litres as millilitres; null when it is no volume. */
export function parseLitres(text: string): number | null {
  return parseDecimal(text, 3);
}

function parseDecimal(text: string, decimals: number): number | null {
  const found = new RegExp(`^(\\d{1,8})(?:\\.(\\d{1,${decimals}}))?$`).exec(text.trim().replaceAll(",", ""));
  return found === null ? null : Number(found[1]) * 10 ** decimals + Number((found[2] ?? "").padEnd(decimals, "0"));
}

function group(whole: number): string {
  return String(whole).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, "0");
}
