import type { Projection } from "../../projection/projection.ts";
import { packages, regions } from "./schema.ts";

export const catalogProjection: Projection = {
  tables: [regions, packages],
  handlers: {
    RegionDefined: ({ version, region }, _, writes) => {
      writes.add(
        writes.db
          .insert(regions)
          .values({ regionId: region.regionId, version, region })
          .onConflictDoUpdate({ target: regions.regionId, set: { version, region } }),
      );
    },
    PackageDefined: ({ version, package: terms }, _, writes) => {
      const { packageId, regionId, position, onSale } = terms;
      const row = { regionId, version, position, onSale, package: terms };
      writes.add(
        writes.db
          .insert(packages)
          .values({ packageId, ...row })
          .onConflictDoUpdate({ target: packages.packageId, set: row }),
      );
    },
  },
};
