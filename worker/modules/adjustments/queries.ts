import type { AdjustmentView } from "@forecourt/contract/adjustments";
import type { adjustment, adjustmentItem } from "@forecourt/contract/http/people";
import { toInstant } from "@forecourt/contract/scalars";
import { and, desc, eq, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { z } from "zod";
import type { Env } from "../../env.ts";
import { fromCursor, toPage } from "../../http/list.ts";
import { asOf } from "../../projection/freshness.ts";
import { drivers } from "../sessions/schema.ts";
import { adjustments } from "./schema.ts";

const DAY_MS = 24 * 3_600_000;
type Item = z.input<typeof adjustmentItem>;

/** Everybody's adjustments, the newest first; each state along its own index. */
export async function listAdjustments(
  env: Env,
  state: string | undefined,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
) {
  const db = drizzle(env.DB);
  const before = cursor === undefined ? null : fromCursor(cursor);
  const rows = await db
    .select({ adjustment: adjustments, driverName: drivers.name })
    .from(adjustments)
    .leftJoin(drivers, eq(drivers.driverId, adjustments.driverId))
    .where(
      and(
        state === undefined ? undefined : eq(adjustments.state, state),
        before === null ? undefined : sql`(${adjustments.proposedAtMs}, ${adjustments.adjustmentId}) < (${before.atMs}, ${before.id})`,
      ),
    )
    .orderBy(desc(adjustments.proposedAtMs), desc(adjustments.adjustmentId))
    .limit(limit + 1);
  const page = toPage(
    rows,
    limit,
    ({ adjustment: { proposedAtMs, adjustmentId } }) => ({ atMs: proposedAtMs, id: adjustmentId }),
    ({ adjustment: { proposedAtMs, lapsesAtMs, decidedAtMs, ...row }, driverName }): Item => ({
      ...(row as Omit<Item, "driverName" | "proposedAt" | "lapsesAt" | "decidedAt">),
      driverName,
      proposedAt: toInstant(proposedAtMs),
      lapsesAt: toInstant(lapsesAtMs),
      decidedAt: decidedAtMs === null ? null : toInstant(decidedAtMs),
    }),
  );
  return { ...page, asOf: await asOf(db) };
}

/** An adjustment as its wallet has it. */
export function toAdjustment(view: AdjustmentView): z.input<typeof adjustment> {
  const { bonusLifeMs, proposedAtMs, lapsesAtMs, decidedAtMs, ...facts } = view;
  return {
    ...facts,
    bonusValidDays: bonusLifeMs === undefined ? null : Math.round(bonusLifeMs / DAY_MS),
    proposedAt: toInstant(proposedAtMs),
    lapsesAt: toInstant(lapsesAtMs),
    decidedAt: decidedAtMs === null ? null : toInstant(decidedAtMs),
  };
}
