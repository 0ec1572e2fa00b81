import { paymentHealth } from "@forecourt/contract/http/payments";
import { toInstant } from "@forecourt/contract/scalars";
import { and, asc, eq, gte } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { z } from "zod";
import { endpoint } from "../../http/endpoint.ts";
import { providerHealth } from "../../providers/payments/health/schema.ts";
import { paymentProvider, providerNames } from "../../providers/payments/providers.ts";

const HOUR_MS = 3_600_000;

const health = endpoint({
  method: "get",
  path: "/v1/operator/payments/health",
  tag: "Operator: operation",
  summary: "How payment providers do: calls, errors and time taken",
  description:
    "By provider and call, over the last hours; the hour under way is in it. Providers that are switched off are listed as such.",
  access: { permission: "operations.read" },
  query: { hours: z.coerce.number().int().min(1).max(168).default(24) },
  reply: paymentHealth,
  async handle({ env, query }) {
    const nowMs = Date.now();
    const fromMs = nowMs - (nowMs % HOUR_MS) - (query.hours - 1) * HOUR_MS;
    const db = drizzle(env.DB);
    const items = [];
    for (const name of providerNames) {
      // One read for each provider, along its part of the key.
      const rows = await db
        .select()
        .from(providerHealth)
        .where(and(eq(providerHealth.provider, name), gte(providerHealth.hourAtMs, fromMs)))
        .orderBy(asc(providerHealth.hourAtMs));
      items.push({ provider: name, isOn: paymentProvider(env, name) !== null, calls: summed(rows) });
    }
    return { items, from: toInstant(fromMs), asOf: toInstant(nowMs) };
  },
});

export const paymentHealthRoutes = [health];

type Row = typeof providerHealth.$inferSelect;

/** One line for each call, over all hours. */
function summed(rows: readonly Row[]): z.input<typeof paymentHealth>["items"][number]["calls"] {
  return [...Map.groupBy(rows, ({ call }) => call)].map(([call, hours]) => {
    const sum = (of: (row: Row) => number) => hours.reduce((total, row) => total + of(row), 0);
    const last = hours.filter(({ lastErrorAtMs }) => lastErrorAtMs !== null).at(-1);
    const calls = sum((row) => row.calls);
    return {
      call,
      calls,
      errors: sum((row) => row.errors),
      averageMs: Math.round(sum((row) => row.totalMs) / Math.max(1, calls)),
      maxMs: Math.max(...hours.map(({ maxMs }) => maxMs)),
      lastError: last?.lastError ?? null,
      lastErrorAt: last?.lastErrorAtMs == null ? null : toInstant(last.lastErrorAtMs),
      hours: hours.map(({ hourAtMs, calls: made, errors, totalMs }) => ({
        at: toInstant(hourAtMs),
        calls: made,
        errors,
        averageMs: Math.round(totalMs / Math.max(1, made)),
      })),
    };
  });
}
