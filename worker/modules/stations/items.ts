import { isOpenAt } from "@forecourt/contract/hours";
import type { stationItem } from "@forecourt/contract/http/driver";
import type { StationView } from "@forecourt/contract/station";
import { z } from "zod";
import type { Env } from "../../env.ts";
import { distanceM, listStations, type Point } from "./queries.ts";

export type StationItem = z.input<typeof stationItem>;

/** A point on the map, as a query has it: `lat,lng` in degrees. */
export const near = z
  .string()
  .regex(/^-?\d{1,2}(\.\d{1,10})?,-?\d{1,3}(\.\d{1,10})?$/, "must be lat,lng")
  .transform((text) => {
    const [lat = 0, lng = 0] = text.split(",").map(Number);
    return { lat, lng };
  })
  .refine(({ lat, lng }) => Math.abs(lat) <= 90 && Math.abs(lng) <= 180, "latitudes end at 90, longitudes at 180 degrees");

/** A page of stations as drivers see them, the nearest first when a point is given; `more`: there are others after it. */
export async function stationItems(
  env: Env,
  point: Point | null,
  limit: number,
  offset: number,
): Promise<{ readonly items: StationItem[]; readonly more: boolean }> {
  const { page, prices, views, more } = await listStations(env, point, limit, offset);
  const items = page.map(({ lat, lng, regionId: _, services, ...station }, index): StationItem => {
    const pumps = pumpsOf(views[index] ?? null);
    return {
      ...station,
      currency: station.currency as StationItem["currency"],
      location: { lat, lng },
      distanceM: point === null ? null : distanceM(point, { lat, lng }),
      services: [...services],
      openNow: isOpenAt(station.hours, station.timeZone, Date.now()),
      prices: prices
        .filter((price) => price.stationId === station.stationId)
        .map(({ grade, unitPriceMilli }) => ({ grade, unitPriceMilli })),
      ...pumps,
    };
  });
  return { items, more };
}

/** A station as drivers see it, straight from its actor. */
export function toStationItem(view: StationView): StationItem {
  const { regionId: _, seq: __, pumps: ___, services, prices, ...station } = view;
  const openNow = isOpenAt(station.hours, station.timeZone, Date.now());
  return { ...station, distanceM: null, services: [...services], openNow, prices: [...prices], ...pumpsOf(view) };
}

function pumpsOf(view: StationView | null): Pick<StationItem, "pumps" | "freePumps"> {
  const pumps = (view?.pumps ?? []).map(({ pump, grades, state }) => ({ pump, grades: [...grades], state }));
  return { pumps, freePumps: pumps.filter(({ state }) => state === "idle").length };
}
