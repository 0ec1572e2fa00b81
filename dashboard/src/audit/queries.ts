import { infiniteQueryOptions } from "@tanstack/react-query";
import { call } from "../api/client.ts";
import { byCursor, whileFirst } from "../api/pages.ts";
import type { AuditItem, Page } from "../api/types.ts";
import { as, type FilterRules, type ReadFilters, since, until } from "../ui/filterRules.ts";

/** What narrows the audit log, as it stands in the address. */
export const auditFilters = {
  operator: as("operatorId"),
  action: as("action"),
  subject: as("subject"),
  from: since("from"),
  to: until("to"),
} as const satisfies FilterRules;

/** As the API takes it. */
export type AuditFilter = ReadFilters<string>["asked"];

export function auditQuery(filter: AuditFilter) {
  return infiniteQueryOptions({
    queryKey: ["audit", filter],
    queryFn: ({ signal, pageParam }) =>
      call<Page<AuditItem>>("GET", "/v1/operator/audit", { query: { ...filter, limit: 50, cursor: pageParam }, signal }),
    ...byCursor,
    refetchInterval: whileFirst(5_000),
  });
}
