import { and, eq } from "drizzle-orm";
import type { Projection } from "../../projection/projection.ts";
import { coupons } from "./schema.ts";

/** Ten columns each, and D1 binds a hundred parameters to a statement. */
const ROWS_PER_INSERT = 10;

export const couponsProjection: Projection = {
  tables: [coupons],
  handlers: {
    CouponsGranted: (event, { actor, atMs }, writes) => {
      const rows = event.coupons.map((coupon) => ({ ...coupon, driverId: actor.id, state: "granted", grantedAtMs: atMs }));
      for (let from = 0; from < rows.length; from += ROWS_PER_INSERT) {
        writes.add(
          writes.db
            .insert(coupons)
            .values(rows.slice(from, from + ROWS_PER_INSERT))
            .onConflictDoNothing(),
        );
      }
    },
    CouponsRevoked: ({ orderId }, { actor }, writes) => {
      const ofOrder = and(eq(coupons.driverId, actor.id), eq(coupons.orderId, orderId));
      writes.add(writes.db.update(coupons).set({ state: "revoked" }).where(ofOrder));
    },
    AccountHandedOver: ({ intoDriverId }, { actor }, writes) => {
      writes.add(writes.db.update(coupons).set({ driverId: intoDriverId }).where(eq(coupons.driverId, actor.id)));
    },
  },
};
