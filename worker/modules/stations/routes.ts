import { stationItem } from "@forecourt/contract/http/driver";
import { stationId } from "@forecourt/contract/ids";
import type { StationView } from "@forecourt/contract/station";
import { again, stationOf } from "@forecourt/durable-objects/stubs";
import { drizzle } from "drizzle-orm/d1";
import { z } from "zod";
import { endpoint } from "../../http/endpoint.ts";
import { fromCursor, listOf, listQuery, toCursor } from "../../http/list.ts";
import { Problem } from "../../http/problem.ts";
import { asOf } from "../../projection/freshness.ts";
import { distanceM, listStations } from "./queries.ts";

const near = z
  .string()
  .regex(/^-?\d{1,2}(\.\d{1,10})?,-?\d{1,3}(\.\d{1,10})?$/, "must be lat,lng")
  .transform((text) => {
    const [lat = 0, lng = 0] = text.split(",").map(Number);
    return { lat, lng };
  })
  .refine(({ lat, lng }) => Math.abs(lat) <= 90 && Math.abs(lng) <= 180, "latitudes end at 90, longitudes at 180 degrees");
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
    const point = query.near ?? null;
    const { page, prices, views, more } = await listStations(env, point, query.limit, offset);
    const items = page.map(({ lat, lng, regionId: _, ...station }, index): z.input<typeof stationItem> => {
      const pumps = pumpsOf(views[index] ?? null);
      return {
        ...station,
        currency: station.currency as z.input<typeof stationItem>["currency"],
        location: { lat, lng },
        distanceM: point === null ? null : distanceM(point, { lat, lng }),
        prices: prices
          .filter((price) => price.stationId === station.stationId)
          .map(({ grade, unitPriceMilli }) => ({ grade, unitPriceMilli })),
        ...pumps,
      };
    });
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
    const { regionId: _, seq: __, pumps: ___, ...station } = view;
    return { ...station, distanceM: null, ...pumpsOf(view) };
  },
});

export const stationRoutes = [list, get];

function pumpsOf(view: StationView | null): Pick<z.input<typeof stationItem>, "pumps" | "freePumps"> {
  const pumps = (view?.pumps ?? []).map(({ pump, grades, state }) => ({ pump, grades: [...grades], state }));
  return { pumps, freePumps: pumps.filter(({ state }) => state === "idle").length };
}
