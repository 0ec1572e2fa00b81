import { daysBetween, HOUR_MS, later, type Span, wallOf, weekdayOf } from "@forecourt/contract/periods";
import type { Env } from "../../env.ts";
import { dayOf } from "./closing.ts";
import type { Counting, Parts } from "./sums.ts";

/** Days after which it is asked who has come back. */
export const RETENTION_DAYS = [1, 7, 30] as const;

/** Stations' drivers are counted one by one, so only for so long a span. */
export const PLACES_DAYS_MAX = 31;

/**
 * Drivers who topped up or filled, each counted once, in every one of the spans: those whose activity before lies before the
 * span. `parts` are those of the whole.
 */
export async function activeIn(
  env: Env,
  { currency, timeZone }: Counting,
  spans: readonly Span[],
  parts: Parts,
): Promise<readonly number[]> {
  const asked = JSON.stringify(spans.map(({ fromMs, toMs }) => [fromMs, toMs]));
  const spansTable = "spans AS (SELECT key AS no, value ->> 0 AS from_ms, value ->> 1 AS to_ms FROM json_each(?1))";
  const marks = (table: string, at: string) =>
    env.DB.prepare(
      `WITH ${spansTable} SELECT s.no, count(*) AS drivers FROM spans s CROSS JOIN ${table} a
       ON a.${at} >= ${hourFrom("max(s.from_ms, ?2)")} AND a.${at} < ${hourFrom("min(s.to_ms, ?3)")}
       WHERE a.currency = ?4 AND a.previous_ms < s.from_ms GROUP BY s.no`,
    ).bind(asked, parts.open.fromMs, parts.open.toMs, currency);
  const counted = await env.DB.batch<{ readonly no: number; readonly drivers: number }>([
    env.DB.prepare(
      `WITH ${spansTable} SELECT s.no, sum(a.drivers) AS drivers FROM spans s CROSS JOIN active_daily a
       ON a.time_zone = ?2 AND a.currency = ?3 AND a.day_ms >= max(s.from_ms, ?4) AND a.day_ms < min(s.to_ms, ?5)
       WHERE a.previous_day_ms < s.from_ms GROUP BY s.no`,
    ).bind(asked, timeZone, currency, parts.closed.fromMs, parts.closed.toMs),
    marks("active_hours", "hour_ms"),
    marks("fuelings", "settled_at_ms"),
  ]);
  const found = new Map<number, number>();
  for (const { no, drivers } of counted.flatMap(({ results }) => results)) found.set(no, (found.get(no) ?? 0) + drivers);
  return spans.map((_, no) => found.get(no) ?? 0);
}

/** SQL for the first hour that begins then or later: an hour belongs to where it begins, and so does what happens within it. */
const hourFrom = (atMs: string): string => `(${atMs} + ${HOUR_MS - 1}) / ${HOUR_MS} * ${HOUR_MS}`;

/** Drivers who filled at each station; null for a span that is too long to count them. */
export async function activeByStation(env: Env, { currency, timeZone }: Counting, span: Span): Promise<ReadonlyMap<string, number> | null> {
  if (daysBetween(dayOf(span.fromMs, timeZone), span.toMs) > PLACES_DAYS_MAX) return null;
  const { results } = await env.DB.prepare(
    `SELECT station_id AS stationId, count(DISTINCT wallet_id) AS drivers FROM fuelings INDEXED BY fuelings_by_time
     WHERE settled_at_ms >= ${hourFrom("?")} AND settled_at_ms < ${hourFrom("?")} AND currency = ? GROUP BY station_id`,
  )
    .bind(span.fromMs, span.toMs, currency)
    .all<{ stationId: string; drivers: number }>();
  return new Map(results.map(({ stationId, drivers }) => [stationId, drivers]));
}

/** Who signed up on a day, and who of them has come back; null while the days that it takes are not over. */
export interface Cohort {
  readonly dayMs: number;
  readonly registered: number;
  readonly back: readonly { readonly days: number; readonly on: number | null; readonly within: number | null }[];
}

/**
 * Cohorts of a span, one a day: how many topped up or filled on the very day, and on any day up to it, so many days after they
 * had signed up.
 *
 * @param registered by day
 */
export async function cohortsOf(
  env: Env,
  { currency, timeZone, nowMs }: Counting,
  span: Span,
  registered: readonly { readonly dayMs: number; readonly registered: number }[],
): Promise<readonly Cohort[]> {
  const { results } = await env.DB.prepare(
    `SELECT cohort_day_ms AS cohortMs, day_ms AS dayMs, active, first_returns AS returns FROM cohorts_daily
     WHERE time_zone = ? AND currency = ? AND cohort_day_ms >= ? AND cohort_day_ms < ?`,
  )
    .bind(timeZone, currency, span.fromMs, span.toMs)
    .all<{ cohortMs: number; dayMs: number; active: number; returns: number }>();
  const byCohort = Map.groupBy(results, ({ cohortMs }) => cohortMs);
  const todayMs = dayOf(nowMs, timeZone);
  return registered.map((cohort) => {
    const rows = (byCohort.get(cohort.dayMs) ?? []).map((row) => ({ ...row, age: daysBetween(row.cohortMs, row.dayMs) }));
    return {
      ...cohort,
      back: RETENTION_DAYS.map((days) => {
        if (later("day", cohort.dayMs, days, timeZone) >= todayMs) return { days, on: null, within: null };
        const on = rows.filter(({ age }) => age === days).reduce((sum, { active }) => sum + active, 0);
        const within = rows.filter(({ age }) => age >= 1 && age <= days).reduce((sum, { returns }) => sum + returns, 0);
        return { days, on, within };
      }),
    };
  });
}

/** Fills by weekday (Monday is 0) and hour of the day. */
export interface RhythmCell {
  readonly weekday: number;
  readonly hour: number;
  readonly fuelings: number;
  readonly fueledMinor: number;
}

export async function rhythmOf(env: Env, { currency, timeZone }: Counting, { closed, open }: Parts): Promise<readonly RhythmCell[]> {
  const [days, hours] = await env.DB.batch<RhythmCell & { readonly hourMs: number }>([
    env.DB.prepare(
      `SELECT weekday, hour, sum(fuelings) AS fuelings, sum(fueled_minor) AS fueledMinor FROM rhythm_daily
       WHERE time_zone = ? AND currency = ? AND day_ms >= ? AND day_ms < ? GROUP BY weekday, hour`,
    ).bind(timeZone, currency, closed.fromMs, closed.toMs),
    env.DB.prepare(
      `SELECT hour_ms AS hourMs, sum(fuelings) AS fuelings, sum(fueled_minor) AS fueledMinor FROM figures_hourly
       WHERE hour_ms >= ? AND hour_ms < ? AND currency = ? AND kind = 'fill' GROUP BY hour_ms`,
    ).bind(open.fromMs, open.toMs, currency),
  ]);
  const live = (hours?.results ?? []).map(({ hourMs, fuelings, fueledMinor }) => {
    const { year, month, day, hour } = wallOf(Math.floor(hourMs / HOUR_MS) * HOUR_MS, timeZone);
    return { weekday: weekdayOf(year, month, day), hour, fuelings, fueledMinor };
  });
  const cells = new Map<string, RhythmCell>();
  for (const { weekday, hour, fuelings, fueledMinor } of [...(days?.results ?? []), ...live]) {
    const name = `${weekday}/${hour}`;
    const cell = cells.get(name);
    cells.set(name, { weekday, hour, fuelings: (cell?.fuelings ?? 0) + fuelings, fueledMinor: (cell?.fueledMinor ?? 0) + fueledMinor });
  }
  return [...cells.values()].sort((a, b) => a.weekday - b.weekday || a.hour - b.hour);
}
