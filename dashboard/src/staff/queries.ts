import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { call } from "../api/client.ts";
import { byCursor, whileFirst } from "../api/pages.ts";
import type { OperatorAccount, OperatorItem, Page } from "../api/types.ts";

/** What the pages about operators read. */

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: ({ signal }) => call<OperatorAccount>("GET", "/v1/operator/me", { signal }),
});

export const operatorsQuery = infiniteQueryOptions({
  queryKey: ["operators"],
  queryFn: ({ signal, pageParam }) =>
    call<Page<OperatorItem>>("GET", "/v1/operator/operators", { query: { limit: 50, cursor: pageParam }, signal }),
  ...byCursor,
  // What was changed a moment ago arrives in the list a moment later.
  refetchInterval: whileFirst(3_000),
});
