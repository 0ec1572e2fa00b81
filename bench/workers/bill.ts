import type { Env } from "../../worker/env.ts";

/**
 * Bindings that count what is billed: calls of objects, messages sent, rows of D1. Durations are those of the calls as their callers see
 * them, which is more than the objects are awake; an object that waits for another is counted as well.
 */
const used = { objectRequests: 0, objectMs: 0, queued: 0, d1RowsWritten: 0, d1RowsRead: 0, otherObjects: 0 };

export function usageOf(): typeof used {
  return { ...used };
}

const metered: ReadonlySet<string> = new Set(["WALLET", "STATION"]);
const cache = new WeakMap<Env, Env>();

/** @param byObject the calls are an object's own, which is awake while it waits for the answers */
export function counted(env: Env, byObject: boolean): Env {
  const known = cache.get(env);
  if (known !== undefined) return known;
  const bindings: Record<string, unknown> = { ...env, DB: countedDatabase(env.DB), PROJECTION: countedQueue(env.PROJECTION) };
  for (const [name, binding] of Object.entries(env)) {
    if (isNamespace(binding)) bindings[name] = countedNamespace(binding, name, byObject);
  }
  const result = bindings as unknown as Env;
  cache.set(env, result);
  return result;
}

interface Namespace {
  getByName(name: string): Record<string, (...args: readonly unknown[]) => Promise<unknown>>;
}

const isNamespace = (binding: unknown): binding is Namespace => typeof binding === "object" && binding !== null && "idFromName" in binding;

function countedNamespace(namespace: Namespace, name: string, byObject: boolean): Namespace {
  return {
    getByName: (id) =>
      new Proxy(namespace.getByName(id), {
        get:
          (stub, method: string) =>
          async (...args: readonly unknown[]) => {
            used.objectRequests++;
            if (!metered.has(name)) used.otherObjects++;
            const startedAtMs = Date.now();
            try {
              return await stub[method]?.(...args);
            } finally {
              used.objectMs += (Date.now() - startedAtMs) * (byObject ? 2 : 1);
            }
          },
      }),
  };
}

function countedQueue(queue: Env["PROJECTION"]): Env["PROJECTION"] {
  return {
    metrics: () => queue.metrics(),
    send(body, options) {
      used.queued++;
      return queue.send(body, options);
    },
    sendBatch(messages, options) {
      const all = [...messages];
      used.queued += all.length;
      return queue.sendBatch(all, options);
    },
  };
}

const originals = new WeakMap<D1PreparedStatement, D1PreparedStatement>();

function count<Result extends { readonly meta: { readonly rows_written?: number; readonly rows_read?: number } }>(result: Result): Result {
  used.d1RowsWritten += result.meta.rows_written ?? 0;
  used.d1RowsRead += result.meta.rows_read ?? 0;
  return result;
}

/** A question whose answer comes without the platform's counters: the rows of the answer, which is the least that were read. */
function countRows<Answer>(answer: Answer): Answer {
  used.d1RowsRead += Array.isArray(answer) ? answer.length : 1;
  return answer;
}

function countedStatement(statement: D1PreparedStatement): D1PreparedStatement {
  const answers: Partial<Record<string | symbol, (...args: never[]) => unknown>> = {
    bind: (...values: unknown[]) => countedStatement(statement.bind(...values)),
    run: async () => count(await statement.run()),
    all: async () => count(await statement.all()),
    first: async (...args: [string]) => countRows(await statement.first(...args)),
    raw: async (...args: []) => countRows(await statement.raw(...args)),
  };
  const proxy = new Proxy(statement, { get: (target, member) => answers[member] ?? Reflect.get(target, member) });
  originals.set(proxy, statement);
  return proxy;
}

function countedDatabase(database: D1Database): D1Database {
  const answers: Partial<Record<string | symbol, (...args: never[]) => unknown>> = {
    prepare: (sql: string) => countedStatement(database.prepare(sql)),
    batch: async (statements: D1PreparedStatement[]) =>
      (await database.batch(statements.map((statement) => originals.get(statement) ?? statement))).map(count),
  };
  return new Proxy(database, { get: (target, member) => answers[member] ?? Reflect.get(target, member) });
}
