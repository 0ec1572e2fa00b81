import { infiniteQueryOptions } from "@tanstack/react-query";
import { call } from "../api/client.ts";
import type { AuditItem, Page } from "../api/types.ts";

/** What narrows the audit log. */
export interface AuditFilter {
  readonly operatorId: string | undefined;
  readonly action: string | undefined;
  readonly subject: string | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

export function auditQuery(filter: AuditFilter) {
  return infiniteQueryOptions({
    queryKey: ["audit", filter],
    queryFn: ({ signal, pageParam }) =>
      call<Page<AuditItem>>("GET", "/v1/operator/audit", { query: { ...filter, limit: 50, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    refetchInterval: ({ state }) => (state.data?.pages.length === 1 ? 5_000 : false),
  });
}
