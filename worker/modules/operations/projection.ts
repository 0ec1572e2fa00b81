import type { ActorRef } from "@forecourt/contract/commit";
import { and, eq } from "drizzle-orm";
import type { Projection } from "../../projection/projection.ts";
import type { Writes } from "../../projection/writes.ts";
import { parkedDeliveries } from "./schema.ts";

const nameOf = ({ kind, id }: ActorRef): string => `${kind}/${id}`;

/** What waits for an operator, of all actors. */
export const operationsProjection: Projection = {
  tables: [parkedDeliveries],
  handlers: {
    DeliveryParked: ({ deliveryId, destination, error }, { actor, atMs }, writes) => {
      const parked = { destination, error, parkedAtMs: atMs };
      writes.add(
        writes.db
          .insert(parkedDeliveries)
          .values({ actor: nameOf(actor), deliveryId, ...parked })
          .onConflictDoUpdate({ target: [parkedDeliveries.actor, parkedDeliveries.deliveryId], set: parked }),
      );
    },
    DeliveryReplayed: ({ deliveryId }, { actor }, writes) => strike(writes, actor, deliveryId),
    DeliverySettled: ({ deliveryId }, { actor }, writes) => strike(writes, actor, deliveryId),
  },
};

function strike(writes: Writes, actor: ActorRef, deliveryId: string): void {
  const key = and(eq(parkedDeliveries.actor, nameOf(actor)), eq(parkedDeliveries.deliveryId, deliveryId));
  writes.add(writes.db.delete(parkedDeliveries).where(key));
}
