import type { Publication } from "@forecourt/contract/commit";
import type { Env } from "../../worker/env.ts";
import product from "../../worker/index.ts";

/** The whole product; a request that asks for it is also told how many rows D1 read for it. Nothing of this is in the product's own build. */
export * from "../../worker/index.ts";

const READS = /^\s*(select|with)\b/i;

/** The data base, and what was asked of it. */
function noting(db: D1Database): {
  readonly db: D1Database;
  readonly asked: { readonly sql: string; readonly statement: D1PreparedStatement }[];
} {
  const asked: { sql: string; statement: D1PreparedStatement }[] = [];
  const originals = new WeakMap<object, { sql: string; statement: D1PreparedStatement }>();
  const wrap = (sql: string, statement: D1PreparedStatement): D1PreparedStatement => {
    const wrapped = new Proxy(statement, {
      get(target, name) {
        if (name === "bind") return (...values: unknown[]) => wrap(sql, target.bind(...values));
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== "function") return value;
        return (...args: unknown[]) => {
          asked.push({ sql, statement: target });
          return value.apply(target, args);
        };
      },
    });
    originals.set(wrapped, { sql, statement });
    return wrapped;
  };
  const noted = new Proxy(db, {
    get(target, name) {
      if (name === "prepare") return (sql: string) => wrap(sql, target.prepare(sql));
      if (name === "batch") {
        return (statements: D1PreparedStatement[]) => {
          const known = statements.map((statement) => originals.get(statement) ?? { sql: "", statement });
          asked.push(...known);
          return target.batch(known.map(({ statement }) => statement));
        };
      }
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  return { db: noted, asked };
}

// biome-ignore lint/style/noDefaultExport: the platform finds the handlers here
export default {
  async fetch(request, env) {
    if (request.headers.get("bench-rows") === null) return product.fetch(request, env);
    const { db, asked } = noting(env.DB);
    const response = await product.fetch(request, { ...env, DB: db });
    let rowsRead = 0;
    // Asked once more, since drizzle reads rows in a form that comes without their number.
    for (const { sql, statement } of [...asked]) if (READS.test(sql)) rowsRead += (await statement.all()).meta.rows_read;
    return new Response(response.body, {
      status: response.status,
      headers: { ...Object.fromEntries(response.headers), "bench-rows": String(rowsRead) },
    });
  },
  queue: (batch, env) => product.queue(batch, env),
  scheduled: (controller, env) => product.scheduled(controller, env),
} satisfies ExportedHandler<Env, Publication>;
