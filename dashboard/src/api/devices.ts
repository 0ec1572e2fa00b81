import type { device, deviceDetail, driverSessions } from "@forecourt/contract/http/devices";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { call } from "./client.ts";
import { byCursor } from "./pages.ts";
import { driverPath } from "./people.ts";
import type { Page } from "./types.ts";

/** What the pages of devices and sessions read. */
export type DeviceItem = (typeof device)["_output"];
export type DeviceDetail = (typeof deviceDetail)["_output"];
export type DriverSessions = (typeof driverSessions)["_output"];

export function devicesQuery(isShared: boolean) {
  return infiniteQueryOptions({
    queryKey: ["devices", isShared],
    queryFn: ({ signal, pageParam }) =>
      call<Page<DeviceItem>>("GET", "/v1/operator/devices", {
        query: { shared: isShared ? "true" : undefined, limit: 50, cursor: pageParam },
        signal,
      }),
    ...byCursor,
  });
}

export function deviceQuery(device: string) {
  return queryOptions({
    queryKey: ["device", device],
    queryFn: ({ signal }) => call<DeviceDetail>("GET", `/v1/operator/devices/${encodeURIComponent(device)}`, { signal }),
  });
}

export function sessionsQuery(driverId: string) {
  return queryOptions({
    queryKey: ["driver", driverId, "sessions"],
    queryFn: ({ signal }) => call<DriverSessions>("GET", driverPath(driverId, "/sessions"), { signal }),
  });
}
