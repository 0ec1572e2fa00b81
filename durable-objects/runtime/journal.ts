import type { Receipt } from "./receipts.ts";

/** One row of the journal: all that one command did. */
export interface JournalRow {
  readonly seq: number;
  readonly atMs: number;
  readonly commandId: string;
  readonly fingerprint: string;
  /** See `Commit.afterSeq`. */
  readonly afterSeq: number | null;
  /** JSON of the events. */
  readonly events: string;
  /** JSON of the reply. */
  readonly reply: string;
}

/** The state at a point of the journal, so that a cold start folds only what follows. */
export interface Snapshot {
  readonly seq: number;
  /** The last published commit up to `seq`; 0: none. */
  readonly publishedSeq: number;
  readonly version: number;
  /** JSON. */
  readonly state: string;
}

type Row = { seq: number; at_ms: number; command_id: string; fingerprint: string; after_seq: number | null; events: string; reply: string };

const fromRow = (row: Row): JournalRow => ({
  seq: row.seq,
  atMs: row.at_ms,
  commandId: row.command_id,
  fingerprint: row.fingerprint,
  afterSeq: row.after_seq,
  events: row.events,
  reply: row.reply,
});

/** The journal and its snapshot in an object's SQLite. Every method is synchronous. */
export class Journal {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** One row written. */
  append(row: JournalRow): void {
    this.#sql.exec(
      "INSERT INTO journal (seq, at_ms, command_id, fingerprint, after_seq, events, reply) VALUES (?, ?, ?, ?, ?, ?, ?)",
      row.seq,
      row.atMs,
      row.commandId,
      row.fingerprint,
      row.afterSeq,
      row.events,
      row.reply,
    );
  }

  /** Rows after `afterSeq`, oldest first. */
  *after(afterSeq: number, limit: number): Generator<JournalRow> {
    for (const row of this.#sql.exec<Row>("SELECT * FROM journal WHERE seq > ? ORDER BY seq LIMIT ?", afterSeq, limit)) yield fromRow(row);
  }

  /** Rows before `beforeSeq`, newest first. */
  *before(beforeSeq: number, limit: number): Generator<JournalRow> {
    for (const row of this.#sql.exec<Row>("SELECT * FROM journal WHERE seq < ? ORDER BY seq DESC LIMIT ?", beforeSeq, limit))
      yield fromRow(row);
  }

  /** The first row of this moment or later, found by halving: exact as long as the clock was never put back, close by otherwise. */
  firstAt(atMs: number, headSeq: number): number {
    let [low, high] = [1, headSeq + 1];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const [row] = this.#sql.exec<{ at_ms: number }>("SELECT at_ms FROM journal WHERE seq >= ? ORDER BY seq LIMIT 1", middle).toArray();
      if (row === undefined || row.at_ms >= atMs) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Rows of a stretch whose events name something, oldest first. */
  *about(text: string, fromSeq: number, toSeq: number, limit: number): Generator<JournalRow> {
    const rows = this.#sql.exec<Row>(
      "SELECT * FROM journal WHERE seq >= ? AND seq < ? AND instr(events, ?) > 0 ORDER BY seq LIMIT ?",
      fromSeq,
      toSeq,
      JSON.stringify(text),
      limit,
    );
    for (const row of rows) yield fromRow(row);
  }

  /** The receipts of the last `count` commands, oldest first. */
  *receipts(headSeq: number, count: number): Generator<readonly [string, Receipt]> {
    const rows = this.#sql.exec<Omit<Row, "events" | "after_seq">>(
      "SELECT seq, at_ms, command_id, fingerprint, reply FROM journal WHERE seq > ? ORDER BY seq",
      headSeq - count,
    );
    for (const row of rows) yield [row.command_id, { seq: row.seq, atMs: row.at_ms, fingerprint: row.fingerprint, reply: row.reply }];
  }

  snapshot(): Snapshot | undefined {
    const [row] = this.#sql
      .exec<{ seq: number; published_seq: number; version: number; state: string }>(
        "SELECT seq, published_seq, version, state FROM snapshot",
      )
      .toArray();
    return row && { seq: row.seq, publishedSeq: row.published_seq, version: row.version, state: row.state };
  }

  /** One row written. */
  saveSnapshot(snapshot: Snapshot): void {
    this.#sql.exec(
      `INSERT INTO snapshot (id, seq, published_seq, version, state) VALUES (1, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, published_seq = excluded.published_seq, version = excluded.version, state = excluded.state`,
      snapshot.seq,
      snapshot.publishedSeq,
      snapshot.version,
      snapshot.state,
    );
  }
}
