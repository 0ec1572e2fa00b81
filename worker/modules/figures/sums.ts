import { HOUR_MS, type Period, type Span, spansOf } from "@forecourt/contract/periods";
import type { Currency } from "@forecourt/contract/units";
import type { Env } from "../../env.ts";
import { closeDays, dayOf } from "./closing.ts";
import { type Measure, measuresOf, nothing, plus, type Sums, summed, summedOf } from "./measures.ts";
import type { Kind } from "./schema.ts";

const hourOf = (atMs: number): number => Math.floor(atMs / HOUR_MS) * HOUR_MS;

/** What is counted: a currency's figures, in days of a zone. */
export interface Counting {
  readonly currency: Currency;
  readonly timeZone: string;
  readonly nowMs: number;
}

/** A span in two: days that are over, read as days, and what has to be read by the hour. Either may be empty. */
export interface Parts {
  readonly closed: Span;
  readonly open: Span;
}

export interface Bucket extends Span {
  readonly sums: Sums;
}

/** What a row of a breakdown is about: a fill's station and grade, a top-up's provider and package. */
export interface Share {
  readonly kind: Kind;
  readonly source: string;
  readonly product: string;
  readonly sums: Sums;
}

/**
 * Cuts a span where today begins, and has the days before it added up.
 *
 * @param span from and to are first hours of days, unless it is counted by the hour
 */
export async function partsOf(env: Env, { timeZone, nowMs }: Counting, span: Span, by: Period): Promise<Parts> {
  const cutMs = by === "hour" ? span.fromMs : Math.max(span.fromMs, Math.min(span.toMs, dayOf(nowMs, timeZone)));
  const closed = { fromMs: span.fromMs, toMs: cutMs };
  if (closed.toMs > closed.fromMs) await closeDays(env, timeZone, nowMs, closed);
  return { closed, open: { fromMs: cutMs, toMs: span.toMs } };
}

/** The figures of each period of a span. Reads a row for each day, and the rows of today's hours. */
export async function bucketsOf(env: Env, counting: Counting, span: Span, by: Period, parts: Parts): Promise<readonly Bucket[]> {
  const { currency, timeZone } = counting;
  const [days, hours] = await env.DB.batch<Record<Measure, number> & { readonly atMs: number }>([
    env.DB.prepare(
      `SELECT day_ms AS atMs, ${summed} FROM figures_daily
       WHERE time_zone = ? AND currency = ? AND kind = 'all' AND day_ms >= ? AND day_ms < ? GROUP BY day_ms`,
    ).bind(timeZone, currency, parts.closed.fromMs, parts.closed.toMs),
    env.DB.prepare(
      `SELECT hour_ms AS atMs, ${summed} FROM figures_hourly WHERE hour_ms >= ? AND hour_ms < ? AND currency = ? GROUP BY hour_ms`,
    ).bind(parts.open.fromMs, parts.open.toMs, currency),
  ]);
  const rows = [...(days?.results ?? []), ...(hours?.results ?? [])];
  return spansOf(by, span, timeZone).map((exact) => {
    // An hour belongs to where it begins.
    const [fromMs, toMs] = [hourOf(exact.fromMs), hourOf(exact.toMs)];
    return { fromMs, toMs, sums: rows.filter(({ atMs }) => atMs >= fromMs && atMs < toMs).reduce<Sums>(plus, nothing) };
  });
}

/** The figures of a span by station and grade, or by provider and package. */
export async function sharesOf(
  env: Env,
  { currency, timeZone }: Counting,
  kind: "fill" | "topup",
  parts: Parts,
): Promise<readonly Share[]> {
  const sums = summedOf(measuresOf[kind]);
  const [days, hours] = await env.DB.batch<Record<Measure, number> & { readonly source: string; readonly product: string }>([
    env.DB.prepare(
      `SELECT source, product, ${sums} FROM figures_daily
       WHERE time_zone = ? AND currency = ? AND kind = ? AND day_ms >= ? AND day_ms < ? GROUP BY source, product`,
    ).bind(timeZone, currency, kind, parts.closed.fromMs, parts.closed.toMs),
    env.DB.prepare(
      `SELECT source, product, ${sums} FROM figures_hourly
       WHERE hour_ms >= ? AND hour_ms < ? AND currency = ? AND kind = ? GROUP BY source, product`,
    ).bind(parts.open.fromMs, parts.open.toMs, currency, kind),
  ]);
  const rows = [...(days?.results ?? []), ...(hours?.results ?? [])];
  return [...Map.groupBy(rows, ({ source, product }) => `${source}/${product}`).values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [{ kind, source: first.source, product: first.product, sums: group.reduce<Sums>(plus, nothing) }];
  });
}

/** What all wallets hold and owe now, and how many there are: the sum of every change there has been. */
export async function heldNow(env: Env, { currency, timeZone, nowMs }: Counting) {
  const todayMs = dayOf(nowMs, timeZone);
  await closeDays(env, timeZone, nowMs);
  const names = "principal_change_minor AS principal, bonus_change_minor AS bonus, debt_change_minor AS debt, registered";
  const row = await env.DB.prepare(
    `SELECT sum(principal) AS principalMinor, sum(bonus) AS bonusMinor, sum(debt) AS debtMinor, sum(registered) AS wallets FROM (
       SELECT ${names} FROM figures_daily WHERE time_zone = ?1 AND currency = ?2 AND kind = 'all' AND day_ms < ?3
       UNION ALL SELECT ${names} FROM figures_hourly WHERE hour_ms >= ?3 AND currency = ?2)`,
  )
    .bind(timeZone, currency, todayMs)
    .first<{ principalMinor: number | null; bonusMinor: number | null; debtMinor: number | null; wallets: number | null }>();
  return {
    principalMinor: row?.principalMinor ?? 0,
    bonusMinor: row?.bonusMinor ?? 0,
    debtMinor: row?.debtMinor ?? 0,
    wallets: row?.wallets ?? 0,
  };
}
