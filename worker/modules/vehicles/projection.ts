import { eq } from "drizzle-orm";
import type { Place, Projection } from "../../projection/projection.ts";
import type { Writes } from "../../projection/writes.ts";
import { plates } from "./schema.ts";

/** As the account publishes it: without the plate. */
interface Named {
  readonly vehicle: { readonly vehicleId: string };
  readonly plateName?: string | null;
}

function name({ vehicle: { vehicleId }, plateName }: Named, { actor }: Place, writes: Writes): void {
  if (typeof plateName !== "string") return;
  const row = { driverId: actor.id, plateName };
  writes.add(
    writes.db
      .insert(plates)
      .values({ vehicleId, ...row })
      .onConflictDoUpdate({ target: plates.vehicleId, set: row }),
  );
}

export const vehiclesProjection: Projection = {
  tables: [plates],
  handlers: {
    VehicleAdded: name,
    VehicleChanged: name,
    VehicleRemoved: ({ vehicleId }, _, writes) => {
      writes.add(writes.db.delete(plates).where(eq(plates.vehicleId, vehicleId)));
    },
    AccountHandedOver: ({ intoDriverId }, { actor }, writes) => {
      writes.add(writes.db.update(plates).set({ driverId: intoDriverId }).where(eq(plates.driverId, actor.id)));
    },
    AccountTakenOver: ({ twins }, _, writes) => {
      for (const { theirs } of twins) writes.add(writes.db.delete(plates).where(eq(plates.vehicleId, theirs)));
    },
  },
};
