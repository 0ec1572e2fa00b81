import { isOpenAt } from "@forecourt/contract/hours";
import { operatorStation } from "@forecourt/contract/http/operator";
import { regionId } from "@forecourt/contract/ids";
import { stationServices } from "@forecourt/contract/station";
import { and, asc, eq, gt, inArray, like, or, type SQL, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { z } from "zod";
import { withinStations } from "../../auth/operators.ts";
import type { Env } from "../../env.ts";
import { endpoint } from "../../http/endpoint.ts";
import { fromCursor, listOf, listQuery, toPage } from "../../http/list.ts";
import { asOf } from "../../projection/freshness.ts";
import { recentSummary } from "./queries.ts";
import { stationPrices, stations } from "./schema.ts";

/** What narrows the list. */
const filters = {
  /** In a name, the address or the id. */
  q: z.string().trim().max(60).optional(),
  regionId: regionId.optional(),
  service: z.enum(stationServices).optional(),
  /** `live`: with what pumps and terminals are doing, asked of the stations themselves and up to three seconds old. */
  state: z.literal("live").optional(),
};

/** Every station. Read from D1, so that looking at a list wakes no station unless it is asked how they stand. */
export const operatorList = endpoint({
  method: "get",
  path: "/v1/operator/stations",
  tag: "Operator: stations",
  summary: "Stations by their ids, with prices",
  access: { permission: "stations.read", stations: "narrowed" },
  query: { ...listQuery.shape, ...filters },
  reply: listOf(operatorStation),
  async handle({ env, caller, query }): Promise<z.input<ReturnType<typeof listOf<typeof operatorStation>>>> {
    const db = drizzle(env.DB);
    const after = query.cursor === undefined ? undefined : fromCursor(query.cursor).id;
    const rows = await db
      .select()
      .from(stations)
      .where(
        and(
          withinStations(caller, stations.stationId),
          after === undefined ? undefined : gt(stations.stationId, after),
          query.q === undefined || query.q === "" ? undefined : holds(query.q),
          query.regionId === undefined ? undefined : eq(stations.regionId, query.regionId),
          query.service === undefined ? undefined : like(stations.services, `%"${query.service}"%`),
        ),
      )
      .orderBy(asc(stations.stationId))
      .limit(query.limit + 1);
    const page = toPage(
      rows,
      query.limit,
      ({ stationId }) => ({ atMs: 0, id: stationId }),
      (row) => row,
    );
    return { ...page, items: await itemsOf(env, page.items, query.state === "live"), asOf: await asOf(db) };
  },
});

type Row = typeof stations.$inferSelect;

async function itemsOf(env: Env, rows: readonly Row[], isLive: boolean): Promise<z.input<typeof operatorStation>[]> {
  const ids = rows.map(({ stationId }) => stationId);
  const db = drizzle(env.DB);
  const [prices, summaries] = await Promise.all([
    ids.length === 0 ? [] : db.select().from(stationPrices).where(inArray(stationPrices.stationId, ids)),
    isLive ? Promise.all(ids.map((id) => recentSummary(env, id))) : [],
  ]);
  const nowMs = Date.now();
  return rows.map(({ lat, lng, pumps, services, currency, ...station }, index) => ({
    ...station,
    currency: currency as z.input<typeof operatorStation>["currency"],
    location: { lat, lng },
    services: [...services],
    openNow: isOpenAt(station.hours, station.timeZone, nowMs),
    prices: prices
      .filter(({ stationId }) => stationId === station.stationId)
      .map(({ grade, unitPriceMilli }) => ({ grade, unitPriceMilli })),
    pumps: pumps.map(({ pump, nozzles }) => ({
      pump,
      grades: [...new Set(nozzles.map(({ grade }) => grade))],
      state: summaries[index]?.pumps.find((one) => one.pump === pump)?.state ?? null,
    })),
    terminals: summaries[index]?.terminals.map((terminal) => ({ ...terminal })) ?? null,
  }));
}

/** A part of a name, the address or the id. Stations are thousands at most, and the page ends the reading: no index would be worth its rows. */
export function holds(text: string): SQL | undefined {
  const pattern = `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const within = (column: SQL) => sql`${column} LIKE ${pattern} ESCAPE '\\'`;
  return or(within(sql`${stations.names}`), within(sql`${stations.address}`), within(sql`${stations.stationId}`));
}
