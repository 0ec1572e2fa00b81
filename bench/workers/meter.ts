/** What has been used, as the platform counts it for the bill. */
export interface Usage {
  /** Rows written by SQL, of the platform's own counter. */
  sqlRows: number;
  /** Each is billed as a row written. */
  alarmsSet: number;
  commits: number;
}

export function nothing(): Usage {
  return { sqlRows: 0, alarmsSet: 0, commits: 0 };
}

/**
 * Has an object's storage add to `usage`. It is done in place, since a Durable Object's base class takes no stand-in for
 * its context; and from outside, so that the product carries no meter.
 */
export function meter(storage: DurableObjectStorage, usage: Usage, alarmSet: (atMs: number) => void = () => {}): void {
  const { sql } = storage;
  const exec = sql.exec.bind(sql);
  const setAlarm = storage.setAlarm.bind(storage);
  Object.defineProperty(sql, "exec", {
    value: (...args: Parameters<SqlStorage["exec"]>) => {
      const cursor = exec(...args);
      // A statement that writes has run by now; what a query still reads is of no interest here.
      usage.sqlRows += cursor.rowsWritten;
      if (args[0].startsWith("INSERT INTO journal")) usage.commits++;
      return cursor;
    },
  });
  Object.defineProperty(storage, "setAlarm", {
    value: (atMs: number | Date) => {
      usage.alarmsSet++;
      alarmSet(Number(atMs));
      return setAlarm(atMs);
    },
  });
}
