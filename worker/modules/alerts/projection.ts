import type { Detail } from "@forecourt/contract/result";
import type { Place, Projection } from "../../projection/projection.ts";
import type { Writes } from "../../projection/writes.ts";
import { alerts } from "./schema.ts";

function raise(writes: Writes, { actor, seq, index, atMs }: Place, kind: string, subjectId: string, facts: Detail): void {
  const name = `${actor.kind}/${actor.id}`;
  writes.add(
    writes.db.insert(alerts).values({ alertId: `${name}/${seq}/${index}`, kind, actor: name, subjectId, facts, raisedAtMs: atMs }),
  );
}

export const alertsProjection: Projection = {
  tables: [alerts],
  handlers: {
    AlertRaised: ({ kind, subjectId, facts }, place, writes) => raise(writes, place, kind, subjectId, facts),
    DeliveryParked: ({ deliveryId, destination, error }, place, writes) =>
      raise(writes, place, "delivery_parked", deliveryId, { destination, error }),
    PaymentQuarantined: ({ providerTransactionId, orderId, amountMinor, reason }, place, writes) =>
      raise(writes, place, "payment_quarantined", providerTransactionId, { orderId, amountMinor, reason }),
  },
};
