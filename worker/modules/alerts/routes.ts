import { alert } from "@forecourt/contract/http/operator";
import { desc, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { endpoint } from "../../http/endpoint.ts";
import { fromCursor, listOf, listQuery, toPage } from "../../http/list.ts";
import { asOf } from "../../projection/freshness.ts";
import { alerts } from "./schema.ts";

const list = endpoint({
  method: "get",
  path: "/v1/operator/alerts",
  tag: "Operator: alerts",
  summary: "What a person should look at, newest first",
  access: { permission: "alerts.read" },
  query: listQuery.shape,
  reply: listOf(alert),
  async handle({ env, query }) {
    const db = drizzle(env.DB);
    const before = query.cursor === undefined ? null : fromCursor(query.cursor);
    const rows = await db
      .select()
      .from(alerts)
      .where(before === null ? undefined : sql`(${alerts.raisedAtMs}, ${alerts.alertId}) < (${before.atMs}, ${before.id})`)
      .orderBy(desc(alerts.raisedAtMs), desc(alerts.alertId))
      .limit(query.limit + 1);
    const page = toPage(
      rows,
      query.limit,
      (row) => ({ atMs: row.raisedAtMs, id: row.alertId }),
      ({ raisedAtMs, ...row }) => ({ ...row, raisedAt: new Date(raisedAtMs).toISOString() }),
    );
    return { ...page, asOf: await asOf(db) };
  },
});

export const alertRoutes = [list];
