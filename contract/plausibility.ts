import type { Currency } from "./units.ts";

/**
 * What a fill that somebody enters by hand may look like. Nothing here costs anybody money; it catches the slip of a
 * finger that would spoil the figures. No dependency, so that the mini-program can say the same before anything is sent.
 */

const DAY_MS = 24 * 3_600_000;

/** A phone's clock may be ahead by this much. */
export const FUTURE_MS_MAX = 5 * 60_000;
/** Older fills are of no use to anyone: five years. */
export const RECORD_AGE_MS_MAX = Math.round(5 * 365.25 * DAY_MS);
/** The nozzle shuts off at the tank's nominal volume, give or take the neck: 5 %. */
export const TANK_SLACK_PERCENT = 5;
/** The largest tank that a vehicle may be given: a lorry's two. */
export const TANK_ML_MAX = 2_000_000;
/** A motor scooter's is above this. */
export const TANK_ML_MIN = 1_000;
export const ODOMETER_KM_MAX = 3_000_000;
/** A price on the station's board says what a fill cost for as long as this; before that it may have been anything. */
export const BOARD_PRICE_AGE_MS_MAX = 30 * DAY_MS;
/** Discounts, and changes of price within that time, on either side of the board's price. */
export const BOARD_PRICE_SLACK_PERCENT = 25;

/** A range of unit prices, both ends included. */
export interface PriceBand {
  readonly fromMilli: number;
  readonly toMilli: number;
}

/**
 * What a litre may cost, in each currency: from somewhat below the lowest price of the last ten years to somewhat above
 * the highest. A grade that sells for something else altogether has a band of its own.
 */
export const priceBands: Readonly<Record<Currency, PriceBand & { readonly grades?: Readonly<Record<string, PriceBand>> }>> = {
  CNY: { fromMilli: 4_000, toMilli: 15_000 },
  HKD: { fromMilli: 8_000, toMilli: 45_000 },
  TWD: { fromMilli: 15_000, toMilli: 60_000 },
  USD: { fromMilli: 300, toMilli: 3_000 },
  EUR: { fromMilli: 600, toMilli: 4_000 },
  GBP: { fromMilli: 600, toMilli: 4_000 },
  SGD: { fromMilli: 1_000, toMilli: 6_000 },
  MYR: { fromMilli: 1_000, toMilli: 8_000 },
};

/** The band of a grade in a currency. */
export function priceBand(currency: Currency, grade: string): PriceBand {
  const { fromMilli, toMilli, grades } = priceBands[currency];
  return grades?.[grade] ?? { fromMilli, toMilli };
}

/** The band around a price that stands on the station's board. */
export function boardBand(unitPriceMilli: number): PriceBand {
  const slack = (unitPriceMilli * BOARD_PRICE_SLACK_PERCENT) / 100;
  return { fromMilli: Math.floor(unitPriceMilli - slack), toMilli: Math.ceil(unitPriceMilli + slack) };
}

/** What a litre has cost: round half up of `amountMinor × 10 000 / volumeMl`, for currencies of two decimals. */
export function unitPriceOf(amountMinor: number, volumeMl: number): number {
  return Math.round((amountMinor * 10_000) / volumeMl);
}

/** What goes into a tank at most. */
export function fillMlMax(tankMl: number, slackPercent: number = TANK_SLACK_PERCENT): number {
  return Math.floor((tankMl * (100 + slackPercent)) / 100);
}

/** Grades that are sold nearly everywhere, whether or not a station of ours has them. */
export const usualGrades = ["92", "95", "98", "diesel-0"] as const;
