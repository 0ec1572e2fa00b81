import { and, asc } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { withinStations } from "../../auth/operators.ts";
import { holds } from "../stations/operatorList.ts";
import { stations } from "../stations/schema.ts";
import { type Finder, HITS_MAX } from "./finder.ts";

/** Stations by a part of their names, address or id. They are few: a thousand rows are read in a millisecond, and never more. */
export const stationFinder: Finder = {
  permission: "stations.read",
  async find(env, text, caller) {
    // A terminal is named after its station.
    const [wanted = text] = text.split(".");
    const items = await drizzle(env.DB)
      .select({ stationId: stations.stationId, names: stations.names, address: stations.address })
      .from(stations)
      .where(and(withinStations(caller, stations.stationId), holds(wanted)))
      .orderBy(asc(stations.stationId))
      .limit(HITS_MAX);
    return { group: "stations", items };
  },
};
