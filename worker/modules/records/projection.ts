import { eq } from "drizzle-orm";
import type { Projection } from "../../projection/projection.ts";
import { records } from "./schema.ts";

export const recordsProjection: Projection = {
  tables: [records],
  handlers: {
    FuelRecordAdded: ({ record }, { actor }, writes) => {
      writes.add(writes.db.insert(records).values({ ...record, driverId: actor.id }));
    },
    FuelRecordRemoved: ({ recordId }, _, writes) => {
      writes.add(writes.db.delete(records).where(eq(records.recordId, recordId)));
    },
  },
};
