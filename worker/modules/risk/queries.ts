import type { riskAlert } from "@forecourt/contract/http/risk";
import { deviceNameOf } from "@forecourt/contract/origin";
import type { CountedCommand } from "@forecourt/contract/risk";
import { toInstant } from "@forecourt/contract/scalars";
import { and, desc, eq, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { z } from "zod";
import type { Env } from "../../env.ts";
import { fromCursor, toPage } from "../../http/list.ts";
import { asOf } from "../../projection/freshness.ts";
import { drivers } from "../sessions/schema.ts";
import { riskAlerts } from "./schema.ts";

type Item = z.input<typeof riskAlert>;

interface Wanted {
  readonly state?: string | undefined;
  readonly driverId?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Alerts, the newest first: of a state, or of a driver, each along its own index. */
export async function listRiskAlerts(env: Env, { state, driverId, limit, cursor }: Wanted) {
  const db = drizzle(env.DB);
  const before = cursor === undefined ? null : fromCursor(cursor);
  const rows = await alertRows(env)
    .where(
      and(
        driverId === undefined ? undefined : eq(riskAlerts.driverId, driverId),
        state === undefined ? undefined : eq(riskAlerts.state, state),
        before === null ? undefined : sql`(${riskAlerts.raisedAtMs}, ${riskAlerts.alertId}) < (${before.atMs}, ${before.id})`,
      ),
    )
    .orderBy(desc(riskAlerts.raisedAtMs), desc(riskAlerts.alertId))
    .limit(limit + 1);
  const page = toPage(rows, limit, ({ alert }) => ({ atMs: alert.raisedAtMs, id: alert.alertId }), toRiskAlert);
  return { ...page, asOf: await asOf(db) };
}

/** An alert as the lists have it; null when they know of none. */
export async function findRiskAlert(env: Env, alertId: string): Promise<Item | null> {
  const [row] = await alertRows(env).where(eq(riskAlerts.alertId, alertId));
  return row === undefined ? null : toRiskAlert(row);
}

function alertRows(env: Env) {
  return drizzle(env.DB)
    .select({ alert: riskAlerts, driverName: drivers.name })
    .from(riskAlerts)
    .leftJoin(drivers, eq(drivers.driverId, riskAlerts.driverId))
    .$dynamic();
}

function toRiskAlert({ alert, driverName }: { readonly alert: typeof riskAlerts.$inferSelect; readonly driverName: string | null }): Item {
  const { raisedAtMs, acknowledgedAtMs, closedAtMs, evidence, ...row } = alert;
  const { device } = evidence;
  return {
    ...(row as Omit<Item, "driverName" | "raisedAt" | "acknowledgedAt" | "closedAt" | "evidence">),
    evidence: {
      ...evidence,
      // As the transaction log names it.
      device: device === null ? null : { ...device, key: device.key === null ? null : deviceNameOf(device.key) },
      counted: { ...evidence.counted },
      commands: evidence.commands.map(toCounted),
    },
    driverName,
    raisedAt: toInstant(raisedAtMs),
    acknowledgedAt: acknowledgedAtMs === null ? null : toInstant(acknowledgedAtMs),
    closedAt: closedAtMs === null ? null : toInstant(closedAtMs),
  };
}

function toCounted({ what, atMs, id, driverId = undefined, amountMinor, volumeMl }: CountedCommand): Item["evidence"]["commands"][number] {
  return { what, at: toInstant(atMs), id, driverId: driverId ?? null, amountMinor: amountMinor ?? null, volumeMl: volumeMl ?? null };
}
