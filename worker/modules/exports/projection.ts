import { eq, sql } from "drizzle-orm";
import type { Place, Projection } from "../../projection/projection.ts";
import type { Writes } from "../../projection/writes.ts";
import { exportList } from "./schema.ts";

const change = (writes: Writes, { actor }: Place, set: Parameters<ReturnType<Writes["db"]["update"]>["set"]>[0]) =>
  writes.add(writes.db.update(exportList).set(set).where(eq(exportList.exportId, actor.id)));

export const exportsProjection: Projection = {
  tables: [exportList],
  handlers: {
    ExportRequested: ({ terms: { operatorId, subject } }, { actor, atMs }, writes) => {
      const row = { exportId: actor.id, operatorId, subject, state: "running", rows: 0, bytes: 0, requestedAtMs: atMs };
      writes.add(writes.db.insert(exportList).values(row).onConflictDoNothing());
    },
    ExportPartWritten: ({ part: { rows, bytes } }, place, writes) =>
      change(writes, place, { rows: sql`${exportList.rows} + ${rows}`, bytes: sql`${exportList.bytes} + ${bytes}` }),
    ExportCompleted: ({ expiresAtMs }, place, writes) => change(writes, place, { state: "ready", completedAtMs: place.atMs, expiresAtMs }),
    ExportFailed: (_, place, writes) => change(writes, place, { state: "failed", completedAtMs: place.atMs }),
    ExportExpired: (_, place, writes) => change(writes, place, { state: "expired" }),
    DeliveryParked: ({ deliveryId }, place, writes) => {
      if (place.actor.kind === "export" && deliveryId.startsWith("part/")) change(writes, place, { state: "stalled" });
    },
    DeliveryReplayed: ({ deliveryId }, place, writes) => {
      if (place.actor.kind === "export" && deliveryId.startsWith("part/")) change(writes, place, { state: "running" });
    },
  },
};
