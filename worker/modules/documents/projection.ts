import { eq } from "drizzle-orm";
import type { Projection } from "../../projection/projection.ts";
import type { Writes } from "../../projection/writes.ts";
import { documents } from "./schema.ts";

type Decision = Pick<typeof documents.$inferInsert, "state" | "decidedAtMs" | "decidedBy" | "cause">;

const decide = (writes: Writes, documentId: string, decision: Decision) =>
  writes.add(writes.db.update(documents).set(decision).where(eq(documents.documentId, documentId)));

const remove = (writes: Writes, documentId: string) => writes.add(writes.db.delete(documents).where(eq(documents.documentId, documentId)));

export const documentsProjection: Projection = {
  tables: [documents],
  handlers: {
    DocumentSubmitted: ({ document, idName, attempt, replaces }, { actor, atMs }, writes) => {
      if (replaces !== null) remove(writes, replaces);
      writes.insert(documents, { ...document, driverId: actor.id, state: "submitted", attempt, idName, submittedAtMs: atMs });
    },
    DocumentApproved: ({ documentId, operator }, { atMs }, writes) =>
      decide(writes, documentId, { state: "approved", decidedAtMs: atMs, decidedBy: operator }),
    DocumentRejected: ({ documentId, operator, cause }, { atMs }, writes) =>
      decide(writes, documentId, { state: "rejected", decidedAtMs: atMs, decidedBy: operator, cause }),
    DocumentRemoved: ({ documentId }, _, writes) => remove(writes, documentId),
    AccountHandedOver: ({ intoDriverId }, { actor }, writes) =>
      writes.add(writes.db.update(documents).set({ driverId: intoDriverId }).where(eq(documents.driverId, actor.id))),
  },
};
