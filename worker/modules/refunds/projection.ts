import type { refundSteps } from "@forecourt/contract/http/refunds";
import { eq, sql } from "drizzle-orm";
import type { Place, Projection } from "../../projection/projection.ts";
import type { Writes } from "../../projection/writes.ts";
import { topups } from "../topups/schema.ts";
import { refunds } from "./schema.ts";

type Step = (typeof refundSteps)[number];
type Change = Partial<typeof refunds.$inferInsert>;

/** One row for all that an event says: what it changes, and the step on the refund's time line. */
function go(writes: Writes, { atMs }: Place, refundId: string, step: Step, note: string | null, change: Change): void {
  const steps = sql`json_insert(${refunds.steps}, '$[#]', json(${JSON.stringify({ step, atMs, note })}))`;
  writes.add(
    writes.db
      .update(refunds)
      .set({ ...change, changedAtMs: atMs, steps })
      .where(eq(refunds.refundId, refundId)),
  );
}

/** The order shows how far its last refund has come. */
function order(writes: Writes, orderId: string, state: "refund_requested" | "refunding" | "refunded" | "refund_failed"): void {
  writes.add(writes.db.update(topups).set({ state }).where(eq(topups.orderId, orderId)));
}

export const refundsProjection: Projection = {
  tables: [refunds],
  handlers: {
    RefundRequested: ({ type: _, movement: __, lotId: ___, ...event }, { actor, atMs }, writes) => {
      const { automatic, orderId } = event;
      const state = automatic ? "sending" : "review";
      const steps = [{ step: "requested", atMs, note: event.reason }, ...(automatic ? [{ step: "asked", atMs, note: null }] : [])];
      writes.add(
        writes.db
          .insert(refunds)
          .values({ ...event, walletId: actor.id, state, requestedAtMs: atMs, changedAtMs: atMs, steps })
          .onConflictDoNothing(),
      );
      order(writes, orderId, automatic ? "refunding" : "refund_requested");
    },
    RefundApproved: ({ refundId, orderId, operator, note }, place, writes) => {
      const state = sql<string>`CASE WHEN ${refunds.channel} = 'provider' THEN 'sending' WHEN ${refunds.bank} IS NULL THEN 'bank_details' ELSE 'bank_listed' END`;
      go(writes, place, refundId, "approved", note, { state: state as unknown as string, decidedBy: operator });
      order(writes, orderId, "refunding");
    },
    RefundDeclined: ({ refundId, orderId, operator, note }, place, writes) => {
      go(writes, place, refundId, "declined", note, { state: "declined", decidedBy: operator });
      order(writes, orderId, "refund_failed");
    },
    RefundPending: ({ refundId, state, why }, place, writes) =>
      go(writes, place, refundId, state === "processing" ? "processing" : "asked", why, { state }),
    RefundSentToBank: ({ refundId, why }, place, writes) => {
      const state = sql<string>`CASE WHEN ${refunds.bank} IS NULL THEN 'bank_details' ELSE 'bank_listed' END`;
      go(writes, place, refundId, "bank_details_needed", why, { state: state as unknown as string, channel: "bank" });
    },
    BankAccountGiven: ({ refundId, bank }, place, writes) =>
      go(writes, place, refundId, "bank_details_given", null, { state: "bank_listed", bank }),
    BankTransferExported: ({ refundId, batchId, operator }, place, writes) =>
      go(writes, place, refundId, "bank_exported", null, { state: "bank_exported", batchId, decidedBy: operator }),
    RefundSucceeded: ({ refundId, orderId, channel, reference, operator }, place, writes) => {
      const by = operator === null ? {} : { decidedBy: operator };
      go(writes, place, refundId, "succeeded", null, { state: "succeeded", channel, reference, sentAtMs: place.atMs, ...by });
      order(writes, orderId, "refunded");
    },
    RefundFailed: ({ refundId, orderId, state, why, operator }, place, writes) => {
      go(writes, place, refundId, state, why, { state, ...(operator === null ? {} : { decidedBy: operator }) });
      order(writes, orderId, "refund_failed");
    },
    RefundDoubted: ({ refundId }, place, writes) => go(writes, place, refundId, "doubted", null, {}),
    RefundSucceededLate: ({ refundId, orderId, reference }, place, writes) => {
      go(writes, place, refundId, "succeeded_late", null, { state: "succeeded", reference, sentAtMs: place.atMs });
      order(writes, orderId, "refunded");
    },
    RefundUndone: ({ refundId, orderId, byBank }, place, writes) => {
      if (byBank === true) return go(writes, place, refundId, "undone", null, {});
      go(writes, place, refundId, "undone", null, { state: "failed", sentAtMs: null });
      order(writes, orderId, "refund_failed");
    },
  },
};
