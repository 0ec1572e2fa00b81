import { drizzle } from "drizzle-orm/d1";
import type { Env } from "./env.ts";
import type { Database } from "./projection/writes.ts";

/**
 * A query whose text is made once for each data base and bound anew each time. For what every order or fill asks: to make the text takes
 * longer than all else that is done for a query here.
 *
 * @param build ends with drizzle's `prepare()`; what differs from call to call is an `sql.placeholder`
 */
export function prepared<Query>(build: (db: Database) => Query): (env: Pick<Env, "DB">) => Query {
  const byDatabase = new WeakMap<D1Database, Query>();
  return ({ DB }) => {
    const known = byDatabase.get(DB);
    if (known !== undefined) return known;
    const query = build(drizzle(DB));
    byDatabase.set(DB, query);
    return query;
  };
}
