import type { StockCount } from "@forecourt/contract/stock";
import type { Place, Projection } from "../../projection/projection.ts";
import type { Writes } from "../../projection/writes.ts";
import { packageStocks, packageVersions } from "./schema.ts";

/** Every event leaves the count behind it; nothing is added up here. */
const keepCount = ({ count: { sold, held } }: { readonly count: StockCount }, { actor }: Place, writes: Writes): void => {
  writes.add(
    writes.db
      .insert(packageStocks)
      .values({ packageId: actor.id, sold, held })
      .onConflictDoUpdate({ target: packageStocks.packageId, set: { sold, held } }),
  );
};

export const packagesProjection: Projection = {
  tables: [packageVersions, packageStocks],
  handlers: {
    PackageDefined: ({ version, package: terms }, { atMs }, writes) => {
      const row = { packageId: terms.packageId, version, package: terms, definedAtMs: atMs };
      writes.add(writes.db.insert(packageVersions).values(row).onConflictDoNothing());
    },
    StockHeld: keepCount,
    StockReturned: keepCount,
    StockSold: keepCount,
  },
};
