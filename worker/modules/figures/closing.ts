import { HOUR_MS, later, type Span, startOf, wallOf, weekdayOf } from "@forecourt/contract/periods";
import { currencies } from "@forecourt/contract/units";
import { measureNames, measures } from "./measures.ts";

/**
 * Adds up the days that are over, from their hours. A closed day is whole: the projector reopens it in the very batch that
 * writes to one of its hours, and adding up is one batch as well, so that neither ever sees half of the other.
 *
 * Zones whose clocks are half an hour off cut through an hour; it belongs to the day in which it begins.
 */

/** What adding up needs of D1; the seed has a file instead. */
export interface DayBook {
  prepare(sql: string): BookStatement;
  batch(statements: BookStatement[]): Promise<unknown>;
}
interface BookStatement {
  bind(...values: (string | number | null)[]): BookStatement;
  first<Row>(): Promise<Row | null>;
  all<Row>(): Promise<{ readonly results: readonly Row[] }>;
}

/** Days added up at once. */
const DAYS_PER_BATCH = 31;
/** How long a driver's return counts for the cohort that they signed up with. */
const COHORT_DAYS = 31;

const columns = measureNames.map((name) => measures[name]).join(", ");
const sums = measureNames.map((name) => `sum(f.${measures[name]})`).join(", ");
const list = (values: readonly string[]): string => values.map((value) => `'${value}'`).join(", ");
const inCurrency = `currency IN (${list(currencies)})`;
const hoursTable =
  "hours AS (SELECT value ->> 0 AS hour_ms, value ->> 1 AS day_ms, value ->> 2 AS hour, value ->> 3 AS weekday FROM json_each(?1))";
/** Drivers who were active on a day, for the first time that day. */
const marksTable = `marks AS (
         SELECT h.day_ms, a.currency, a.previous_ms, a.opened_at_ms
         FROM hours h CROSS JOIN active_hours a ON a.hour_ms = h.hour_ms WHERE a.previous_ms < h.day_ms
         UNION ALL
         SELECT h.day_ms, a.currency, a.previous_ms, a.opened_at_ms
         FROM hours h CROSS JOIN fuelings a ON a.settled_at_ms >= h.hour_ms AND a.settled_at_ms < h.hour_ms + ${HOUR_MS}
         WHERE a.previous_ms < h.day_ms)`;
const span = "day_ms >= ?2 AND day_ms < ?3";

/** The first hour of the day that an instant is in. */
export function dayOf(atMs: number, timeZone: string): number {
  return startOf("hour", startOf("day", atMs, timeZone), timeZone);
}

/** The first hour of the day after. */
export function dayAfter(dayMs: number, timeZone: string): number {
  // Noon belongs to the day whatever its clocks do; its first hour may have begun the day before.
  return startOf("hour", later("day", startOf("day", dayMs + HOUR_MS, timeZone), 1, timeZone), timeZone);
}

/**
 * Adds up what is over and not added up yet, of a span or of all time.
 *
 * @returns days that were added up
 */
export async function closeDays(
  env: { readonly DB: DayBook },
  timeZone: string,
  nowMs: number,
  within?: Span,
  most = Number.POSITIVE_INFINITY,
): Promise<number> {
  const first = await env.DB.prepare("SELECT min(hour_ms) AS hour_ms FROM figures_hourly").first<{ hour_ms: number | null }>();
  if (first?.hour_ms == null) return 0;
  const fromMs = dayOf(Math.max(first.hour_ms, within?.fromMs ?? 0), timeZone);
  const untilMs = Math.min(dayOf(nowMs, timeZone), within?.toMs ?? Number.POSITIVE_INFINITY);
  const { results } = await env.DB.prepare("SELECT day_ms FROM closed_days WHERE day_ms >= ? AND day_ms < ? AND time_zone = ?")
    .bind(fromMs, untilMs, timeZone)
    .all<{ day_ms: number }>();
  const closed = new Set(results.map(({ day_ms }) => day_ms));
  let run: number[] = [];
  let count = 0;
  for (let dayMs = fromMs; dayMs < untilMs && count + run.length < most; dayMs = dayAfter(dayMs, timeZone)) {
    if (!closed.has(dayMs)) run.push(dayMs);
    if (run.length > 0 && (run.length === DAYS_PER_BATCH || closed.has(dayMs))) {
      await close(env, timeZone, run);
      count += run.length;
      run = [];
    }
  }
  if (run.length > 0) await close(env, timeZone, run);
  return count + run.length;
}

/** @param days that follow one another */
async function close(env: { readonly DB: DayBook }, timeZone: string, days: readonly number[]): Promise<void> {
  const [fromMs = 0] = days;
  const untilMs = dayAfter(days.at(-1) ?? 0, timeZone);
  const hours: (readonly [hourMs: number, dayMs: number, hour: number, weekday: number])[] = [];
  for (const [index, dayMs] of days.entries()) {
    const nextMs = days[index + 1] ?? untilMs;
    for (let hourMs = dayMs; hourMs < nextMs; hourMs += HOUR_MS) {
      const { year, month, day, hour } = wallOf(hourMs, timeZone);
      hours.push([hourMs, dayMs, hour, weekdayOf(year, month, day)]);
    }
  }
  const cohorts: (readonly [fromMs: number, untilMs: number])[] = [];
  for (let dayMs = dayOf(fromMs - COHORT_DAYS * 24 * HOUR_MS, timeZone); dayMs < untilMs; ) {
    const nextMs = dayAfter(dayMs, timeZone);
    cohorts.push([dayMs, nextMs]);
    dayMs = nextMs;
  }
  const statement = (sql: string, ...bound: readonly (string | number)[]) => env.DB.prepare(sql).bind(...bound);
  const hoursText = JSON.stringify(hours);
  const emptied = [
    statement(
      `DELETE FROM figures_daily WHERE time_zone = ?1 AND ${inCurrency} AND kind IN ('all', 'fill', 'topup', 'driver') AND ${span}`,
      timeZone,
      fromMs,
      untilMs,
    ),
    statement(`DELETE FROM active_daily WHERE time_zone = ?1 AND ${inCurrency} AND ${span}`, timeZone, fromMs, untilMs),
    statement(`DELETE FROM rhythm_daily WHERE time_zone = ?1 AND ${inCurrency} AND ${span}`, timeZone, fromMs, untilMs),
    // A cohort's days follow it: the rows of these days are those of the cohorts up to a month before.
    statement(
      `DELETE FROM cohorts_daily WHERE time_zone = ?1 AND ${inCurrency} AND cohort_day_ms >= ?4 AND cohort_day_ms < ?3 AND ${span}`,
      timeZone,
      fromMs,
      untilMs,
      cohorts[0]?.[0] ?? fromMs,
    ),
  ];
  await env.DB.batch([
    ...emptied,
    statement(
      `INSERT INTO figures_daily (time_zone, day_ms, currency, kind, source, product, ${columns})
       WITH ${hoursTable}
       SELECT ?2, h.day_ms, f.currency, f.kind, f.source, f.product, ${sums}
       FROM hours h CROSS JOIN figures_hourly f ON f.hour_ms = h.hour_ms GROUP BY h.day_ms, f.currency, f.kind, f.source, f.product`,
      hoursText,
      timeZone,
    ),
    statement(
      `INSERT INTO figures_daily (time_zone, day_ms, currency, kind, source, product, ${columns})
       WITH ${hoursTable}
       SELECT ?2, h.day_ms, f.currency, 'all', '', '', ${sums}
       FROM hours h CROSS JOIN figures_hourly f ON f.hour_ms = h.hour_ms GROUP BY h.day_ms, f.currency`,
      hoursText,
      timeZone,
    ),
    statement(
      `INSERT INTO rhythm_daily (time_zone, day_ms, currency, hour, weekday, fuelings, fueled_minor)
       WITH ${hoursTable}
       SELECT ?2, h.day_ms, f.currency, h.hour, min(h.weekday), sum(f.fuelings), sum(f.fueled_minor)
       FROM hours h CROSS JOIN figures_hourly f ON f.hour_ms = h.hour_ms WHERE f.kind = 'fill' GROUP BY h.day_ms, f.currency, h.hour`,
      hoursText,
      timeZone,
    ),
    statement(
      `INSERT INTO active_daily (time_zone, day_ms, currency, previous_day_ms, drivers)
       WITH ${hoursTable}, ${marksTable}
       SELECT ?2, day_ms, currency, ${bucketOf("previous_ms", offsetsOf(timeZone, untilMs))} AS previous_day_ms, count(*)
       FROM marks GROUP BY 2, 3, 4`,
      hoursText,
      timeZone,
    ),
    statement(
      `INSERT INTO cohorts_daily (time_zone, day_ms, currency, cohort_day_ms, active, first_returns)
       WITH ${hoursTable}, ${marksTable}, cohorts AS (SELECT value ->> 0 AS day_ms, value ->> 1 AS until_ms FROM json_each(?3))
       SELECT ?2, m.day_ms, m.currency, c.day_ms, count(*), sum(c.day_ms < m.day_ms AND m.previous_ms < c.until_ms)
       FROM marks m JOIN cohorts c ON m.opened_at_ms >= c.day_ms AND m.opened_at_ms < c.until_ms
       WHERE m.opened_at_ms >= ?4 GROUP BY 2, 3, 4`,
      hoursText,
      timeZone,
      JSON.stringify(cohorts),
      cohorts[0]?.[0] ?? 0,
    ),
    statement(
      "INSERT OR REPLACE INTO closed_days (day_ms, time_zone, until_ms) SELECT value ->> 0, ?2, value ->> 1 FROM json_each(?1)",
      JSON.stringify(days.map((dayMs, index) => [dayMs, days[index + 1] ?? untilMs])),
      timeZone,
    ),
  ]);
}

/** Every offset that the zone has had in the years before, in milliseconds: one, or two where clocks change. */
function offsetsOf(timeZone: string, untilMs: number): readonly number[] {
  const MONTHS = 10 * 12;
  const moments = Array.from({ length: MONTHS }, (_, index) => untilMs - index * 30 * 24 * HOUR_MS);
  return [
    ...new Set(
      moments.map((atMs) => {
        const { year, month, day, hour, minute, second } = wallOf(atMs, timeZone);
        return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(atMs / 1000) * 1000;
      }),
    ),
  ];
}

/**
 * SQL for the start of the stretch that an instant is in, when time is cut wherever a day begins under any of the offsets.
 * Every day of the zone begins at such a cut, so "before this day" can be told of a stretch as of an instant.
 */
function bucketOf(column: string, offsets: readonly number[]): string {
  const DAY_MS = 24 * HOUR_MS;
  const starts = offsets.map((offset) => `(${column} + ${offset}) / ${DAY_MS} * ${DAY_MS} - ${offset}`);
  const latest = starts.length === 1 ? starts[0] : `max(${starts.join(", ")})`;
  return `CASE WHEN ${column} = 0 THEN 0 ELSE ${latest} END`;
}
