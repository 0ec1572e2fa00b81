import { driverFigures, type Figures, habitFigures, overview, paymentFigures } from "@forecourt/contract/http/figures";
import { HOUR_MS, type Span } from "@forecourt/contract/periods";
import { toInstant } from "@forecourt/contract/scalars";
import { drizzle } from "drizzle-orm/d1";
import type { z } from "zod";
import type { Env } from "../../env.ts";
import { endpoint } from "../../http/endpoint.ts";
import { asOf } from "../../projection/freshness.ts";
import { dayOf } from "./closing.ts";
import { activeByStation, activeIn, cohortsOf, rhythmOf } from "./drivers.ts";
import { nothing, plus, type Sums } from "./measures.ts";
import { type Range, type RangeQuery, rangeOf, rangeQuery } from "./range.ts";
import { type Bucket, bucketsOf, heldNow, type Parts, partsOf, type Share, sharesOf } from "./sums.ts";

const tag = "Operator: figures";
const description =
  "The last 24 hours unless a range is given. Counted by the hour, a range is cut to whole hours and may span 32 days; counted by days or longer periods, to whole days of the region's time zone.";
const RETURNS_MS = 31 * 24 * HOUR_MS;
const ALERTS_MAX = 1_000;

/** What all of them are: a reading of one range. */
const figures = {
  method: "get",
  tag,
  description,
  access: { permission: "overview.read" },
  query: rangeQuery,
  codes: ["region_not_found"],
} as const;

async function countingOf(env: Env, query: RangeQuery) {
  const range = await rangeOf(env, query);
  const { counting, span, by } = range;
  return { range, counting, span, by, parts: await partsOf(env, counting, span, by) };
}

const getOverview = endpoint({
  ...figures,
  path: "/v1/operator/overview",
  summary: "What was topped up and fuelled, and what is owed to drivers",
  reply: overview,
  async handle({ env, query }): Promise<z.input<typeof overview>> {
    const { range, counting, span, by, parts } = await countingOf(env, query);
    const buckets = await bucketsOf(env, counting, span, by, parts);
    const [[active = 0, ...actives], fills, liability, alerts, counted] = await Promise.all([
      activeIn(env, counting, [span, ...buckets], parts),
      sharesOf(env, counting, "fill", parts),
      heldNow(env, counting),
      alertsSince(env, span),
      countedOf(env, range),
    ]);
    return {
      ...counted,
      totals: toFigures(totalOf(buckets), active),
      buckets: buckets.map((bucket, index) => ({ ...spanOf(bucket), ...toFigures(bucket.sums, actives[index] ?? 0) })),
      byStation: groupsOf(fills, ({ source }) => source).map(([stationId, sums]) => ({ stationId, ...soldOf(sums) })),
      byGrade: groupsOf(fills, ({ product }) => product).map(([grade, sums]) => ({ grade, ...soldOf(sums) })),
      liability,
      alerts,
    };
  },
});

const getDrivers = endpoint({
  ...figures,
  path: "/v1/operator/analytics/drivers",
  summary: "Who signed up, who is active, who comes back, and where",
  reply: driverFigures,
  async handle({ env, query }): Promise<z.input<typeof driverFigures>> {
    const { range, counting, span, by, parts } = await countingOf(env, query);
    const days = { fromMs: dayOf(span.fromMs, counting.timeZone), toMs: span.toMs };
    // Whoever signed up in the range comes back in the month after it.
    const daily = await partsOf(env, counting, { ...days, toMs: days.toMs + RETURNS_MS }, "day");
    const buckets = await bucketsOf(env, counting, span, by, parts);
    const byDay = by === "day" ? buckets : await bucketsOf(env, counting, days, "day", cutAt(daily, days.toMs));
    const registered = byDay.map(({ fromMs, sums }) => ({ dayMs: dayOf(fromMs, counting.timeZone), registered: sums.registered }));
    const [[active = 0, ...actives], fills, atStations, cohorts, counted] = await Promise.all([
      activeIn(env, counting, [span, ...buckets], parts),
      sharesOf(env, counting, "fill", parts),
      activeByStation(env, counting, span),
      cohortsOf(env, counting, days, registered),
      countedOf(env, range),
    ]);
    const totals = totalOf(buckets);
    return {
      ...counted,
      registered: totals.registered,
      active,
      buckets: buckets.map((bucket, index) => ({ ...spanOf(bucket), registered: bucket.sums.registered, active: actives[index] ?? 0 })),
      cohorts: cohorts.map(({ dayMs, ...cohort }) => ({ day: toInstant(dayMs), registered: cohort.registered, back: [...cohort.back] })),
      funnel: { registered: totals.registered, toppedUp: totals.everToppedUp, fueled: totals.everFueled },
      places: groupsOf(fills, ({ source }) => source).map(([stationId, { newcomers, fuelings }]) => ({
        stationId,
        newcomers,
        active: atStations === null ? null : (atStations.get(stationId) ?? 0),
        fuelings,
      })),
    };
  },
});

const getHabits = endpoint({
  ...figures,
  path: "/v1/operator/analytics/habits",
  summary: "What drivers fill, how much, and when",
  reply: habitFigures,
  async handle({ env, query }): Promise<z.input<typeof habitFigures>> {
    const { range, counting, span, by, parts } = await countingOf(env, query);
    const [buckets, fills, rhythm, counted] = await Promise.all([
      bucketsOf(env, counting, span, by, parts),
      sharesOf(env, counting, "fill", parts),
      rhythmOf(env, counting, parts),
      countedOf(env, range),
    ]);
    const { topups, toppedUpMinor, ...totals } = totalOf(buckets);
    return {
      ...counted,
      ...soldOf(totals),
      topups,
      toppedUpMinor,
      grades: groupsOf(fills, ({ product }) => product).map(([grade, sums]) => ({ grade, ...soldOf(sums) })),
      rhythm: rhythm.map((cell) => ({ ...cell })),
    };
  },
});

const getPayments = endpoint({
  ...figures,
  path: "/v1/operator/analytics/payments",
  summary: "Top-up orders: how many are paid, through whom, for which package, and what goes back",
  reply: paymentFigures,
  async handle({ env, query }): Promise<z.input<typeof paymentFigures>> {
    const { range, counting, span, by, parts } = await countingOf(env, query);
    const [buckets, orders, counted] = await Promise.all([
      bucketsOf(env, counting, span, by, parts),
      sharesOf(env, counting, "topup", parts),
      countedOf(env, range),
    ]);
    return {
      ...counted,
      totals: ordersOf(totalOf(buckets)),
      buckets: buckets.map((bucket) => ({ ...spanOf(bucket), ...ordersOf(bucket.sums) })),
      byProvider: groupsOf(orders, ({ source }) => source).map(([provider, sums]) => ({ provider, ...ordersOf(sums) })),
      byPackage: groupsOf(orders, ({ product }) => product).map(([packageId, sums]) => ({
        packageId: packageId === "" ? null : packageId,
        ...ordersOf(sums),
      })),
    };
  },
});

export const figureRoutes = [getOverview, getDrivers, getHabits, getPayments];

async function countedOf(env: Env, { counting: { currency, timeZone }, span, by }: Range) {
  return { currency, timeZone, ...spanOf(span), by, asOf: await asOf(drizzle(env.DB)) };
}

async function alertsSince(env: Env, { fromMs, toMs }: Span): Promise<number> {
  const row = await env.DB.prepare(
    `SELECT count(*) AS alerts FROM (SELECT 1 FROM alerts WHERE raised_at_ms >= ? AND raised_at_ms < ? LIMIT ${ALERTS_MAX})`,
  )
    .bind(fromMs, toMs)
    .first<{ alerts: number }>();
  return row?.alerts ?? 0;
}

/** The part of it that ends there. */
function cutAt({ closed, open }: Parts, toMs: number): Parts {
  const cut = ({ fromMs, toMs: untilMs }: Span) => ({ fromMs: Math.min(fromMs, toMs), toMs: Math.min(untilMs, toMs) });
  return { closed: cut(closed), open: cut(open) };
}

const spanOf = ({ fromMs, toMs }: Span) => ({ from: toInstant(fromMs), to: toInstant(toMs) });
const totalOf = (buckets: readonly Bucket[]): Sums => buckets.map(({ sums }) => sums).reduce(plus, nothing);
const soldOf = ({ fueledMinor, fuelings, volumeMl }: Pick<Sums, "fueledMinor" | "fuelings" | "volumeMl">) => ({
  fueledMinor,
  fuelings,
  volumeMl,
});
const unpaidOf = ({ cancelled, expired, revived }: Sums): number => cancelled + expired - revived;

function toFigures(sums: Sums, activeDrivers: number): Figures {
  const { toppedUpMinor, topups, bonusMinor, registered, refunds, refundedMinor } = sums;
  const topupsEnded = topups + unpaidOf(sums);
  return { toppedUpMinor, topups, bonusMinor, ...soldOf(sums), registered, activeDrivers, topupsEnded, refunds, refundedMinor };
}

function ordersOf(sums: Sums) {
  const { requested, topups, toppedUpMinor, bonusMinor, refunds, refundedMinor } = sums;
  return { requested, topups, toppedUpMinor, bonusMinor, unpaid: unpaidOf(sums), refunds, refundedMinor };
}

function groupsOf(shares: readonly Share[], name: (share: Share) => string): readonly (readonly [string, Sums])[] {
  return [...Map.groupBy(shares, name)].map(([key, group]) => [key, group.map(({ sums }) => sums).reduce(plus, nothing)] as const);
}
