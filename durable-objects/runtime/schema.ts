/**
 * The runtime's own tables. Append only: a released step is never edited or moved, since objects in the field have run it.
 * Rows written are the bill, so: integer keys, no secondary index.
 */
const steps: readonly string[] = [
  `CREATE TABLE journal (
    seq INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    command_id TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    after_seq INTEGER,
    events TEXT NOT NULL,
    reply TEXT NOT NULL
  );
  CREATE TABLE snapshot (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    seq INTEGER NOT NULL,
    published_seq INTEGER NOT NULL,
    version INTEGER NOT NULL,
    state TEXT NOT NULL
  );
  CREATE TABLE delivery_attempts (
    delivery_id TEXT PRIMARY KEY,
    destination TEXT NOT NULL,
    failures INTEGER NOT NULL,
    next_at_ms INTEGER NOT NULL,
    parked_at_ms INTEGER,
    error TEXT NOT NULL
  ) WITHOUT ROWID;`,
];

/** Whether nothing has ever been written here. */
export function isUntouched({ sql }: DurableObjectStorage): boolean {
  return sql.exec("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'schema_steps'").toArray().length === 0;
}

/** Brings the tables to the newest version; does nothing, and writes nothing, when they are there. */
export function migrate(storage: DurableObjectStorage, all: readonly string[] = steps): void {
  const { sql } = storage;
  const known = !isUntouched(storage);
  const version = known ? sql.exec<{ version: number }>("SELECT version FROM schema_steps").one().version : 0;
  if (version === all.length) return;
  if (version > all.length)
    throw new Error(`the tables are of version ${version}, this code knows ${all.length}: it is older than the data`);
  storage.transactionSync(() => {
    for (const step of all.slice(version)) sql.exec(step);
    if (!known) sql.exec("CREATE TABLE schema_steps (id INTEGER PRIMARY KEY CHECK (id = 1), version INTEGER NOT NULL)");
    sql.exec("INSERT INTO schema_steps (id, version) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET version = excluded.version", all.length);
  });
}

/** The runtime's released steps; exported for the test that upgrades from the first to the last. */
export const runtimeSteps = steps;
