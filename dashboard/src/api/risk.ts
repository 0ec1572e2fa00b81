import type { riskAlert, riskPreview, riskRulesVersion } from "@forecourt/contract/http/risk";
import type { RiskAlertState } from "@forecourt/contract/risk";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { call } from "./client.ts";
import { byCursor, whileFirst } from "./pages.ts";
import type { Page } from "./types.ts";

/** What the pages about risk read. */
export type RiskAlert = (typeof riskAlert)["_output"];
export type RulesVersion = (typeof riskRulesVersion)["_output"];
export type RiskPreview = (typeof riskPreview)["_output"];

const PAGE = 50;
const LIVE_MS = 3_000;

/** Alerts, the newest first; new ones come in by themselves. */
export function riskAlertsQuery(state: RiskAlertState | undefined, driverId: string | undefined) {
  return infiniteQueryOptions({
    queryKey: ["risk", "alerts", state, driverId],
    queryFn: ({ signal, pageParam }) =>
      call<Page<RiskAlert>>("GET", "/v1/operator/risk/alerts", { query: { state, driverId, limit: PAGE, cursor: pageParam }, signal }),
    ...byCursor,
    refetchInterval: whileFirst(LIVE_MS),
  });
}

export function riskAlertQuery(alertId: string) {
  return queryOptions({
    queryKey: ["risk", "alert", alertId],
    queryFn: ({ signal }) => call<RiskAlert>("GET", `/v1/operator/risk/alerts/${encodeURIComponent(alertId)}`, { signal }),
    refetchInterval: LIVE_MS,
  });
}

/** The newest few that wait, for the bell. */
export const openRiskQuery = queryOptions({
  queryKey: ["risk", "open"],
  queryFn: ({ signal }) => call<Page<RiskAlert>>("GET", "/v1/operator/risk/alerts", { query: { state: "open", limit: 20 }, signal }),
  refetchInterval: 5_000,
});

/** Versions of the rules, the newest first; the first of them is in force. */
export const rulesQuery = queryOptions({
  queryKey: ["risk", "rules"],
  queryFn: ({ signal }) => call<{ readonly items: readonly RulesVersion[] }>("GET", "/v1/operator/risk/rules/versions", { signal }),
});
