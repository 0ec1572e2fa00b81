import type { AlertKind } from "@forecourt/contract/alerts";
import type { Detail } from "@forecourt/contract/result";
import type { Place, Projection } from "../../projection/projection.ts";
import type { Writes } from "../../projection/writes.ts";
import { alerts } from "./schema.ts";

/** Questions without an answer that end the matter: seven take about a day. */
const REFUND_ASKED_ALARMING = 7;

function raise(writes: Writes, { actor, seq, index, atMs }: Place, kind: AlertKind, subjectId: string, facts: Detail): void {
  const name = `${actor.kind}/${actor.id}`;
  writes.add(
    writes.db
      .insert(alerts)
      .values({ alertId: `${name}/${seq}/${index}`, kind, actor: name, subjectId, facts, raisedAtMs: atMs })
      .onConflictDoNothing(),
  );
}

export const alertsProjection: Projection = {
  tables: [alerts],
  handlers: {
    AlertRaised: ({ kind, subjectId, facts }, place, writes) => raise(writes, place, kind, subjectId, facts),
    DeliveryParked: ({ deliveryId, destination, error }, place, writes) =>
      raise(writes, place, "delivery_parked", deliveryId, { destination, error }),
    RefundPending: ({ refundId, orderId, asked, why }, place, writes) => {
      // About a day of asking: something is wrong that asking does not mend.
      if (asked === REFUND_ASKED_ALARMING || (why === "not_enough_funds" && asked === 1))
        raise(writes, place, "refund_stuck", refundId, { orderId, asked, why });
    },
    RefundSentToBank: ({ refundId, orderId, why }, place, writes) => raise(writes, place, "refund_by_bank", refundId, { orderId, why }),
    RefundFailed: ({ refundId, orderId, state, why }, place, writes) => {
      if (state === "failed") raise(writes, place, "refund_failed", refundId, { orderId, why });
    },
    RefundSucceeded: ({ refundId, orderId, principalMinor, atBank }, place, writes) => {
      if (atBank === true) raise(writes, place, "refund_contradicted", refundId, { orderId, principalMinor });
    },
    RefundSucceededLate: ({ refundId, orderId, principalMinor, movement }, place, writes) =>
      raise(writes, place, "refund_contradicted", refundId, { orderId, principalMinor, debtMinor: movement.debtMinor }),
    RefundUndone: ({ refundId, orderId }, place, writes) => raise(writes, place, "refund_contradicted", refundId, { orderId }),
    RefundStranded: ({ refundId, orderId, principalMinor, closedInto }, place, writes) =>
      raise(writes, place, "refund_contradicted", refundId, { orderId, principalMinor, walletId: closedInto }),
    FundsCaptured: ({ fuelingId, closedInto, movement }, place, writes) => {
      if (closedInto === undefined || movement.debtMinor === 0) return;
      raise(writes, place, "closed_wallet_owes", fuelingId, { debtMinor: movement.debtMinor, walletId: closedInto });
    },
    PaymentChargedBack: ({ disputeId, orderId, amountMinor, movement }, place, writes) =>
      raise(writes, place, "payment_charged_back", disputeId, { orderId, amountMinor, debtMinor: movement.debtMinor }),
    StockSold: ({ holdId, oversold, count }, place, writes) => {
      if (oversold) raise(writes, place, "stock_oversold", holdId, { packageId: place.actor.id, sold: count.sold });
    },
    RiskAlertRaised: ({ alertId, driverId, ruleId, version, outcome }, place, writes) =>
      raise(writes, place, "risk", driverId, { alertId, ruleId, version, outcome }),
    PaymentQuarantined: ({ providerTransactionId, orderId, amountMinor, reason, why }, place, writes) =>
      raise(writes, place, "payment_quarantined", providerTransactionId, {
        ...{ orderId, amountMinor, reason },
        ...(why === undefined ? {} : { why }),
      }),
  },
};
