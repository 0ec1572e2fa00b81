import type { Projection } from "../../projection/projection.ts";
import { ofWallet } from "../figures/counting.ts";
import { originRow } from "../transactions/columns.ts";
import { fuelings } from "./schema.ts";

export const fuelingsProjection: Projection = {
  tables: [fuelings],
  handlers: {
    FundsCaptured: ({ currency, movement, origin }, { actor, atMs }, writes) => {
      const { fueling } = movement;
      if (fueling === undefined) return;
      const row = {
        ...fueling,
        walletId: actor.id,
        currency,
        principalMinor: 0 - movement.principalMinor,
        bonusMinor: 0 - movement.bonusMinor,
        debtMinor: movement.debtMinor,
        settledAtMs: atMs,
        ...(origin === undefined ? {} : originRow(origin)),
      };
      writes.insert(fuelings, row, ofWallet(actor.id));
    },
  },
};
