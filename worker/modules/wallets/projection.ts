import type { Movement } from "@forecourt/contract/movement";
import { and, eq, isNull } from "drizzle-orm";
import type { Place, Projection } from "../../projection/projection.ts";
import type { Writes } from "../../projection/writes.ts";
import { countBalance } from "../figures/counting.ts";
import { wallets } from "./schema.ts";

/** Every movement leaves the balances behind it; only their change is added up, into what all wallets together hold. */
const keepBalance = (event: { readonly movement: Movement }, place: Place, writes: Writes): void => {
  countBalance(writes, place, event.movement);
  keepCounted(event, place, writes);
};

/** The same for a movement whose change is counted with what it is about, see `figures`: one row less for each fill. */
const keepCounted = ({ movement }: { readonly movement: Movement }, place: Place, writes: Writes): void => {
  const { principalMinor, bonusMinor, debtMinor } = movement.balance;
  const marks = activity(movement, place.atMs);
  writes.run(
    `UPDATE wallets SET principal_minor = ?, bonus_minor = ?, debt_minor = ?${marks.set} WHERE wallet_id = ?`,
    ...[principalMinor, bonusMinor, debtMinor, ...marks.bound, place.actor.id],
  );
};

/** What a top-up or a fill says of its driver. */
function activity({ kind }: Movement, atMs: number): { readonly set: string; readonly bound: readonly number[] } {
  switch (kind) {
    case "topup":
    case "late_topup":
      return { set: ", active_at_ms = ?, first_topup_at_ms = coalesce(first_topup_at_ms, ?)", bound: [atMs, atMs] };
    case "fueling":
      return { set: ", active_at_ms = ?, first_fill_at_ms = coalesce(first_fill_at_ms, ?)", bound: [atMs, atMs] };
    default:
      return { set: "", bound: [] };
  }
}

export const walletsProjection: Projection = {
  tables: [wallets],
  handlers: {
    WalletOpened: ({ driverId, currency }, { actor, atMs }, writes) => {
      writes.add(
        writes.db
          .insert(wallets)
          .values({ walletId: actor.id, driverId, currency, principalMinor: 0, bonusMinor: 0, debtMinor: 0, openedAtMs: atMs })
          .onConflictDoNothing(),
      );
    },
    TopupPaid: keepCounted,
    DebtPaid: keepBalance,
    FundsCaptured: keepCounted,
    BonusExpired: keepBalance,
    RefundRequested: keepBalance,
    RefundDeclined: keepBalance,
    RefundFailed: keepBalance,
    RefundSucceededLate: keepBalance,
    RefundUndone: keepBalance,
    PaymentChargedBack: keepBalance,
    DisputeWon: keepBalance,
    PaymentCredited: keepBalance,
    AdjustmentApproved: keepBalance,
    TankNoted: ({ tankMl }, { actor }, writes) => {
      writes.add(writes.db.update(wallets).set({ tankMl }).where(eq(wallets.walletId, actor.id)));
    },
    WalletFrozen: (_, { actor, atMs }, writes) => {
      // A second party's freeze leaves the moment of the first.
      writes.add(
        writes.db
          .update(wallets)
          .set({ frozenAtMs: atMs })
          .where(and(eq(wallets.walletId, actor.id), isNull(wallets.frozenAtMs))),
      );
    },
    WalletUnfrozen: ({ stillFrozen }, { actor }, writes) => {
      if (!stillFrozen) writes.add(writes.db.update(wallets).set({ frozenAtMs: null }).where(eq(wallets.walletId, actor.id)));
    },
  },
};
