import type { lot, movement } from "@forecourt/contract/http/driver";
import type { exportItem } from "@forecourt/contract/http/exports";
import type { operatorOrder, operatorOrders, timeline } from "@forecourt/contract/http/orders";
import type { adjustment, adjustmentItem, driverDetail, driverItem, note } from "@forecourt/contract/http/people";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { call } from "./client.ts";
import { byCursor, whileFirst } from "./pages.ts";
import type { Page } from "./types.ts";

/** What the pages of drivers, their orders and exports read. */
export type DriverItem = (typeof driverItem)["_output"];
export type DriverDetail = (typeof driverDetail)["_output"];
export type Adjustment = (typeof adjustment)["_output"];
export type AdjustmentItem = (typeof adjustmentItem)["_output"];
export type Note = (typeof note)["_output"];
export type Lot = (typeof lot)["_output"];
export type Movement = (typeof movement)["_output"];
export type OperatorOrder = (typeof operatorOrder)["_output"];
export type OrderPage = (typeof operatorOrders)["_output"];
export type Timeline = (typeof timeline)["_output"];
export type ExportItem = (typeof exportItem)["_output"];

const PAGE = 50;
/** The address of a driver's part. */
export const driverPath = (driverId: string, part = "") => `/v1/operator/drivers/${encodeURIComponent(driverId)}${part}`;

export function driversQuery(status: string, q: string | undefined) {
  return infiniteQueryOptions({
    queryKey: ["drivers", "list", status, q],
    queryFn: ({ signal, pageParam }) =>
      call<Page<DriverItem>>("GET", "/v1/operator/drivers", { query: { status, q, limit: PAGE, cursor: pageParam }, signal }),
    ...byCursor,
    // Whoever has just signed in is found without asking again, until somebody reads on: then the list holds still.
    refetchInterval: whileFirst(5_000),
  });
}

export function driverQuery(driverId: string) {
  return queryOptions({
    queryKey: ["driver", driverId],
    queryFn: ({ signal }) => call<DriverDetail>("GET", driverPath(driverId), { signal }),
    refetchInterval: 5_000,
  });
}

export function lotsQuery(driverId: string) {
  return queryOptions({
    queryKey: ["driver", driverId, "lots"],
    queryFn: ({ signal }) => call<Page<Lot>>("GET", driverPath(driverId, "/lots"), { query: { limit: 100 }, signal }),
  });
}

export function statementQuery(driverId: string) {
  return infiniteQueryOptions({
    queryKey: ["driver", driverId, "statement"],
    queryFn: ({ signal, pageParam }) =>
      call<Page<Movement>>("GET", driverPath(driverId, "/statement"), { query: { limit: 20, cursor: pageParam }, signal }),
    ...byCursor,
  });
}

export function notesQuery(driverId: string) {
  return queryOptions({
    queryKey: ["driver", driverId, "notes"],
    queryFn: ({ signal }) => call<{ readonly items: readonly Note[] }>("GET", driverPath(driverId, "/notes"), { signal }),
  });
}

export function driverAdjustmentsQuery(driverId: string) {
  return queryOptions({
    queryKey: ["driver", driverId, "adjustments"],
    queryFn: ({ signal }) => call<Page<Adjustment>>("GET", driverPath(driverId, "/adjustments"), { signal }),
  });
}

export function adjustmentsQuery(state: string | undefined) {
  return infiniteQueryOptions({
    queryKey: ["adjustments", state],
    queryFn: ({ signal, pageParam }) =>
      call<Page<AdjustmentItem>>("GET", "/v1/operator/adjustments", { query: { state, limit: PAGE, cursor: pageParam }, signal }),
    ...byCursor,
    refetchInterval: whileFirst(3_000),
  });
}

export function orderQuery(orderId: string) {
  return queryOptions({
    queryKey: ["order", orderId],
    queryFn: ({ signal }) => call<OperatorOrder>("GET", `/v1/operator/orders/${encodeURIComponent(orderId)}`, { signal }),
  });
}

export function timelineQuery(orderId: string) {
  return queryOptions({
    queryKey: ["order", orderId, "timeline"],
    queryFn: ({ signal }) => call<Timeline>("GET", `/v1/operator/orders/${encodeURIComponent(orderId)}/timeline`, { signal }),
  });
}

export const exportsQuery = infiniteQueryOptions({
  queryKey: ["exports"],
  queryFn: ({ signal, pageParam }) =>
    call<Page<ExportItem>>("GET", "/v1/operator/exports", { query: { limit: 20, cursor: pageParam }, signal }),
  ...byCursor,
  // Watched while one is being made.
  refetchInterval: ({ state: { data } }) =>
    data?.pages.some(({ items }) => items.some(({ state }) => state === "running")) ? 1_000 : 10_000,
});
