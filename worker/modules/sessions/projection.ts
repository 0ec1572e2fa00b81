import type { Projection } from "../../projection/projection.ts";
import { drivers } from "./schema.ts";

export const driversProjection: Projection = {
  tables: [drivers],
  handlers: {
    DriverRegistered: ({ driverId, walletId, name }, { atMs }, writes) => {
      writes.add(writes.db.insert(drivers).values({ driverId, walletId, name, registeredAtMs: atMs }));
    },
  },
};
