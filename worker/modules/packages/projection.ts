import type { StockCount } from "@forecourt/contract/stock";
import type { Place, Projection } from "../../projection/projection.ts";
import type { Writes } from "../../projection/writes.ts";
import { packageStocks } from "./schema.ts";

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
  tables: [packageStocks],
  handlers: {
    StockHeld: keepCount,
    StockReturned: keepCount,
    StockSold: keepCount,
  },
};
