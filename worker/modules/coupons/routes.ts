import { couponItem } from "@forecourt/contract/http/driver";
import { and, desc, eq, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { endpoint } from "../../http/endpoint.ts";
import { fromCursor, listOf, listQuery, toPage } from "../../http/list.ts";
import { asOf } from "../../projection/freshness.ts";
import { coupons } from "./schema.ts";

const list = endpoint({
  method: "get",
  path: "/v1/driver/coupons",
  tag: "Driver: wallet",
  summary: "Coupons that came with top-ups, newest first",
  access: "driver",
  query: listQuery.shape,
  reply: listOf(couponItem),
  async handle({ env, caller, query }) {
    const db = drizzle(env.DB);
    const before = query.cursor === undefined ? null : fromCursor(query.cursor);
    const older = before === null ? undefined : sql`(${coupons.grantedAtMs}, ${coupons.couponId}) < (${before.atMs}, ${before.id})`;
    const rows = await db
      .select()
      .from(coupons)
      .where(and(eq(coupons.driverId, caller.driverId), older))
      .orderBy(desc(coupons.grantedAtMs), desc(coupons.couponId))
      .limit(query.limit + 1);
    const nowMs = Date.now();
    const page = toPage(
      rows,
      query.limit,
      (row) => ({ atMs: row.grantedAtMs, id: row.couponId }),
      ({ driverId: _, grantedAtMs, expiresAtMs, state, ...coupon }) => ({
        ...coupon,
        state: state === "revoked" ? "revoked" : expiresAtMs !== null && expiresAtMs <= nowMs ? "expired" : "granted",
        grantedAt: new Date(grantedAtMs).toISOString(),
        expiresAt: expiresAtMs === null ? null : new Date(expiresAtMs).toISOString(),
      }),
    );
    return { ...page, asOf: await asOf(db) };
  },
});

export const couponRoutes = [list];
