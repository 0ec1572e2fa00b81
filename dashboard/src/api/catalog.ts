import type { GradeTerms } from "@forecourt/contract/catalog";
import { queryOptions } from "@tanstack/react-query";
import { call } from "./client.ts";
import type { Page } from "./types.ts";

/** A grade with the version of its terms. */
export interface GradeItem {
  readonly grade: string;
  readonly version: number;
  readonly terms: GradeTerms;
}

interface CatalogVersion {
  readonly version: number;
  readonly at: string;
  readonly operator: string | null;
  readonly reason: string | null;
  readonly terms: Readonly<Record<string, unknown>>;
}

export const gradesQuery = queryOptions({
  queryKey: ["grades"],
  queryFn: ({ signal }) => call<Page<GradeItem>>("GET", "/v1/operator/grades", { signal }),
  staleTime: 10_000,
});

export function historyQuery(kind: "region" | "grade" | "package", id: string) {
  return queryOptions({
    queryKey: ["catalog", kind, id, "history"],
    queryFn: ({ signal }) =>
      call<{ readonly items: readonly CatalogVersion[] }>("GET", `/v1/operator/${kind}s/${encodeURIComponent(id)}/history`, {
        signal,
      }),
  });
}
