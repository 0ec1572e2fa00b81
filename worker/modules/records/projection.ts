import { and, eq, inArray } from "drizzle-orm";
import type { Projection } from "../../projection/projection.ts";
import { records } from "./schema.ts";

export const recordsProjection: Projection = {
  tables: [records],
  handlers: {
    FuelRecordAdded: ({ record }, { actor }, writes) => {
      writes.add(
        writes.db
          .insert(records)
          .values({ ...record, driverId: actor.id })
          .onConflictDoNothing(),
      );
    },
    FuelRecordRemoved: ({ recordId }, _, writes) => {
      writes.add(writes.db.delete(records).where(eq(records.recordId, recordId)));
    },
    AccountHandedOver: ({ intoDriverId }, { actor }, writes) => {
      writes.add(writes.db.update(records).set({ driverId: intoDriverId }).where(eq(records.driverId, actor.id)));
    },
    AccountTakenOver: ({ from, twins }, { actor }, writes) => {
      const owners = [actor.id, from.driverId];
      for (const { theirs, ours } of twins)
        writes.add(
          writes.db
            .update(records)
            .set({ vehicleId: ours })
            .where(and(inArray(records.driverId, owners), eq(records.vehicleId, theirs))),
        );
    },
  },
};
