import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { call } from "./client.ts";
import type { Alert, DeadLetter, Order, Overview, Page, ParkedDelivery, Rebuild, RegionItem, Station } from "./types.ts";

/** What the pages read, and how often. Polling stops while the page is hidden. */

/** What an overview covers. */
export interface OverviewRange {
  readonly fromMs: number;
  readonly toMs: number;
}

/** @param range asked anew each time, as a range that ends now moves on. @param everyMs false for one that rests in the past */
export function overviewQuery(key: string, currency: string | undefined, range: () => OverviewRange, everyMs: number | false) {
  return queryOptions({
    queryKey: ["overview", key, currency],
    queryFn: ({ signal }) => {
      const { fromMs, toMs } = range();
      // The API also counts the hour that ends at `from`; a millisecond later it does not.
      const query = { from: new Date(fromMs + 1).toISOString(), to: new Date(toMs).toISOString(), currency };
      return call<Overview>("GET", "/v1/operator/overview", { query, signal });
    },
    refetchInterval: everyMs,
  });
}

export const regionsQuery = queryOptions({
  queryKey: ["regions"],
  queryFn: ({ signal }) => call<Page<RegionItem>>("GET", "/v1/operator/regions", { signal }),
  staleTime: 60_000,
});

/** Every station as it is; `live` for the board, a moment old is good enough for names. */
export function stationsQuery(live: boolean) {
  return queryOptions({
    queryKey: ["stations"],
    queryFn: ({ signal }) => call<{ readonly items: readonly Station[] }>("GET", "/v1/operator/stations", { signal }),
    ...(live ? { refetchInterval: 1_000, staleTime: 500 } : { staleTime: 60_000 }),
  });
}

export function stationQuery(stationId: string) {
  return queryOptions({
    queryKey: ["station", stationId],
    queryFn: ({ signal }) => call<Station>("GET", `/v1/operator/stations/${encodeURIComponent(stationId)}`, { signal }),
    refetchInterval: 1_000,
  });
}

/** Which orders. */
export interface OrderFilter {
  readonly kind: string | undefined;
  readonly state: string | undefined;
  readonly stationId: string | undefined;
  readonly walletId: string | undefined;
}

export function ordersQuery(filter: OrderFilter) {
  return infiniteQueryOptions({
    queryKey: ["orders", filter],
    queryFn: ({ signal, pageParam }) =>
      call<Page<Order>>("GET", "/v1/operator/orders", { query: { ...filter, limit: 50, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    // New orders come in by themselves, until somebody reads on: then the list holds still.
    refetchInterval: ({ state }) => (state.data?.pages.length === 1 ? 3_000 : false),
  });
}

export const alertsQuery = infiniteQueryOptions({
  queryKey: ["alerts", "list"],
  queryFn: ({ signal, pageParam }) => call<Page<Alert>>("GET", "/v1/operator/alerts", { query: { limit: 50, cursor: pageParam }, signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  refetchInterval: ({ state }) => (state.data?.pages.length === 1 ? 5_000 : false),
});

/** The newest few, for the bell. */
export const recentAlertsQuery = queryOptions({
  queryKey: ["alerts", "recent"],
  queryFn: ({ signal }) => call<Page<Alert>>("GET", "/v1/operator/alerts", { query: { limit: 20 }, signal }),
  refetchInterval: 5_000,
});

export const rebuildQuery = queryOptions({
  queryKey: ["rebuild"],
  queryFn: ({ signal }) => call<Rebuild>("GET", "/v1/operator/rebuilds", { signal }),
  refetchInterval: ({ state }) => ((state.data?.left ?? 0) > 0 ? 1_000 : 10_000),
});

export const deadLettersQuery = queryOptions({
  queryKey: ["dead-letters"],
  queryFn: ({ signal }) => call<{ readonly items: readonly DeadLetter[] }>("GET", "/v1/operator/dead-letters", { signal }),
  refetchInterval: 10_000,
});

/** @param actor `station/<id>` or `wallet/<id>` */
export function parkedQuery(actor: string) {
  return queryOptions({
    queryKey: ["parked", actor],
    queryFn: ({ signal }) =>
      call<{ readonly items: readonly ParkedDelivery[] }>("GET", `/v1/operator/deliveries/${actorPath(actor)}`, { signal }),
    refetchInterval: 10_000,
  });
}

/** `station/<id>` as a part of an address. */
export function actorPath(actor: string): string {
  return actor.split("/").map(encodeURIComponent).join("/");
}
