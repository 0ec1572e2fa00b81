/**
 * Units of measure. Everything is an integer; nothing here is ever a float.
 *
 * - money: minor units of a currency (`…Minor`; CNY fen)
 * - volume: millilitres (`…Ml`)
 * - unit price: thousandths of the major unit per litre (`unitPriceMilli`; ¥7.48 → 7480)
 * - time: milliseconds since the epoch (`…AtMs`); ISO 8601 with offset on the wire
 *
 * This file has no dependency, so that the mini-program can bundle it as it is.
 */

/** Currencies that a region may use. All of them have two decimals, which {@link grossMinor} relies on. */
export const currencies = ["CNY", "HKD", "TWD", "USD", "EUR", "GBP", "SGD", "MYR"] as const;
export type Currency = (typeof currencies)[number];

/** The largest amount of money one command may name: ten million major units. Keeps every product within 2^53. */
export const AMOUNT_MINOR_MAX = 1_000_000_000;
/** The largest volume one fill may name: 10 m³. */
export const VOLUME_ML_MAX = 10_000_000;
/** The largest price: 100 major units a litre. */
export const UNIT_PRICE_MILLI_MAX = 100_000;

/** Minor units per major unit × thousandths × millilitres per litre, for two-decimal currencies: 1000 × 1000 / 100. */
const MILLI_ML_PER_MINOR = 10_000;

/**
 * The price of a volume: round half up of `volumeMl × unitPriceMilli / 10 000`.
 *
 * @example grossMinor(40_120, 7_480) === 30_010 // 40.12 L at ¥7.48
 */
export function grossMinor(volumeMl: number, unitPriceMilli: number): number {
  return Math.floor((volumeMl * unitPriceMilli + MILLI_ML_PER_MINOR / 2) / MILLI_ML_PER_MINOR);
}

/** The largest volume whose {@link grossMinor} does not exceed `limitMinor`; 0 when nothing fits. */
export function volumeWithinMl(limitMinor: number, unitPriceMilli: number): number {
  // gross(v) ≤ L  ⟺  v·p + 5 000 < (L + 1)·10 000
  const volumeMl = Math.ceil(((limitMinor + 1) * MILLI_ML_PER_MINOR - MILLI_ML_PER_MINOR / 2) / unitPriceMilli) - 1;
  return Math.max(0, Math.min(volumeMl, VOLUME_ML_MAX));
}
