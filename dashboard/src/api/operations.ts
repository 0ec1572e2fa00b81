import type { parkedSomewhere, platformHealth } from "@forecourt/contract/http/operator";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { call } from "./client.ts";
import { byCursor, whileFirst } from "./pages.ts";
import type { DeadLetter, Page, ParkedDelivery, Rebuild } from "./types.ts";

/** What the operations page reads. */

export const healthQuery = queryOptions({
  queryKey: ["platform"],
  queryFn: ({ signal }) => call<(typeof platformHealth)["_output"]>("GET", "/v1/operator/platform", { signal }),
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

/** @param actor `station/<id>`, `wallet/<id>` … */
export function parkedQuery(actor: string) {
  return queryOptions({
    queryKey: ["parked", actor],
    queryFn: ({ signal }) =>
      call<{ readonly items: readonly ParkedDelivery[] }>("GET", `/v1/operator/deliveries/${actorPath(actor)}`, { signal }),
    refetchInterval: 10_000,
  });
}

export const allParkedQuery = infiniteQueryOptions({
  queryKey: ["parked"],
  queryFn: ({ signal, pageParam }) =>
    call<Page<(typeof parkedSomewhere)["_output"]>>("GET", "/v1/operator/deliveries", { query: { limit: 50, cursor: pageParam }, signal }),
  ...byCursor,
  refetchInterval: whileFirst(10_000),
});

/** `station/<id>` as a part of an address: the kind, and all the rest as one name. */
export function actorPath(actor: string): string {
  const slash = actor.indexOf("/");
  return `${encodeURIComponent(actor.slice(0, slash))}/${encodeURIComponent(actor.slice(slash + 1))}`;
}
