/** The same data base, counting the rows that D1 says it has read: what the bill counts. */
export function metered(db: D1Database): { readonly db: D1Database; readonly rowsRead: () => number } {
  let rowsRead = 0;
  const counting = (statement: D1PreparedStatement): D1PreparedStatement =>
    seenThrough(statement, {
      bind: (...values: unknown[]) => counting(statement.bind(...values)),
      all: async () => {
        const result = await statement.all();
        rowsRead += result.meta.rows_read;
        return result;
      },
      // Without the names of columns it comes without the figures too: asked once more for those.
      raw: async () => {
        rowsRead += (await statement.all()).meta.rows_read;
        return statement.raw();
      },
    });
  return { db: seenThrough(db, { prepare: (query: string) => counting(db.prepare(query)) }), rowsRead: () => rowsRead };
}

/** The platform's objects insist on being `this` in their own methods. */
function seenThrough<T extends object>(target: T, replaced: Readonly<Record<string, unknown>>): T {
  return new Proxy(target, {
    get: (_, key) => {
      if (typeof key === "string" && key in replaced) return replaced[key];
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
