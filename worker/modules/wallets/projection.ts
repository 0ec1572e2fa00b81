import type { Movement } from "@forecourt/contract/movement";
import { eq } from "drizzle-orm";
import type { Place, Projection } from "../../projection/projection.ts";
import type { Writes } from "../../projection/writes.ts";
import { wallets } from "./schema.ts";

/** Every movement leaves the balances behind it; nothing is added up here. */
const keepBalance = ({ movement }: { readonly movement: Movement }, { actor }: Place, writes: Writes): void => {
  writes.add(writes.db.update(wallets).set(movement.balance).where(eq(wallets.walletId, actor.id)));
};

export const walletsProjection: Projection = {
  tables: [wallets],
  handlers: {
    WalletOpened: ({ driverId, currency }, { actor }, writes) => {
      writes.add(
        writes.db.insert(wallets).values({ walletId: actor.id, driverId, currency, principalMinor: 0, bonusMinor: 0, debtMinor: 0 }),
      );
    },
    TopupPaid: keepBalance,
    DebtPaid: keepBalance,
    FundsCaptured: keepBalance,
    BonusExpired: keepBalance,
  },
};
