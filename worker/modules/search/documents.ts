import { type DocumentKind, type DocumentState, shownState } from "@forecourt/contract/documents";
import { documentId } from "@forecourt/contract/ids";
import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { documents } from "../documents/schema.ts";
import { drivers } from "../sessions/schema.ts";
import type { Finder } from "./finder.ts";

/** A verification document by its id. */
export const documentFinder: Finder = {
  permission: "documents.read",
  async find(env, text) {
    if (!documentId.safeParse(text).success) return { group: "documents", items: [] };
    const rows = await drizzle(env.DB)
      .select({ document: documents, driverName: drivers.name })
      .from(documents)
      .leftJoin(drivers, eq(drivers.driverId, documents.driverId))
      .where(eq(documents.documentId, text));
    const items = rows.map(({ document: { documentId, driverId, kind, state, attempt }, driverName }) => ({
      ...{ documentId, driverId, driverName },
      kind: kind as DocumentKind,
      state: shownState({ state: state as DocumentState, attempt }),
    }));
    return { group: "documents", items };
  },
};
