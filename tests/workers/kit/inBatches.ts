import { env } from "cloudflare:workers";
import type { BatchItem } from "drizzle-orm/batch";
import { drizzle } from "drizzle-orm/d1";

/** Statements to a trip. */
const BATCH = 100;

/** Carries out many statements in few trips: D1 binds a hundred values in one statement, and a trip takes longer than what is done there. */
export async function inBatches(statements: readonly BatchItem<"sqlite">[]): Promise<void> {
  const db = drizzle(env.DB);
  for (let at = 0; at < statements.length; at += BATCH) {
    const [first, ...rest] = statements.slice(at, at + BATCH);
    if (first !== undefined) await db.batch([first, ...rest]);
  }
}
