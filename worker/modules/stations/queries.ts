import type { StationSummary, StationView } from "@forecourt/contract/station";
import { again, stationOf } from "@forecourt/durable-objects/stubs";
import { asc, inArray, type SQL, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Env } from "../../env.ts";
import { stationPrices, stations } from "./schema.ts";

/** Pumps change by the minute and are read from the stations themselves; a moment old is good enough for a list. */
const PUMPS_KEPT_MS = 3_000;
const KEPT_MAX = 1_000;
const EARTH_M = 6_371_000;

export interface Point {
  readonly lat: number;
  readonly lng: number;
}

/** Stations, the nearest first when a point is given. */
export async function listStations(env: Env, near: Point | null, limit: number, offset: number) {
  const db = drizzle(env.DB);
  const order: SQL = near === null ? asc(stations.stationId) : sql`${squareDistance(near)}, ${stations.stationId}`;
  const rows = await db
    .select()
    .from(stations)
    .orderBy(order)
    .limit(limit + 1)
    .offset(offset);
  const page = rows.slice(0, limit);
  const ids = page.map(({ stationId }) => stationId);
  const prices = ids.length === 0 ? [] : await db.select().from(stationPrices).where(inArray(stationPrices.stationId, ids));
  const views = await Promise.all(ids.map((id) => recentView(env, id)));
  return { page, prices, views, more: rows.length > limit };
}

/** Metres along the surface (haversine). */
export function distanceM(a: Point, b: Point): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const dLat = radians(b.lat - a.lat);
  const dLng = radians(b.lng - a.lng);
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(dLng / 2) ** 2;
  return Math.round(2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(h))));
}

/** Good enough to sort by; SQLite has no trigonometry here, so a degree of longitude is shortened once, at the point asked about. */
function squareDistance({ lat, lng }: Point): SQL {
  const shortening = Math.cos((lat * Math.PI) / 180) ** 2;
  return sql`(${stations.lat} - ${lat}) * (${stations.lat} - ${lat}) + (${stations.lng} - ${lng}) * (${stations.lng} - ${lng}) * ${shortening}`;
}

/** A station as it was within the last seconds; null when it does not answer. */
const recentView = recently(async (env, stationId): Promise<StationView | null> => stationOf(env, stationId).view());
/** The same in short, as operators see it. */
export const recentSummary = recently(async (env, stationId): Promise<StationSummary | null> => stationOf(env, stationId).summary());

/** Asks each station once in a few seconds, however many want to know. One that does not answer must not take the list with it. */
function recently<Answer>(ask: (env: Env, stationId: string) => Promise<Answer | null>) {
  const kept = new Map<string, { readonly answer: Promise<Answer | null>; readonly atMs: number }>();
  return (env: Env, stationId: string): Promise<Answer | null> => {
    const now = Date.now();
    const known = kept.get(stationId);
    if (known !== undefined && now - known.atMs < PUMPS_KEPT_MS) return known.answer;
    if (kept.size >= KEPT_MAX) kept.clear();
    const answer = again(() => ask(env, stationId)).catch(() => null);
    kept.set(stationId, { answer, atMs: now });
    return answer;
  };
}
