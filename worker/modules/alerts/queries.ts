import type { AlertKind } from "@forecourt/contract/alerts";
import { and, desc, eq, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Env } from "../../env.ts";
import { fromCursor, toPage } from "../../http/list.ts";
import { alerts } from "./schema.ts";

interface AlertQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
  /** Only these; they are read by an index of their own, however many others there are. */
  readonly kind?: AlertKind | undefined;
}

/** A page of alerts, newest first. */
export async function listAlerts({ DB }: Pick<Env, "DB">, { limit, cursor, kind }: AlertQuery) {
  const before = cursor === undefined ? null : fromCursor(cursor);
  const rows = await drizzle(DB)
    .select()
    .from(alerts)
    .where(
      and(
        kind === undefined ? undefined : eq(alerts.kind, kind),
        before === null ? undefined : sql`(${alerts.raisedAtMs}, ${alerts.alertId}) < (${before.atMs}, ${before.id})`,
      ),
    )
    .orderBy(desc(alerts.raisedAtMs), desc(alerts.alertId))
    .limit(limit + 1);
  return toPage(
    rows,
    limit,
    (row) => ({ atMs: row.raisedAtMs, id: row.alertId }),
    ({ raisedAtMs, ...row }) => ({ ...row, raisedAt: new Date(raisedAtMs).toISOString() }),
  );
}
