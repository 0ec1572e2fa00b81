import { overview } from "@forecourt/contract/http/operator";
import { currency, instant, toMs } from "@forecourt/contract/scalars";
import { and, asc, count, eq, gt, gte, lt, sum } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { z } from "zod";
import { endpoint } from "../../http/endpoint.ts";
import { Problem } from "../../http/problem.ts";
import { asOf } from "../../projection/freshness.ts";
import { alerts } from "../alerts/schema.ts";
import { homeRegion } from "../catalog/queries.ts";
import { wallets } from "../wallets/schema.ts";
import { figuresHourly } from "./schema.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const RANGE_MS_MAX = 32 * DAY_MS;
const nothing = { toppedUpMinor: 0, topups: 0, bonusMinor: 0, fueledMinor: 0, fuelings: 0, volumeMl: 0 };
type Figures = typeof nothing;

const getOverview = endpoint({
  method: "get",
  path: "/v1/operator/overview",
  tag: "Operator: overview",
  summary: "What was topped up and fuelled, and what is owed to drivers",
  description: "The last 24 hours unless a range is given; at most 32 days. Figures are kept by the hour.",
  access: { permission: "overview.read" },
  query: { from: instant.optional(), to: instant.optional(), currency: currency.optional() },
  reply: overview,
  async handle({ env, query }): Promise<z.input<typeof overview>> {
    const db = drizzle(env.DB);
    const toAtMs = query.to === undefined ? Date.now() : toMs(query.to);
    const fromAtMs = query.from === undefined ? toAtMs - DAY_MS : toMs(query.from);
    if (fromAtMs > toAtMs || toAtMs - fromAtMs > RANGE_MS_MAX)
      throw new Problem("validation_failed", "query: from must be before to, by 32 days at most");
    const code = query.currency ?? (await homeRegion(env)).currency;
    const [rows, [held], [raised], at] = await Promise.all([
      db
        .select()
        .from(figuresHourly)
        .where(and(gt(figuresHourly.hourMs, fromAtMs - HOUR_MS), lt(figuresHourly.hourMs, toAtMs), eq(figuresHourly.currency, code)))
        .orderBy(asc(figuresHourly.hourMs)),
      db
        .select({ principal: sum(wallets.principalMinor), bonus: sum(wallets.bonusMinor), debt: sum(wallets.debtMinor), wallets: count() })
        .from(wallets)
        .where(eq(wallets.currency, code)),
      db.select({ count: count() }).from(alerts).where(gte(alerts.raisedAtMs, fromAtMs)),
      asOf(db),
    ]);
    return {
      currency: code,
      from: new Date(fromAtMs).toISOString(),
      to: new Date(toAtMs).toISOString(),
      totals: rows.reduce(add, nothing),
      byHour: [...Map.groupBy(rows, ({ hourMs }) => hourMs)].map(([hourMs, group]) => ({
        hour: new Date(hourMs).toISOString(),
        ...group.reduce(add, nothing),
      })),
      byStation: [
        ...Map.groupBy(
          rows.filter(({ stationId }) => stationId !== ""),
          ({ stationId }) => stationId,
        ),
      ].map(([stationId, group]) => {
        const { fueledMinor, fuelings, volumeMl } = group.reduce(add, nothing);
        return { stationId, fueledMinor, fuelings, volumeMl };
      }),
      liability: {
        principalMinor: Number(held?.principal ?? 0),
        bonusMinor: Number(held?.bonus ?? 0),
        debtMinor: Number(held?.debt ?? 0),
        wallets: held?.wallets ?? 0,
      },
      alerts: raised?.count ?? 0,
      asOf: at,
    };
  },
});

export const figureRoutes = [getOverview];

function add(total: Figures, row: Figures): Figures {
  return {
    toppedUpMinor: total.toppedUpMinor + row.toppedUpMinor,
    topups: total.topups + row.topups,
    bonusMinor: total.bonusMinor + row.bonusMinor,
    fueledMinor: total.fueledMinor + row.fueledMinor,
    fuelings: total.fuelings + row.fuelings,
    volumeMl: total.volumeMl + row.volumeMl,
  };
}
