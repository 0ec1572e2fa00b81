import { stationItem } from "@forecourt/contract/http/driver";
import { stationId } from "@forecourt/contract/ids";
import { again, stationOf } from "@forecourt/durable-objects/stubs";
import { drizzle } from "drizzle-orm/d1";
import { endpoint } from "../../http/endpoint.ts";
import { fromCursor, listOf, listQuery, toCursor } from "../../http/list.ts";
import { Problem } from "../../http/problem.ts";
import { asOf } from "../../projection/freshness.ts";
import { near, stationItems, toStationItem } from "./items.ts";

/** Nobody has more stations; a cursor beyond was not made here. */
const OFFSET_MAX = 100_000;

const list = endpoint({
  method: "get",
  path: "/v1/driver/stations",
  tag: "Driver: stations",
  summary: "Stations with prices and free pumps, the nearest first",
  access: "driver",
  query: { ...listQuery.shape, near: near.optional() },
  reply: listOf(stationItem),
  async handle({ env, query }) {
    const offset = query.cursor === undefined ? 0 : Math.min(fromCursor(query.cursor).atMs, OFFSET_MAX);
    const { items, more } = await stationItems(env, query.near ?? null, query.limit, offset);
    return { items, nextCursor: more ? toCursor({ atMs: offset + query.limit, id: "stations" }) : null, asOf: await asOf(drizzle(env.DB)) };
  },
});

const get = endpoint({
  method: "get",
  path: "/v1/driver/stations/:stationId",
  tag: "Driver: stations",
  summary: "A station, as it is this moment",
  access: "driver",
  params: { stationId },
  reply: stationItem,
  codes: ["station_not_found"],
  async handle({ env, params }) {
    const view = await again(async () => stationOf(env, params.stationId).view());
    if (view === null) throw new Problem("station_not_found");
    return toStationItem(view);
  },
});

export const stationRoutes = [list, get];
