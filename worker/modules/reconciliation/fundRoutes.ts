import { custodyPerMyriad } from "@forecourt/contract/catalog";
import { billImport, billRequest, fundReport, liability } from "@forecourt/contract/http/reconciliation";
import { later, startOf } from "@forecourt/contract/periods";
import { currency } from "@forecourt/contract/scalars";
import { desc, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { z } from "zod";
import { endpoint } from "../../http/endpoint.ts";
import { fromCursor, listOf, listQuery, toPage } from "../../http/list.ts";
import { Problem } from "../../http/problem.ts";
import { asOf } from "../../projection/freshness.ts";
import { paymentProvider } from "../../providers/payments/providers.ts";
import { recordAction } from "../audit/record.ts";
import { firstRegion } from "../catalog/queries.ts";
import { importBill } from "./bills.ts";
import { liabilityNow, reportOf } from "./liability.ts";
import { billImports } from "./schema.ts";
import { sweep } from "./sweep.ts";

const tag = "Operator: prepaid funds";

const getLiability = endpoint({
  method: "get",
  path: "/v1/operator/liability",
  tag,
  summary: "What is owed to drivers now, by currency and by region",
  description: "Added up movement by movement, and beside it counted anew from every wallet: the two agree, or there is a case.",
  access: { permission: "fund.read" },
  reply: liability,
  handle: ({ env }) => liabilityNow(env),
});

const getReport = endpoint({
  method: "get",
  path: "/v1/operator/reports/prepaid-fund",
  tag,
  summary: "The prepaid fund of a month or a quarter",
  description:
    "`period` is `2026-11` or `2026-Q4`, by the clocks of the first region. Opening and the flows make the closing, to the minor unit.",
  access: { permission: "fund.read" },
  query: {
    period: z.string().regex(/^\d{4}-(0[1-9]|1[0-2]|Q[1-4])$/, "a month, 2026-11, or a quarter, 2026-Q4"),
    currency: currency.optional(),
  },
  reply: fundReport,
  async handle({ env, query }) {
    const home = await firstRegion(env);
    const { fromMs, toMs } = spanOf(query.period, home.timeZone);
    return reportOf(env, {
      currency: query.currency ?? home.currency,
      period: query.period,
      fromMs,
      toMs,
      custodyPerMyriad: custodyPerMyriad(home),
    });
  },
});

const listBills = endpoint({
  method: "get",
  path: "/v1/operator/bills",
  tag: "Operator: reconciliation",
  summary: "Providers' bills that were compared, newest day first",
  access: { permission: "reconciliation.read" },
  query: listQuery.shape,
  reply: listOf(billImport),
  async handle({ env, query }) {
    const db = drizzle(env.DB);
    const before = query.cursor === undefined ? null : fromCursor(query.cursor);
    const rows = await db
      .select()
      .from(billImports)
      .where(before === null ? undefined : sql`(${billImports.day}, ${billImports.provider}) < (${dayText(before.atMs)}, ${before.id})`)
      .orderBy(desc(billImports.day), desc(billImports.provider))
      .limit(query.limit + 1);
    const page = toPage(rows, query.limit, (row) => ({ atMs: Date.parse(row.day), id: row.provider }), toImport);
    return { ...page, asOf: await asOf(db) };
  },
});

const importOne = endpoint({
  method: "post",
  path: "/v1/operator/bills",
  tag: "Operator: reconciliation",
  summary: "Compare a provider's bill of a day with our books now",
  description: "Each morning this happens by itself. Again it finds the same cases, and those that have been resolved stay so.",
  access: { permission: "reconciliation.write" },
  body: billRequest,
  reply: billImport,
  codes: ["provider_not_available", "bill_not_ready"],
  async handle({ env, caller, body }) {
    const provider = paymentProvider(env, body.provider);
    if (provider === null) throw new Problem("provider_not_available");
    await recordAction(env, caller.by, { action: "ImportBill", subject: `bill/${provider.name}/${body.day}` });
    const row = await importBill(env, provider, body.day, Date.now());
    if (row.state === "not_ready") throw new Problem("bill_not_ready");
    return toImport(row);
  },
});

const sweepNow = endpoint({
  method: "post",
  path: "/v1/operator/reconciliation/sweep",
  tag: "Operator: reconciliation",
  summary: "Compare stations, wallets and lists now",
  description: "Each minute this happens by itself, some of them at a time. A difference is a case once it has stood for twenty seconds.",
  access: { permission: "reconciliation.write" },
  reply: null,
  async handle({ env, caller }) {
    await recordAction(env, caller.by, { action: "CompareBooks", subject: "platform/books" });
    await sweep(env, Date.now());
  },
});

export const fundRoutes = [getLiability, getReport, listBills, importOne, sweepNow];

const dayText = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);

/** @param period `2026-11` or `2026-Q4` */
function spanOf(period: string, timeZone: string): { readonly fromMs: number; readonly toMs: number } {
  const [year = "", part = ""] = period.split("-");
  const isQuarter = part.startsWith("Q");
  const month = isQuarter ? (Number(part.slice(1)) - 1) * 3 + 1 : Number(part);
  const fromMs = startOf("month", Date.UTC(Number(year), month - 1, 2), timeZone);
  return { fromMs, toMs: later("month", fromMs, isQuarter ? 3 : 1, timeZone) };
}

function toImport({ triedAtMs, ...row }: typeof billImports.$inferSelect): z.input<typeof billImport> {
  return { ...row, triedAt: new Date(triedAtMs).toISOString() } as z.input<typeof billImport>;
}
