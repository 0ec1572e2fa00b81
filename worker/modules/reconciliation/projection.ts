import type { Movement } from "@forecourt/contract/movement";
import type { Currency } from "@forecourt/contract/units";
import type { WalletEvent } from "@forecourt/contract/wallet";
import type { Place, Projection } from "../../projection/projection.ts";
import type { Writes } from "../../projection/writes.ts";
import { fromAlert } from "./alerts.ts";
import { type Finding, mendCase, openCase, type Resolution, settleCase } from "./cases.ts";
import { fundFlows } from "./schema.ts";

const HOUR_MS = 3_600_000;

type Quarantined = Extract<WalletEvent, { type: "PaymentQuarantined" }>;

/** Movements that `figures` does not add up by what they are about. */
function flow({ currency, movement }: { readonly currency: Currency; readonly movement: Movement }, { atMs }: Place, writes: Writes): void {
  const { kind, principalMinor, bonusMinor, debtMinor } = movement;
  const hourMs = Math.floor(atMs / HOUR_MS) * HOUR_MS;
  writes.sum(fundFlows, { hourMs, currency, kind }, { principalMinor, bonusMinor, debtMinor, count: 1 });
}

function find(writes: Writes, { atMs }: Place, finding: Finding): void {
  writes.add(openCase(writes.db, finding, atMs));
}

/** In the same batch as what the event says elsewhere: a case is there as soon as anything is. */
export const reconciliationProjection: Projection = {
  tables: [fundFlows],
  handlers: {
    DebtPaid: flow,
    BonusExpired: flow,
    AdjustmentApproved: flow,
    RefundRequested: flow,
    RefundDeclined: flow,
    RefundFailed: flow,
    DisputeWon: flow,
    RefundSucceeded({ refundId, orderId, currency, principalMinor: amountMinor, reference, atBank }, place, writes) {
      if (atBank !== true) return;
      const evidence = { orderId, reference, said: "sent_while_at_bank" };
      find(writes, place, { kind: "refund_contradicted", subject: refundId, walletId: place.actor.id, currency, amountMinor, evidence });
    },
    RefundSucceededLate(event, place, writes) {
      flow(event, place, writes);
      const { refundId, orderId, currency, principalMinor: amountMinor, reference, twice, movement } = event;
      const evidence = { orderId, reference, said: twice ? "sent_twice" : "sent_after_given_back", debtMinor: movement.debtMinor };
      // Whoever was told that it might happen, and has closed that, is told that it has.
      const subject = twice ? `${refundId}/twice` : refundId;
      find(writes, place, { kind: "refund_contradicted", subject, walletId: place.actor.id, currency, amountMinor, evidence });
    },
    RefundUndone(event, place, writes) {
      flow(event, place, writes);
      const { refundId, orderId, currency, movement } = event;
      const evidence = { orderId, said: "not_sent_after_all" };
      const amountMinor = movement.principalMinor;
      find(writes, place, { kind: "refund_contradicted", subject: refundId, walletId: place.actor.id, currency, amountMinor, evidence });
    },
    RefundStranded({ refundId, orderId, currency, principalMinor: amountMinor, closedInto }, place, writes) {
      const evidence = { orderId, said: "not_sent_wallet_closed", walletId: closedInto };
      find(writes, place, { kind: "refund_contradicted", subject: refundId, walletId: place.actor.id, currency, amountMinor, evidence });
    },
    PaymentChargedBack(event, place, writes) {
      flow(event, place, writes);
      const { disputeId, orderId, provider, providerTransactionId, currency, amountMinor, movement } = event;
      const evidence = { orderId, providerTransactionId, debtMinor: movement.debtMinor };
      const about = { subject: disputeId, walletId: place.actor.id, provider, currency, amountMinor };
      find(writes, place, { kind: "payment_charged_back", ...about, evidence });
    },
    PaymentCredited(event, place, writes) {
      flow(event, place, writes);
      writes.add(settleCase(writes.db, ofPayment(event), decidedIn(event, "credit"), place.atMs));
    },
    PaymentReturnDecided: (event, { atMs }, writes) =>
      writes.add(settleCase(writes.db, ofPayment(event), decidedIn(event, "return"), atMs)),
    PaymentQuarantined(event, place, writes) {
      const { orderId, provider, providerTransactionId, currency, amountMinor, reason, why } = event;
      const about = { ...ofPayment(event), walletId: place.actor.id, provider, currency, amountMinor };
      find(writes, place, { ...about, evidence: { orderId, reason, providerTransactionId, ...(why === undefined ? {} : { why }) } });
    },
    PaymentSettled: ({ outcome }, { actor, atMs }, writes) => {
      if (outcome !== "unattributed") writes.add(mendCase(writes.db, { kind: "payment_unsettled", subject: actor.id }, atMs));
    },
    PaymentAttributed: (event, { actor, atMs }, writes) =>
      writes.add(settleCase(writes.db, { kind: "payment_unattributed", subject: actor.id }, decidedIn(event, "attribute"), atMs)),
    AlertRaised(event, place, writes) {
      const finding = fromAlert(event, place);
      if (finding !== null) find(writes, place, finding);
    },
  },
};

function decidedIn(
  { operator, note }: { readonly operator: string; readonly note: string },
  resolution: Resolution["resolution"],
): Resolution {
  return { resolution, note, resolvedBy: operator };
}

/** Set apart again, because it could not be sent back, it is another case: what was decided on the first stays as it was. */
function ofPayment({ provider, providerTransactionId, refusedNo }: Pick<Quarantined, "provider" | "providerTransactionId" | "refusedNo">) {
  const again = refusedNo === undefined ? "" : `/${refusedNo}`;
  return { kind: "payment_quarantined", subject: `${provider}/${providerTransactionId}${again}` } as const;
}
