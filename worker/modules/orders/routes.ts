import { historyQuery, order, orderKinds, orderStates } from "@forecourt/contract/http/driver";
import { operatorOrder, operatorOrders as operatorOrdersReply, timeline } from "@forecourt/contract/http/orders";
import { drizzle } from "drizzle-orm/d1";
import { z } from "zod";
import type { OperatorCaller } from "../../auth/operators.ts";
import type { Env } from "../../env.ts";
import { endpoint } from "../../http/endpoint.ts";
import { fromCursor, listOf, listQuery, toCursor } from "../../http/list.ts";
import { Problem } from "../../http/problem.ts";
import { asOf } from "../../projection/freshness.ts";
import { historyWallet, joinedWallets } from "../credentials/joined.ts";
import { operatorOrders, orderQuery, withDrivers } from "./operatorQueries.ts";
import { findAnyOrder, findOrder, type Listed, listOrders } from "./queries.ts";
import { timelineOf } from "./timeline.ts";

const tag = "Operator: orders";
const access = { permission: "orders.read", stations: "narrowed" } as const;
const orderNumber = { orderId: z.string().max(60) };

const list = endpoint({
  method: "get",
  path: "/v1/driver/orders",
  tag: "Driver: orders",
  summary: "Top-ups and fills, newest first",
  access: "driver",
  query: { ...listQuery.shape, kind: z.enum(orderKinds).optional(), state: orderStates.optional(), ...historyQuery },
  reply: listOf(order),
  codes: ["not_found"],
  async handle({ env, caller, query: { kind, state, limit, cursor, account } }) {
    const walletId = await historyWallet(env, caller, account);
    const narrow = { ...(kind === undefined ? {} : { kind }), ...(state === undefined ? {} : { state }) };
    const before = cursor === undefined ? null : fromCursor(cursor);
    const { orders, searchedTo } = await listOrders(env, { ...narrow, walletId }, limit, before);
    const shown = orders.slice(0, limit);
    const last = orders.length > limit ? shown.at(-1)?.place : searchedTo;
    const nextCursor = last === undefined || last === null ? null : toCursor(last);
    return { items: shown.map((one) => one.order), nextCursor, asOf: await asOf(drizzle(env.DB)) };
  },
});

const get = endpoint({
  method: "get",
  path: "/v1/driver/orders/:orderId",
  tag: "Driver: orders",
  summary: "An order",
  access: "driver",
  params: orderNumber,
  reply: order,
  codes: ["not_found"],
  async handle({ env, caller, params }) {
    const found = await findOrder(env, caller.walletId, params.orderId, () => joinedWallets(env, caller));
    if (found === null) throw new Problem("not_found", "You have no order of this number, or it is so new that it is not listed yet.");
    return found;
  },
});

const listAll = endpoint({
  method: "get",
  path: "/v1/operator/orders",
  tag,
  summary: "Everybody's top-ups and fills, newest first, narrowed by whatever a column shows",
  description:
    "Who is limited to some stations sees the fills at those. A page reads a bounded number of rows: where a filter has no index it may be short, " +
    "and `nextCursor` goes on behind `searchedTo`.",
  access,
  query: { ...listQuery.shape, ...orderQuery.shape },
  reply: operatorOrdersReply,
  async handle({ env, caller, query: { limit, cursor = null, ...query } }) {
    const page = await operatorOrders(env, query, { limit, cursor, stations: caller.stations });
    return { ...page, asOf: await asOf(drizzle(env.DB)) };
  },
});

const getAny = endpoint({
  method: "get",
  path: "/v1/operator/orders/:orderId",
  tag,
  summary: "An order, with whose it is",
  access,
  params: orderNumber,
  reply: operatorOrder,
  codes: ["not_found"],
  async handle({ env, caller, params }) {
    const [item] = await withDrivers(env, [await requireOrder(env, caller, params.orderId)]);
    if (item === undefined) throw new Problem("not_found");
    return item;
  },
});

const getTimeline = endpoint({
  method: "get",
  path: "/v1/operator/orders/:orderId/timeline",
  tag,
  summary: "Every event of an order with what caused it, oldest first, from the journals of its wallet and its station",
  access,
  params: orderNumber,
  reply: timeline,
  codes: ["not_found"],
  handle: async ({ env, caller, params }) => timelineOf(env, await requireOrder(env, caller, params.orderId)),
});

export const orderRoutes = [list, get, listAll, getAny, getTimeline];

/** An order that the operator may see: of a station that is not theirs they know nothing. */
async function requireOrder(env: Env, { stations }: OperatorCaller, orderId: string): Promise<Listed> {
  const found = await findAnyOrder(env, orderId);
  const stationId = found?.order.fueling?.stationId;
  const isSeen = stations === "all" || (stationId !== undefined && stations.includes(stationId));
  if (found === null || !isSeen) throw new Problem("not_found", "No order has this number, or it is so new that it is not listed yet.");
  return found;
}
