import type { Projection } from "../../projection/projection.ts";
import { stationPrices, stations } from "./schema.ts";

export const stationsProjection: Projection = {
  tables: [stations, stationPrices],
  handlers: {
    StationConfigured: ({ config }, _, writes) => {
      const { stationId, regionId, names, address, location, currency, timeZone, pumps, services = [], hours = "24h" } = config;
      const row = { regionId, names, address, ...location, currency, timeZone, services, hours, pumps };
      writes.add(
        writes.db
          .insert(stations)
          .values({ stationId, ...row })
          .onConflictDoUpdate({ target: stations.stationId, set: row }),
      );
    },
    PriceApplied: ({ grade, unitPriceMilli, effectiveAtMs }, { actor }, writes) => {
      const price = { unitPriceMilli, effectiveAtMs };
      writes.add(
        writes.db
          .insert(stationPrices)
          .values({ stationId: actor.id, grade, ...price })
          .onConflictDoUpdate({ target: [stationPrices.stationId, stationPrices.grade], set: price }),
      );
    },
  },
};
