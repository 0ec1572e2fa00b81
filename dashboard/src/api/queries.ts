import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { call } from "./client.ts";
import { byCursor, whileFirst } from "./pages.ts";
import type { OrderPage } from "./people.ts";
import type { Alert, LiveStation, Page, RegionItem, SearchReply, Station, StationSetup } from "./types.ts";

/** What the pages read, and how often. Polling stops while the page is hidden. */

export const regionsQuery = queryOptions({
  queryKey: ["regions"],
  queryFn: ({ signal }) => call<Page<RegionItem>>("GET", "/v1/operator/regions", { signal }),
  staleTime: 60_000,
});

/** Pages of stations that are read for a list; nobody has more than so many hundred. */
const STATION_PAGES_MAX = 20;

/** Every station. For names and prices; how each stands only with `live`, as of the last seconds. */
export function stationsQuery(live: boolean) {
  return queryOptions({
    queryKey: live ? ["stations", "live"] : ["stations"],
    queryFn: async ({ signal }) => {
      const items: Station[] = [];
      let cursor: string | undefined;
      for (let page = 0; page < STATION_PAGES_MAX; page++) {
        const query = { limit: 100, cursor, state: live ? "live" : undefined };
        const reply = await call<Page<Station>>("GET", "/v1/operator/stations", { query, signal });
        items.push(...reply.items);
        if (reply.nextCursor === null) break;
        cursor = reply.nextCursor;
      }
      return { items };
    },
    ...(live ? { refetchInterval: 15_000, staleTime: 5_000 } : { staleTime: 60_000 }),
  });
}

/** One station with all that goes on there; for when its socket does not tell. */
export function stationQuery(stationId: string) {
  return queryOptions({
    queryKey: ["station", stationId],
    queryFn: ({ signal }) => call<LiveStation>("GET", `/v1/operator/stations/${encodeURIComponent(stationId)}`, { signal }),
  });
}

/** How a station is set up, as it stands: a form begins with it. */
export function setupQuery(stationId: string) {
  return queryOptions({
    queryKey: ["setup", stationId],
    queryFn: ({ signal }) => call<StationSetup>("GET", `/v1/operator/stations/${encodeURIComponent(stationId)}/setup`, { signal }),
    // Never under the hands of whoever types.
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
}

/** What somebody looks for, wherever it is. */
export function searchQuery(text: string) {
  return queryOptions({
    queryKey: ["search", text],
    queryFn: ({ signal }) => call<SearchReply>("POST", "/v1/operator/search", { body: { q: text }, signal }),
    staleTime: 10_000,
  });
}

/** @param filter as the API takes it */
export function ordersQuery(filter: Readonly<Record<string, string | number>>) {
  return infiniteQueryOptions({
    queryKey: ["orders", filter],
    queryFn: ({ signal, pageParam }) =>
      call<OrderPage>("GET", "/v1/operator/orders", { query: { ...filter, limit: 50, cursor: pageParam }, signal }),
    ...byCursor,
    // New orders come in by themselves, until somebody reads on: then the list holds still.
    refetchInterval: whileFirst(3_000),
  });
}

export function alertsQuery(kind: string | undefined) {
  return infiniteQueryOptions({
    queryKey: ["alerts", "list", kind],
    queryFn: ({ signal, pageParam }) =>
      call<Page<Alert>>("GET", "/v1/operator/alerts", { query: { kind, limit: 50, cursor: pageParam }, signal }),
    ...byCursor,
    refetchInterval: whileFirst(5_000),
  });
}

/** The newest few, for the bell. */
export const recentAlertsQuery = queryOptions({
  queryKey: ["alerts", "recent"],
  queryFn: ({ signal }) => call<Page<Alert>>("GET", "/v1/operator/alerts", { query: { limit: 20 }, signal }),
  refetchInterval: 5_000,
});
