import type { Projection } from "../../projection/projection.ts";
import { grades, homeRegions, packages, regions } from "./schema.ts";

export const catalogProjection: Projection = {
  tables: [regions, grades, homeRegions, packages],
  handlers: {
    RegionDefined: ({ version, region }, _, writes) => {
      writes.add(
        writes.db
          .insert(regions)
          .values({ regionId: region.regionId, version, region })
          .onConflictDoUpdate({ target: regions.regionId, set: { version, region } }),
      );
    },
    HomeRegionChosen: ({ regionId }, { actor }, writes) => {
      writes.add(
        writes.db
          .insert(homeRegions)
          .values({ driverId: actor.id, regionId })
          .onConflictDoUpdate({ target: homeRegions.driverId, set: { regionId } }),
      );
    },
    AccountTakenOver: ({ belongings: { homeRegionId } }, { actor }, writes) => {
      if (homeRegionId === null) return;
      // Only for want of one.
      writes.add(writes.db.insert(homeRegions).values({ driverId: actor.id, regionId: homeRegionId }).onConflictDoNothing());
    },
    GradeDefined: ({ version, grade: terms }, _, writes) => {
      writes.add(
        writes.db
          .insert(grades)
          .values({ grade: terms.grade, version, terms })
          .onConflictDoUpdate({ target: grades.grade, set: { version, terms } }),
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
