import { order, orderKinds } from "@forecourt/contract/http/driver";
import { stationId, walletId } from "@forecourt/contract/ids";
import { drizzle } from "drizzle-orm/d1";
import { z } from "zod";
import type { Env } from "../../env.ts";
import { endpoint } from "../../http/endpoint.ts";
import { fromCursor, listOf, listQuery, toPage } from "../../http/list.ts";
import { Problem } from "../../http/problem.ts";
import { asOf } from "../../projection/freshness.ts";
import { findOrder, listOrders, type OrderFilter } from "./queries.ts";

const filters = { kind: z.enum(orderKinds).optional(), state: z.string().max(20).optional() };

const list = endpoint({
  method: "get",
  path: "/v1/driver/orders",
  tag: "Driver: orders",
  summary: "Top-ups and fills, newest first",
  access: "driver",
  query: { ...listQuery.shape, ...filters },
  reply: listOf(order),
  handle: ({ env, caller, query }) => page(env, { ...given(query), walletId: caller.walletId }, query),
});

const get = endpoint({
  method: "get",
  path: "/v1/driver/orders/:orderId",
  tag: "Driver: orders",
  summary: "An order",
  access: "driver",
  params: { orderId: z.string().max(60) },
  reply: order,
  codes: ["not_found"],
  async handle({ env, caller, params }) {
    const found = await findOrder(env, caller.walletId, params.orderId);
    if (found === null) throw new Problem("not_found", "You have no order of this number, or it is so new that it is not listed yet.");
    return found;
  },
});

const listAll = endpoint({
  method: "get",
  path: "/v1/operator/orders",
  tag: "Operator: orders",
  summary: "Everybody's top-ups and fills, newest first",
  access: { permission: "orders.read" },
  query: { ...listQuery.shape, ...filters, stationId: stationId.optional(), walletId: walletId.optional() },
  reply: listOf(order),
  handle: ({ env, query }) =>
    page(
      env,
      {
        ...given(query),
        ...(query.stationId === undefined ? {} : { stationId: query.stationId }),
        ...(query.walletId === undefined ? {} : { walletId: query.walletId }),
      },
      query,
    ),
});

export const orderRoutes = [list, get, listAll];

function given({ kind, state }: { readonly kind?: OrderFilter["kind"] | undefined; readonly state?: string | undefined }): OrderFilter {
  return { ...(kind === undefined ? {} : { kind }), ...(state === undefined ? {} : { state }) };
}

async function page(env: Env, filter: OrderFilter, { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined }) {
  const rows = await listOrders(env, filter, limit, cursor === undefined ? null : fromCursor(cursor));
  const listed = toPage(
    rows,
    limit,
    ({ place }) => place,
    (row) => row.order,
  );
  return { ...listed, asOf: await asOf(drizzle(env.DB)) };
}
