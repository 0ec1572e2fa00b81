import { DurableObject } from "cloudflare:workers";
import type { ActorEnv } from "../env.ts";

/** A token that a vendor gave us, and how long it is good for. */
export interface VendorToken {
  readonly token: string;
  readonly lifeMs: number;
}

/** Replaced so much before its end: what was handed out just before must outlive the call that it is for. */
const EARLY_MS = 5 * 60_000;
/** A token that a vendor refuses is fetched anew; not again and again, when it is refused for another reason. */
const REFETCH_MS = 10_000;

/**
 * Keeps a vendor's access token for everybody, under the vendor's name: asked for by many at once, it is fetched once.
 * Only in memory: it is a secret, and an object that starts anew is given the same one by the vendor.
 */
export abstract class AccessTokenActor extends DurableObject<ActorEnv> {
  #kept: { readonly token: string; readonly fetchedAtMs: number; readonly staleAtMs: number } | null = null;
  #fetching: Promise<string> | null = null;

  protected abstract fetchToken(vendor: string): Promise<VendorToken>;

  /** @param refused a token that the vendor has refused: it is not given again */
  async token(refused?: string): Promise<string> {
    const now = Date.now();
    const kept = this.#kept;
    const isRefused = kept !== null && kept.token === refused && now - kept.fetchedAtMs > REFETCH_MS;
    if (kept !== null && kept.staleAtMs > now && !isRefused) return kept.token;
    // What is under way serves all; one that fails is forgotten, so that the next caller tries again.
    this.#fetching ??= this.#fetch().finally(() => {
      this.#fetching = null;
    });
    return this.#fetching;
  }

  async #fetch(): Promise<string> {
    const { name } = this.ctx.id;
    if (name === undefined) throw new Error("an access token must be reached by its vendor's name");
    const { token, lifeMs } = await this.fetchToken(name);
    const now = Date.now();
    // A vendor may say so little life that it would be stale at once, and every call a fetch.
    this.#kept = { token, fetchedAtMs: now, staleAtMs: now + Math.max(lifeMs - EARLY_MS, lifeMs / 2) };
    return token;
  }
}
