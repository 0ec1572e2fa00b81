/** What an object has written, as the platform counts it for the bill. */
export interface Meter {
  /** By SQL, of the platform's own counter. */
  readonly sqlRows: () => number;
  readonly alarmsSet: () => number;
}

/** The same storage, with a meter. */
export function metered(storage: DurableObjectStorage): { readonly storage: DurableObjectStorage; readonly meter: Meter } {
  const cursors: { readonly rowsWritten: number }[] = [];
  let alarmsSet = 0;
  const sql = seenThrough(storage.sql, {
    exec: (...args: Parameters<SqlStorage["exec"]>) => {
      const cursor = storage.sql.exec(...args);
      cursors.push(cursor);
      return cursor;
    },
  });
  return {
    storage: seenThrough(storage, {
      sql,
      setAlarm: (atMs: number | Date) => {
        alarmsSet++;
        return storage.setAlarm(atMs);
      },
    }),
    meter: { sqlRows: () => cursors.reduce((rows, cursor) => rows + cursor.rowsWritten, 0), alarmsSet: () => alarmsSet },
  };
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
