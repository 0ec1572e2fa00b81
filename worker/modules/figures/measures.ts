/**
 * What is added up. One list makes the tables' columns, the sums, and what the API answers: a new figure is one line here
 * and a handler that counts it.
 */
export const measures = {
  /** Fills that were paid for. */
  fuelings: "fuelings",
  fueledMinor: "fueled_minor",
  volumeMl: "volume_ml",
  /** Drivers whose first fill it was, at the station where it was. */
  newcomers: "newcomers",
  /** Top-up orders that were opened. */
  requested: "requested",
  /** Top-ups that were paid. */
  topups: "topups",
  toppedUpMinor: "topped_up_minor",
  /** Given on top. */
  bonusMinor: "bonus_minor",
  /** Orders that ended unpaid, and of them those that were paid after all. */
  cancelled: "cancelled",
  expired: "expired",
  revived: "revived",
  refunds: "refunds",
  refundedMinor: "refunded_minor",
  /** Drivers who signed up; of those of this hour, who has topped up and who has filled since. */
  registered: "registered",
  everToppedUp: "ever_topped_up",
  everFueled: "ever_fueled",
  /** What all wallets together hold more, or less, than before. */
  principalChangeMinor: "principal_change_minor",
  bonusChangeMinor: "bonus_change_minor",
  debtChangeMinor: "debt_change_minor",
} as const;

export type Measure = keyof typeof measures;
export const measureNames = Object.keys(measures) as readonly Measure[];
export type Amounts = Readonly<Partial<Record<Measure, number>>>;
export type Sums = Readonly<Record<Measure, number>>;

export const nothing: Sums = Object.fromEntries(measureNames.map((name) => [name, 0])) as Record<Measure, number>;

export function plus(a: Amounts, b: Amounts): Sums {
  return Object.fromEntries(measureNames.map((name) => [name, (a[name] ?? 0) + (b[name] ?? 0)])) as Record<Measure, number>;
}

/** `sum(fuelings) AS fuelings, …`: rows that come back under the measures' own names. */
export const summedOf = (names: readonly Measure[]): string =>
  names.map((name) => `coalesce(sum(${measures[name]}), 0) AS ${name}`).join(", ");
export const summed = summedOf(measureNames);

/** What there is to add up of a kind of row; the rest of it is zero. */
export const measuresOf = {
  fill: ["fuelings", "fueledMinor", "volumeMl", "newcomers"],
  topup: ["requested", "topups", "toppedUpMinor", "bonusMinor", "cancelled", "expired", "revived", "refunds", "refundedMinor"],
} as const satisfies Readonly<Record<string, readonly Measure[]>>;
