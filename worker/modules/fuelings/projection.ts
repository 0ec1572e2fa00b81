import type { Projection } from "../../projection/projection.ts";
import { fuelings } from "./schema.ts";

export const fuelingsProjection: Projection = {
  tables: [fuelings],
  handlers: {
    FundsCaptured: ({ currency, movement }, { actor, atMs }, writes) => {
      const { fueling } = movement;
      if (fueling === undefined) return;
      writes.add(
        writes.db.insert(fuelings).values({
          ...fueling,
          walletId: actor.id,
          currency,
          principalMinor: 0 - movement.principalMinor,
          bonusMinor: 0 - movement.bonusMinor,
          debtMinor: movement.debtMinor,
          settledAtMs: atMs,
        }),
      );
      writes.count(atMs, currency, fueling.stationId, { fuelings: 1, fueledMinor: fueling.amountMinor, volumeMl: fueling.volumeMl });
    },
  },
};
