import { z } from "zod";
import { grade, packageId, stationId } from "../ids.ts";
import { periods } from "../periods.ts";
import { currency, instant, timeZone } from "../scalars.ts";

/**
 * The figures that operators look at. Money is in minor units of the reply's currency; periods are those of its time zone.
 * Every figure is a sum that the projectors keep, and agrees with a recount of the journals.
 */

const count = z.int();
const minor = z.int();

/** What happened in a period. */
export const figures = z.object({
  toppedUpMinor: minor,
  /** Top-ups that were paid. */
  topups: count,
  /** Given on top. */
  bonusMinor: minor,
  fueledMinor: minor,
  fuelings: count,
  volumeMl: z.int(),
  /** Drivers who signed up. */
  registered: count,
  /** Drivers who topped up or filled, each once. */
  activeDrivers: count,
  /** Top-up orders that came to an end, paid or not: the whole of which `topups` is the success rate. */
  topupsEnded: count,
  refunds: count,
  refundedMinor: minor,
});
export type Figures = z.infer<typeof figures>;

const counted = {
  currency,
  timeZone,
  from: instant,
  to: instant,
  by: z.enum(periods),
  asOf: instant,
};
const period = { from: instant, to: instant };

export const overview = z.object({
  ...counted,
  /** Within the range. */
  totals: figures,
  buckets: z.array(figures.extend(period)),
  byStation: z.array(z.object({ stationId, fueledMinor: minor, fuelings: count, volumeMl: z.int() })),
  byGrade: z.array(z.object({ grade, fueledMinor: minor, fuelings: count, volumeMl: z.int() })),
  /** Owed to drivers now: what all wallets hold, and what they owe. */
  liability: z.object({ principalMinor: minor, bonusMinor: minor, debtMinor: minor, wallets: count }),
  /** Alerts in the range; no more than 1000 are counted. */
  alerts: count,
});

export const driverFigures = z.object({
  ...counted,
  registered: count,
  active: count,
  buckets: z.array(z.object({ ...period, registered: count, active: count })),
  /**
   * Who signed up on a day, and how many of them topped up or filled just so many days later (`on`), or on any day up to it
   * (`within`); null while those days are not over.
   */
  cohorts: z.array(
    z.object({
      day: instant,
      registered: count,
      back: z.array(z.object({ days: z.int(), on: count.nullable(), within: count.nullable() })),
    }),
  ),
  /** Of the drivers who signed up in the range: who has topped up since, who has filled. */
  funnel: z.object({ registered: count, toppedUp: count, fueled: count }),
  /** `newcomers` had their first fill there; `active` is null for a range of more than 31 days. */
  places: z.array(z.object({ stationId, newcomers: count, active: count.nullable(), fuelings: count })),
});

export const habitFigures = z.object({
  ...counted,
  fuelings: count,
  fueledMinor: minor,
  volumeMl: z.int(),
  topups: count,
  toppedUpMinor: minor,
  grades: z.array(z.object({ grade, fueledMinor: minor, fuelings: count, volumeMl: z.int() })),
  /** Fills by weekday, Monday is 0, and hour of the day; hours without a fill are left out. */
  rhythm: z.array(z.object({ weekday: z.int(), hour: z.int(), fuelings: count, fueledMinor: minor })),
});

const orders = z.object({
  requested: count,
  topups: count,
  toppedUpMinor: minor,
  bonusMinor: minor,
  /** Ended unpaid; those that were paid after all are not among them. */
  unpaid: count,
  refunds: count,
  refundedMinor: minor,
});
export const paymentFigures = z.object({
  ...counted,
  totals: orders,
  buckets: z.array(orders.extend(period)),
  byProvider: z.array(orders.extend({ provider: z.string() })),
  /** `packageId` is null for amounts that drivers chose themselves. */
  byPackage: z.array(orders.extend({ packageId: packageId.nullable() })),
});
