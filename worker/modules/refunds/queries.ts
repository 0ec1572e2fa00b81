import type { operatorRefund, refund, refundItem } from "@forecourt/contract/http/refunds";
import type { RefundView } from "@forecourt/contract/refunds";
import { and, asc, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { z } from "zod";
import type { Env } from "../../env.ts";
import type { Place } from "../../http/list.ts";
import { Problem } from "../../http/problem.ts";
import { drivers } from "../sessions/schema.ts";
import { topups } from "../topups/schema.ts";
import { refunds } from "./schema.ts";

type Row = typeof refunds.$inferSelect;
const iso = (atMs: number): string => new Date(atMs).toISOString();

/** Which refunds; absent members do not narrow. */
export interface RefundFilter {
  readonly states?: readonly string[];
  readonly channel?: string;
  readonly driverId?: string;
}

/** Newest first, one more than `limit`. */
export function listRefunds(env: Env, { states, channel, driverId }: RefundFilter, limit: number, before: Place | null): Promise<Row[]> {
  return drizzle(env.DB)
    .select()
    .from(refunds)
    .where(
      and(
        states === undefined ? undefined : inArray(refunds.state, [...states]),
        channel === undefined ? undefined : eq(refunds.channel, channel),
        driverId === undefined ? undefined : isOf(driverId),
        olderThan(before),
      ),
    )
    .orderBy(desc(refunds.requestedAtMs), desc(refunds.refundId))
    .limit(limit + 1);
}

/** Of this driver's orders: by them, since orders are what is found by their wallet, and refunds by their order. */
function isOf(driverId: string): SQL {
  return sql`${refunds.orderId} IN (SELECT ${topups.orderId} FROM ${topups} JOIN ${drivers} ON ${drivers.walletId} = ${topups.walletId} WHERE ${drivers.driverId} = ${driverId})`;
}

/** The refunds of an order, in the order in which they were asked for. */
export function refundsOf(env: Env, orderId: string): Promise<Row[]> {
  return drizzle(env.DB).select().from(refunds).where(eq(refunds.orderId, orderId)).orderBy(asc(refunds.requestedAtMs)).limit(100);
}

/** @throws Problem `refund_not_found` */
export async function findRefund(env: Env, refundId: string): Promise<Row> {
  const [row] = await drizzle(env.DB).select().from(refunds).where(eq(refunds.refundId, refundId));
  if (row === undefined) throw new Problem("refund_not_found");
  return row;
}

function olderThan(before: Place | null): SQL | undefined {
  return before === null ? undefined : sql`(${refunds.requestedAtMs}, ${refunds.refundId}) < (${before.atMs}, ${before.id})`;
}

export function toRefundItem(row: Row): z.input<typeof refundItem> {
  const { refundId, orderId, state, channel, currency, principalMinor, bonusMinor, reason, requestedAtMs, steps } = row;
  return {
    ...{ refundId, orderId, currency, principalMinor, bonusMinor, reason, state, channel },
    requestedAt: iso(requestedAtMs),
    steps: steps.map(({ atMs, ...step }) => ({ ...step, at: iso(atMs) })),
  } as z.input<typeof refundItem>;
}

export function toOperatorRefund(row: Row): z.input<typeof operatorRefund> {
  const { walletId, provider, providerTransactionId, automatic, changedAtMs, decidedBy, reference, bank, batchId } = row;
  return {
    ...toRefundItem(row),
    ...{ walletId, provider, providerTransactionId, automatic, decidedBy, reference, batchId },
    changedAt: iso(changedAtMs),
    hasBankAccount: bank !== null,
  };
}

/** A refund as the wallet itself has just said. */
export function toRefund(view: RefundView | null): z.input<typeof refund> {
  if (view === null) throw new Problem("refund_not_found");
  const { requestedAtMs, ...rest } = view;
  return { ...rest, requestedAt: iso(requestedAtMs) };
}
