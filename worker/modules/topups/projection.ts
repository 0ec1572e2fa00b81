import { and, eq } from "drizzle-orm";
import type { Projection } from "../../projection/projection.ts";
import { strayPayments, topups } from "./schema.ts";

export const topupsProjection: Projection = {
  tables: [topups, strayPayments],
  handlers: {
    TopupRequested: (event, { actor, atMs }, writes) => {
      writes.insert(topups, {
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
      });
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
    TopupPaid: ({ orderId, providerTransactionId, bonusMinor, paidAtMs = null }, { atMs }, writes) => {
      // A late payment brings no bonus: the order shows what was credited, not what was offered.
      const paid = { state: "paid", providerTransactionId, bonusMinor, closedAtMs: atMs, paidAtMs };
      writes.add(writes.db.update(topups).set(paid).where(eq(topups.orderId, orderId)));
    },
    PaymentDuplicated: ({ type: _, ...payment }, { actor, atMs }, writes) => {
      writes.add(
        writes.db
          .insert(strayPayments)
          .values({ ...payment, walletId: actor.id, reason: "duplicate", state: "returning", arrivedAtMs: atMs })
          .onConflictDoNothing(),
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
    PaymentCredited: ({ provider, providerTransactionId }, _, writes) => {
      const one = and(eq(strayPayments.provider, provider), eq(strayPayments.providerTransactionId, providerTransactionId));
      writes.add(writes.db.update(strayPayments).set({ state: "credited" }).where(one));
    },
    PaymentReturnDecided: ({ provider, providerTransactionId }, _, writes) => {
      const one = and(eq(strayPayments.provider, provider), eq(strayPayments.providerTransactionId, providerTransactionId));
      writes.add(writes.db.update(strayPayments).set({ state: "returning" }).where(one));
    },
    PaymentQuarantined: ({ type: _, currency: __, paidAtMs: ___, why: ____, refusedNo: _____, ...payment }, { actor, atMs }, writes) => {
      const { provider, providerTransactionId, reason } = payment;
      if (reason === "return_refused") {
        const one = and(eq(strayPayments.provider, provider), eq(strayPayments.providerTransactionId, providerTransactionId));
        writes.add(writes.db.update(strayPayments).set({ state: "quarantined", reason }).where(one));
        return;
      }
      writes.add(
        writes.db
          .insert(strayPayments)
          .values({ ...payment, walletId: actor.id, state: "quarantined", arrivedAtMs: atMs })
          .onConflictDoNothing(),
      );
    },
  },
};
