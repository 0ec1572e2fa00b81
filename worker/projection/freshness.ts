import { eq } from "drizzle-orm";
import { freshness } from "./schema.ts";
import type { Database } from "./writes.ts";

/** When the read models last took something in: what lists say as `asOf`. */
export async function asOf(db: Database): Promise<string> {
  const [row] = await db.select().from(freshness).where(eq(freshness.id, 1));
  return new Date(row?.appliedAtMs ?? 0).toISOString();
}
