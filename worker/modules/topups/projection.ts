import { and, eq } from "drizzle-orm";
import type { Projection } from "../../projection/projection.ts";
import { strayPayments, topups } from "./schema.ts";

export const topupsProjection: Projection = {
  tables: [topups, strayPayments],
  handlers: {
    TopupRequested: (event, { actor, atMs }, writes) => {
      writes.add(
        writes.db.insert(topups).values({
          orderId: event.orderId,
          walletId: actor.id,
          state: "requested",
          provider: event.provider,
          currency: event.currency,
          amountMinor: event.amountMinor,
          bonusMinor: event.bonusMinor,
          packageId: event.packageId ?? null,
          packageVersion: event.packageVersion ?? null,
          createdAtMs: atMs,
          expiresAtMs: event.expiresAtMs,
        }),
      );
    },
    PaymentPrepared: ({ orderId }, _, writes) => {
      writes.add(writes.db.update(topups).set({ state: "awaiting_payment" }).where(eq(topups.orderId, orderId)));
    },
    TopupCancelled: ({ orderId }, { atMs }, writes) => {
      writes.add(writes.db.update(topups).set({ state: "cancelled", closedAtMs: atMs }).where(eq(topups.orderId, orderId)));
    },
    TopupExpired: ({ orderId }, { atMs }, writes) => {
      writes.add(writes.db.update(topups).set({ state: "expired", closedAtMs: atMs }).where(eq(topups.orderId, orderId)));
    },
    TopupPaid: ({ orderId, currency, providerTransactionId, principalMinor, bonusMinor }, { atMs }, writes) => {
      // A late payment brings no bonus: the order shows what was credited, not what was offered.
      const paid = { state: "paid", providerTransactionId, bonusMinor, closedAtMs: atMs };
      writes.add(writes.db.update(topups).set(paid).where(eq(topups.orderId, orderId)));
      writes.count(atMs, currency, "", { topups: 1, toppedUpMinor: principalMinor, bonusMinor });
    },
    PaymentDuplicated: ({ type: _, ...payment }, { actor, atMs }, writes) => {
      writes.add(
        writes.db
          .insert(strayPayments)
          .values({ ...payment, walletId: actor.id, reason: "duplicate", state: "returning", arrivedAtMs: atMs }),
      );
    },
    PaymentReturned: ({ provider, providerTransactionId, refundId }, _, writes) => {
      writes.add(
        writes.db
          .update(strayPayments)
          .set({ state: "returned", refundId })
          .where(and(eq(strayPayments.provider, provider), eq(strayPayments.providerTransactionId, providerTransactionId))),
      );
    },
    PaymentQuarantined: ({ type: _, currency: __, ...payment }, { actor, atMs }, writes) => {
      writes.add(
        writes.db
          .insert(strayPayments)
          .values({ ...payment, walletId: actor.id, state: "quarantined", arrivedAtMs: atMs })
          .onConflictDoNothing(),
      );
    },
  },
};
