import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { type Measure, measures } from "./measures.ts";

/**
 * What operators add up. The projectors keep hours, which any time zone's days can be made of; a day that is over is added
 * up once, in the zone that somebody counts it in, and again if a late event reopens it. Nobody counts orders to show a figure.
 */

/** What an hour's row is about. */
export const kinds = ["fill", "topup", "driver"] as const;
export type Kind = (typeof kinds)[number];

const sums = () =>
  Object.fromEntries(Object.entries(measures).map(([name, column]) => [name, integer(column).notNull().default(0)])) as Record<
    Measure,
    ReturnType<ReturnType<typeof integer>["default"]> & ReturnType<ReturnType<typeof integer>["notNull"]>
  >;

export const figuresHourly = sqliteTable(
  "figures_hourly",
  {
    /** The hour's first millisecond. */
    hourMs: integer("hour_ms").notNull(),
    currency: text("currency").notNull(),
    kind: text("kind").$type<Kind>().notNull(),
    /** Of a fill its station, of a top-up its provider, else empty. */
    source: text("source").notNull(),
    /** Of a fill its grade, of a top-up its package (empty for none), else empty. */
    product: text("product").notNull(),
    ...sums(),
  },
  (table) => [primaryKey({ columns: [table.hourMs, table.currency, table.kind, table.source, table.product] })],
);

/**
 * A driver who topped up in this hour. `previousMs` is the hour they topped up or filled before, 0 for never: within any
 * range a driver has just one mark whose previous one lies before it, so that counting these counts drivers. A fill's own
 * row is a mark of the same kind.
 */
export const activeHours = sqliteTable(
  "active_hours",
  {
    hourMs: integer("hour_ms").notNull(),
    walletId: text("wallet_id").notNull(),
    currency: text("currency").notNull(),
    previousMs: integer("previous_ms").notNull(),
    /** When the driver signed up. */
    openedAtMs: integer("opened_at_ms").notNull(),
  },
  (table) => [primaryKey({ columns: [table.hourMs, table.walletId] })],
);

const day = {
  timeZone: text("time_zone").notNull(),
  /** The day's first millisecond in that zone. */
  dayMs: integer("day_ms").notNull(),
  currency: text("currency").notNull(),
};

/** Days that are over and added up: the tables below hold them whole. */
export const closedDays = sqliteTable(
  "closed_days",
  { dayMs: integer("day_ms").notNull(), timeZone: text("time_zone").notNull(), untilMs: integer("until_ms").notNull() },
  (table) => [primaryKey({ columns: [table.dayMs, table.timeZone] })],
);

/** Kind `all` sums up a day: what totals and trends read. */
export const figuresDaily = sqliteTable(
  "figures_daily",
  {
    ...day,
    kind: text("kind").$type<Kind | "all">().notNull(),
    source: text("source").notNull(),
    product: text("product").notNull(),
    ...sums(),
  },
  (table) => [primaryKey({ columns: [table.timeZone, table.currency, table.kind, table.dayMs, table.source, table.product] })],
);

/** Active drivers of a day by the day they were active before (0: never): any range of days is a sum over these. */
export const activeDaily = sqliteTable(
  "active_daily",
  { ...day, previousDayMs: integer("previous_day_ms").notNull(), drivers: integer("drivers").notNull() },
  (table) => [primaryKey({ columns: [table.timeZone, table.currency, table.dayMs, table.previousDayMs] })],
);

/** Active drivers of a day by the day they signed up, a month back; and those of them who came back for the first time. */
export const cohortsDaily = sqliteTable(
  "cohorts_daily",
  {
    ...day,
    cohortDayMs: integer("cohort_day_ms").notNull(),
    active: integer("active").notNull(),
    firstReturns: integer("first_returns").notNull(),
  },
  (table) => [primaryKey({ columns: [table.timeZone, table.currency, table.cohortDayMs, table.dayMs] })],
);

/** Fills by the hour of the day. */
export const rhythmDaily = sqliteTable(
  "rhythm_daily",
  {
    ...day,
    hour: integer("hour").notNull(),
    /** Monday is 0. */
    weekday: integer("weekday").notNull(),
    fuelings: integer("fuelings").notNull(),
    fueledMinor: integer("fueled_minor").notNull(),
  },
  (table) => [primaryKey({ columns: [table.timeZone, table.currency, table.dayMs, table.hour] })],
);
