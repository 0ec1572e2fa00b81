import { useQuery } from "@tanstack/react-query";
import { regionsQuery, stationsQuery } from "../api/queries.ts";
import type { Region, Station } from "../api/types.ts";

/** The zone that times without a station are shown in, until the region is known. */
const BROWSER_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The region that is looked at, and all of them. */
export function useRegion(regionId: string | undefined): {
  readonly region: Region | undefined;
  readonly regions: readonly Region[];
  readonly timeZone: string;
} {
  const { data } = useQuery(regionsQuery);
  const regions = (data?.items ?? []).map((item) => item.region);
  const region = regions.find((one) => one.regionId === regionId) ?? regions[0];
  return { region, regions, timeZone: region?.timeZone ?? BROWSER_ZONE };
}

/** Stations by id, for names and zones; a moment old. */
export function useStations(): ReadonlyMap<string, Station> {
  const { data } = useQuery(stationsQuery(false));
  return new Map((data?.items ?? []).map((station) => [station.stationId, station]));
}
