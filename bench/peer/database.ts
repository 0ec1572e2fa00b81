import { createHash } from "node:crypto";
import pg from "pg";

/** Connections; on one core, more only wait for each other. */
const CONNECTIONS = 16;
/** Amounts and times come as 64-bit integers, and all of them fit a double. */
pg.types.setTypeParser(20, Number);

export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** Statements are prepared once per connection, and those of a turn go out together without waiting for each other. */
export const pool = new pg.Pool({
  host: process.env.PEER_SOCKET ?? "/tmp",
  database: "peer",
  user: process.env.PEER_USER ?? "postgres",
  max: CONNECTIONS,
  pipeline: true,
});

/** A transaction of two turns: what is read under the lock, and what is written together with the commit. */
export interface Transaction {
  read<Row>(statement: Statement, ...values: readonly unknown[]): Promise<readonly Row[]>;
  /** The last: goes out in one turn with the commit. */
  commit(statement: Statement, ...values: readonly unknown[]): Promise<void>;
}

export async function transaction<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  let isOpen = true;
  const run = async <Row>({ name, text }: Statement, values: readonly unknown[]) => (await client.query<Row>({ name, text, values })).rows;
  try {
    const begun = client.query("BEGIN");
    const result = await work({
      read: (statement, ...values) => run(statement, values),
      async commit(statement, ...values) {
        const written = run(statement, values);
        const committed = client.query("COMMIT");
        await Promise.all([written, committed]);
        isOpen = false;
      },
    });
    await begun;
    return result;
  } finally {
    if (isOpen) await client.query("ROLLBACK").catch(() => undefined);
    client.release();
  }
}

export function sha256(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}
