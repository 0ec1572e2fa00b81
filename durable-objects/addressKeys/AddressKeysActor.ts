import { DurableObject } from "cloudflare:workers";
import type { ActorEnv } from "../env.ts";

/** The key of a day, sealed by the edge. */
export interface AddressKey {
  /** Days since the epoch, UTC. */
  readonly day: number;
  readonly sealed: string;
}

type Row = { day: number; sealed: string };

/**
 * Keeps the keys that addresses are sealed under, one for each day. They are apart from what they open: dropping a day's key makes
 * every address of that day unreadable, in whatever journal, list or backup it stands. They are sealed with the ring (`worker/crypto/ring.ts`), so
 * a new master key is no matter here.
 *
 * No journal: a key that has been dropped must not stay anywhere.
 */
export class AddressKeysActor extends DurableObject<ActorEnv> {
  readonly #sql: SqlStorage;

  constructor(ctx: DurableObjectState, env: ActorEnv) {
    super(ctx, env);
    this.#sql = ctx.storage.sql;
    this.#sql.exec("CREATE TABLE IF NOT EXISTS address_keys (day INTEGER PRIMARY KEY, sealed TEXT NOT NULL)");
  }

  /** The key of a day; null when there is none, or none any more. */
  key(day: number): string | null {
    const [row] = this.#sql.exec<Row>("SELECT * FROM address_keys WHERE day = ?", day).toArray();
    return row?.sealed ?? null;
  }

  /** Takes a key for a day that has none; answers the one that the day has. */
  offer({ day, sealed }: AddressKey): string {
    this.#sql.exec("INSERT INTO address_keys (day, sealed) VALUES (?, ?) ON CONFLICT DO NOTHING", day, sealed);
    return this.key(day) ?? sealed;
  }

  /** Makes all addresses of before a day unreadable. @returns the keys that are gone */
  drop(beforeDay: number): number {
    return this.#sql.exec("DELETE FROM address_keys WHERE day < ?", beforeDay).rowsWritten;
  }
}
