import type { fundReport, liability } from "@forecourt/contract/http/reconciliation";
import { movementKinds } from "@forecourt/contract/movement";
import type { Currency } from "@forecourt/contract/units";
import { drizzle } from "drizzle-orm/d1";
import type { z } from "zod";
import type { Env } from "../../env.ts";
import { asOf } from "../../projection/freshness.ts";

/** What is owed to drivers: added up as it moves, and counted anew to see that the two agree. */

interface Held {
  readonly principalMinor: number;
  readonly bonusMinor: number;
  readonly debtMinor: number;
}
type Counted = Held & { readonly currency: Currency; readonly wallets: number };
type Flow = Held & { readonly kind: (typeof movementKinds)[number]; readonly count: number };

const sums =
  "coalesce(sum(principal_minor), 0) AS principalMinor, coalesce(sum(bonus_minor), 0) AS bonusMinor, coalesce(sum(debt_minor), 0) AS debtMinor";

/** What all wallets together hold more, or less, as `figures` adds it up with what it is about. */
const changes =
  "coalesce(sum(principal_change_minor), 0) AS principalMinor, coalesce(sum(bonus_change_minor), 0) AS bonusMinor, coalesce(sum(debt_change_minor), 0) AS debtMinor";

/** Both in one batch: nothing is applied between the two. */
export async function liabilityNow(env: Env): Promise<z.input<typeof liability>> {
  const [rolled, counted, regions] = await env.DB.batch<Counted & { readonly regionId: string | null }>([
    env.DB.prepare(`SELECT currency, ${changes} FROM figures_hourly GROUP BY currency ORDER BY currency`),
    env.DB.prepare(`SELECT currency, count(*) AS wallets, ${sums} FROM wallets GROUP BY currency`),
    env.DB.prepare(
      `SELECT coalesce(home_regions.region_id, (SELECT min(region_id) FROM regions WHERE json_extract(region, '$.currency') = currency)) AS regionId,
         currency, count(*) AS wallets, ${sums} FROM wallets LEFT JOIN home_regions ON home_regions.driver_id = wallets.driver_id
       GROUP BY 1, currency ORDER BY 1, currency`,
    ),
  ]);
  const byCurrency = (counted?.results ?? []).map(({ currency, wallets, ...recount }) => {
    const { principalMinor = 0, bonusMinor = 0, debtMinor = 0 } = rolled?.results.find((row) => row.currency === currency) ?? {};
    const agrees = principalMinor === recount.principalMinor && bonusMinor === recount.bonusMinor && debtMinor === recount.debtMinor;
    return { currency, principalMinor, bonusMinor, debtMinor, recount: { ...recount, wallets }, agrees };
  });
  return { byCurrency, byRegion: regions?.results ?? [], asOf: await asOf(drizzle(env.DB)) };
}

export interface ReportPeriod {
  readonly currency: Currency;
  readonly period: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly custodyPerMyriad: number;
}

/** What came in, went out and is left of a period, movement by movement: opening and flows make the closing, always. */
export async function reportOf(
  env: Env,
  { currency, period, fromMs, toMs, custodyPerMyriad }: ReportPeriod,
): Promise<z.input<typeof fundReport>> {
  const [before, within] = await env.DB.batch<Flow>([
    env.DB.prepare(`SELECT ${changes} FROM figures_hourly WHERE currency = ? AND hour_ms < ?`).bind(currency, fromMs),
    env.DB.prepare(
      `SELECT kind, sum(count) AS count, ${sums} FROM fund_flows WHERE currency = ?1 AND hour_ms >= ?2 AND hour_ms < ?3 GROUP BY kind
       UNION ALL SELECT CASE kind WHEN 'fill' THEN 'fueling' ELSE 'topup' END, sum(fuelings + topups), ${changes} FROM figures_hourly
         WHERE currency = ?1 AND hour_ms >= ?2 AND hour_ms < ?3 AND kind IN ('fill', 'topup') GROUP BY kind`,
    ).bind(currency, fromMs, toMs),
  ]);
  const { principalMinor = 0, bonusMinor = 0, debtMinor = 0 } = before?.results[0] ?? {};
  const opening = { principalMinor, bonusMinor, debtMinor };
  const flows = movementKinds.flatMap((kind) => within?.results.find((row) => row.kind === kind) ?? []);
  const closing = flows.reduce<Held>(
    (sum, row) => ({
      principalMinor: sum.principalMinor + row.principalMinor,
      bonusMinor: sum.bonusMinor + row.bonusMinor,
      debtMinor: sum.debtMinor + row.debtMinor,
    }),
    opening,
  );
  const principal = (...kinds: readonly Flow["kind"][]) =>
    flows.filter(({ kind }) => kinds.includes(kind)).reduce((sum, row) => sum + row.principalMinor, 0);
  const inMinor = principal("topup", "payment_credit");
  const spentMinor = 0 - principal("fueling", "debt_payment");
  const refundedMinor = 0 - principal("refund", "refund_returned", "chargeback", "chargeback_returned");
  return {
    ...{ currency, period, opening, closing, flows, inMinor, spentMinor, refundedMinor },
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    otherMinor: closing.principalMinor - opening.principalMinor - inMinor + spentMinor + refundedMinor,
    custody: { perMyriad: custodyPerMyriad, requiredMinor: Math.ceil((Math.max(0, closing.principalMinor) * custodyPerMyriad) / 10_000) },
    asOf: await asOf(drizzle(env.DB)),
  };
}
