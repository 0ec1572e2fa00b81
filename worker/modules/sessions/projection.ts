import type { DriverView } from "@forecourt/contract/identity";
import { sql } from "drizzle-orm";
import type { Projection } from "../../projection/projection.ts";
import type { Writes } from "../../projection/writes.ts";
import { drivers } from "./schema.ts";

/** A driver may be told of by several credentials, in any order; the one that they registered with says since when they are here. */
export const driversProjection: Projection = {
  tables: [drivers],
  handlers: {
    DriverRegistered: ({ driverId, walletId, name, tail }, { atMs }, writes) => {
      const registered = { walletId, name, registeredAtMs: atMs };
      writes.add(
        writes.db
          .insert(drivers)
          .values({ driverId, ...registered })
          .onConflictDoUpdate({
            target: drivers.driverId,
            set: { ...registered, name: sql`coalesce(${drivers.nickname}, ${name})` },
          }),
      );
      if (tail !== undefined) notePhone(writes, { driverId, walletId, name }, tail, atMs);
    },
    ProfileChanged: ({ driver: { driverId, walletId, name } }, { atMs }, writes) => {
      writes.add(
        writes.db
          .insert(drivers)
          .values({ driverId, walletId, name, nickname: name, registeredAtMs: atMs })
          .onConflictDoUpdate({ target: drivers.driverId, set: { name, nickname: name } }),
      );
    },
    CredentialBound: ({ driver, tail }, { atMs }, writes) => {
      if (tail !== undefined) notePhone(writes, driver, tail, atMs);
    },
  },
};

function notePhone(writes: Writes, { driverId, walletId, name }: DriverView, phoneTail: string, phoneBoundAtMs: number): void {
  writes.add(
    writes.db
      .insert(drivers)
      .values({ driverId, walletId, name, registeredAtMs: phoneBoundAtMs, phoneTail, phoneBoundAtMs })
      .onConflictDoUpdate({
        target: drivers.driverId,
        set: { phoneTail, phoneBoundAtMs },
        setWhere: sql`coalesce(${drivers.phoneBoundAtMs}, 0) <= ${phoneBoundAtMs}`,
      }),
  );
}
