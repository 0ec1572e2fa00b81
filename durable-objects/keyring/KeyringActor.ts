import { DurableObject } from "cloudflare:workers";
import type { ActorEnv } from "../env.ts";

/** A key that texts are sealed with, as it is kept: wrapped by a master key, which is not here. */
export interface WrappedKey {
  /** 1 for the first, one more for each after it. Texts name it. */
  readonly generation: number;
  readonly wrapped: string;
}

/**
 * The keys that texts are sealed with (phone numbers, bank accounts, questions), wrapped; see `worker/crypto/ring.ts`. One object for all.
 *
 * A table and no journal: a journal would keep each wrapping that a new one was to take the place of. Every method is synchronous
 * from its first read to its write, so two that come at once do one after the other.
 */
export class KeyringActor extends DurableObject<ActorEnv> {
  readonly #sql: SqlStorage;

  constructor(ctx: DurableObjectState, env: ActorEnv) {
    super(ctx, env);
    this.#sql = ctx.storage.sql;
    this.#sql.exec("CREATE TABLE IF NOT EXISTS keys (generation INTEGER PRIMARY KEY, wrapped TEXT NOT NULL)");
  }

  /** All of them, oldest first: one for each master key there has been. */
  keys(): WrappedKey[] {
    return this.#sql
      .exec<{ generation: number; wrapped: string }>("SELECT generation, wrapped FROM keys ORDER BY generation")
      .toArray()
      .map(({ generation, wrapped }) => ({ generation, wrapped }));
  }

  /** Adds a key of this generation; the one that is there already stays. @returns all of them then */
  add({ generation, wrapped }: WrappedKey): WrappedKey[] {
    this.#sql.exec("INSERT INTO keys (generation, wrapped) VALUES (?, ?) ON CONFLICT (generation) DO NOTHING", generation, wrapped);
    return this.keys();
  }

  /** Puts a new wrapping in the place of an old one, of which nothing stays. @returns whether the old one was there still */
  rewrap(generation: number, from: string, to: string): boolean {
    return this.#sql.exec("UPDATE keys SET wrapped = ? WHERE generation = ? AND wrapped = ?", to, generation, from).rowsWritten > 0;
  }
}
