import type { Station } from "../api/types.ts";
import type { Standing } from "./health.ts";

/** Which stations by how they stand. */
export const shows = ["all", "busy", "trouble", "closed"] as const;
export type Show = (typeof shows)[number];

/** What narrows the stations; it stands in the address. */
export interface StationFilter {
  readonly text: string;
  readonly show: Show;
  readonly regionId: string | undefined;
  readonly service: string | undefined;
  readonly grade: string | undefined;
}

/** Whether a station is among those that are looked for. Names of every language count: people type what they see elsewhere. */
export function matches(station: Station, { asks, pumps }: Standing, filter: StationFilter): boolean {
  const { text, show, regionId, service, grade } = filter;
  if (show === "busy" && (pumps === null || pumps.busy === 0)) return false;
  if (show === "trouble" && asks !== "attention" && asks !== "risk" && asks !== "unknown") return false;
  if (show === "closed" && station.openNow) return false;
  if (regionId !== undefined && station.regionId !== regionId) return false;
  if (service !== undefined && !station.services.some((one) => one === service)) return false;
  if (grade !== undefined && !station.pumps.some(({ grades }) => grades.includes(grade))) return false;
  const told = [...Object.values(station.names), station.address, station.stationId].join(" ").toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => told.includes(word));
}
