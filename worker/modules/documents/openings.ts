import type { By } from "@forecourt/contract/audit";
import type { KnownDocument } from "@forecourt/contract/documents";
import { documentOpening, type openingRequest } from "@forecourt/contract/http/documents";
import { toInstant } from "@forecourt/contract/scalars";
import { and, desc, eq, inArray, lt, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { z } from "zod";
import type { Env } from "../../env.ts";
import { fromNumberCursor } from "../../http/list.ts";
import { asOf } from "../../projection/freshness.ts";
import { recordAction } from "../audit/record.ts";
import { auditTrail } from "../audit/schema.ts";

const actions = { photo: "OpenDocument", number: "OpenIdNumber" } as const;
const opened = z.object({ purpose: documentOpening.shape.purpose });
type Opening = z.input<typeof documentOpening>;

/** Awaited before anything is opened: nothing is seen unrecorded. */
export function recordOpening(
  env: Env,
  by: By,
  what: Opening["what"],
  driverId: string,
  { documentId, kind }: KnownDocument,
  { purpose, note }: z.output<typeof openingRequest>,
): Promise<void> {
  const after = { documentId, kind, purpose };
  return recordAction(env, { ...by, reason: note }, { action: actions[what], subject: `account/${driverId}`, after });
}

/** Who opened a document, the latest first. Read among all that operators did to the driver's account, which is little. */
export async function openingsOf(
  env: Env,
  { driverId, documentId }: { readonly driverId: string; readonly documentId: string },
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
) {
  const db = drizzle(env.DB);
  const rows = await db
    .select()
    .from(auditTrail)
    .where(
      and(
        eq(auditTrail.subject, `account/${driverId}`),
        inArray(auditTrail.action, Object.values(actions)),
        sql`json_extract(${auditTrail.after}, '$.documentId') = ${documentId}`,
        cursor === undefined ? undefined : lt(auditTrail.no, fromNumberCursor(cursor)),
      ),
    )
    .orderBy(desc(auditTrail.no))
    .limit(limit + 1);
  const items = rows.slice(0, limit).map(
    ({ atMs, action, after, reason, email, role }): Opening => ({
      at: toInstant(atMs),
      what: action === actions.photo ? "photo" : "number",
      purpose: opened.parse(after).purpose,
      note: reason ?? "",
      openedBy: email,
      role,
    }),
  );
  return { items, nextCursor: rows.length > limit ? String(rows[limit - 1]?.no) : null, asOf: await asOf(db) };
}
