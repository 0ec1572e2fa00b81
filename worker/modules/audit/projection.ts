import type { Projection } from "../../projection/projection.ts";
import { auditTrail } from "./schema.ts";

export const auditProjection: Projection = {
  tables: [auditTrail],
  handlers: {
    ActionAudited({ record }, _, writes) {
      const { by, ...entry } = record;
      writes.add(
        writes.db
          .insert(auditTrail)
          .values({ ...entry, ...by })
          .onConflictDoNothing(),
      );
    },
  },
};
