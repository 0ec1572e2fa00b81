import type { packageSummary } from "@forecourt/contract/http/packages";
import type { paymentHealth } from "@forecourt/contract/http/payments";
import type { billImport, fundReport, liability, reconciliationCase } from "@forecourt/contract/http/reconciliation";
import type { operatorRefund } from "@forecourt/contract/http/refunds";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { call } from "./client.ts";
import { byCursor, whileFirst } from "./pages.ts";
import type { Page } from "./types.ts";

/** What the pages of packages, refunds, reconciliation and the prepaid fund read. */
export type PackageSummary = (typeof packageSummary)["_output"];
export type OperatorRefund = (typeof operatorRefund)["_output"];
export type Case = (typeof reconciliationCase)["_output"];
export type BillImport = (typeof billImport)["_output"];
export type Liability = (typeof liability)["_output"];
export type FundReport = (typeof fundReport)["_output"];
export type PaymentHealth = (typeof paymentHealth)["_output"];

const PAGE = 50;
const LIVE_MS = 3_000;

/** @param state one, or several with commas */
export function refundsQuery(state: string | undefined, channel: string | undefined) {
  return infiniteQueryOptions({
    queryKey: ["refunds", state, channel],
    queryFn: ({ signal, pageParam }) =>
      call<Page<OperatorRefund>>("GET", "/v1/operator/refunds", { query: { state, channel, limit: PAGE, cursor: pageParam }, signal }),
    ...byCursor,
    refetchInterval: whileFirst(LIVE_MS),
  });
}

export function refundQuery(refundId: string) {
  return queryOptions({
    queryKey: ["refund", refundId],
    queryFn: ({ signal }) => call<OperatorRefund>("GET", `/v1/operator/refunds/${encodeURIComponent(refundId)}`, { signal }),
    refetchInterval: LIVE_MS,
  });
}

export function casesQuery(state: string, kind: string | undefined) {
  return infiniteQueryOptions({
    queryKey: ["cases", state, kind],
    queryFn: ({ signal, pageParam }) =>
      call<Page<Case>>("GET", "/v1/operator/cases", { query: { state, kind, limit: PAGE, cursor: pageParam }, signal }),
    ...byCursor,
    refetchInterval: whileFirst(LIVE_MS),
  });
}

export function caseQuery(caseId: string) {
  return queryOptions({
    queryKey: ["case", caseId],
    queryFn: ({ signal }) => call<Case>("GET", `/v1/operator/cases/${encodeURIComponent(caseId)}`, { signal }),
    refetchInterval: LIVE_MS,
  });
}

export const billsQuery = infiniteQueryOptions({
  queryKey: ["bills"],
  queryFn: ({ signal, pageParam }) =>
    call<Page<BillImport>>("GET", "/v1/operator/bills", { query: { limit: PAGE, cursor: pageParam }, signal }),
  ...byCursor,
});

export const liabilityQuery = queryOptions({
  queryKey: ["liability"],
  queryFn: ({ signal }) => call<Liability>("GET", "/v1/operator/liability", { signal }),
  refetchInterval: LIVE_MS,
});

/** @param period `2026-11` or `2026-Q4` */
export function fundReportQuery(period: string, currency: string) {
  return queryOptions({
    queryKey: ["fund", period, currency],
    queryFn: ({ signal }) => call<FundReport>("GET", "/v1/operator/reports/prepaid-fund", { query: { period, currency }, signal }),
    refetchInterval: 30_000,
  });
}

export function packagesQuery(regionId: string | undefined) {
  return queryOptions({
    queryKey: ["packages", regionId],
    queryFn: ({ signal }) => call<Page<PackageSummary>>("GET", "/v1/operator/packages", { query: { regionId }, signal }),
    refetchInterval: LIVE_MS,
  });
}

export function packageQuery(packageId: string) {
  return queryOptions({
    queryKey: ["package", packageId],
    queryFn: ({ signal }) => call<PackageSummary>("GET", `/v1/operator/packages/${encodeURIComponent(packageId)}`, { signal }),
    refetchInterval: LIVE_MS,
  });
}

export const paymentHealthQuery = queryOptions({
  queryKey: ["payment-health"],
  queryFn: ({ signal }) => call<PaymentHealth>("GET", "/v1/operator/payments/health", { signal }),
  refetchInterval: 10_000,
});
