import type { WrappedKey } from "@forecourt/durable-objects/keyring/KeyringActor";
import { keyringOf } from "@forecourt/durable-objects/stubs";
import type { Env } from "../env.ts";
import { newKey, rewrap, Unsealable, unwrap, versionOf } from "./envelope.ts";
import { masterKeys } from "./masterKeys.ts";

/**
 * The keys that texts are sealed with, one for each master key there has been. What is sealed in a journal can't be wrapped anew, since
 * a journal is only added to. So texts name a key of this ring, and what is wrapped by a master key is the ring: a few keys in one place.
 */
interface Ring {
  /** Seals. */
  readonly newest: number;
  readonly byGeneration: ReadonlyMap<number, CryptoKey>;
}

export type RingEnv = Pick<Env, "MASTER_KEYS" | "KEYRING">;

/** The ring, unwrapped once per isolate: a key stays the same key however it is wrapped. Never a promise, which would belong to one request. */
let kept: { readonly text: string; readonly ring: Ring } | undefined;

const placeOf = (generation: number): string => `ring/${generation}`;

/** The key that seals now. */
export async function sealingKey(env: RingEnv): Promise<{ readonly generation: number; readonly key: CryptoKey }> {
  const { newest, byGeneration } = kept?.text === env.MASTER_KEYS ? kept.ring : await read(env);
  const key = byGeneration.get(newest);
  if (key === undefined) throw new Unsealable("no key of the ring is wrapped by a master key that is here");
  return { generation: newest, key };
}

/** The key of a text. @throws Unsealable */
export async function openingKey(env: RingEnv, generation: number): Promise<CryptoKey> {
  const known = kept?.text === env.MASTER_KEYS ? kept.ring.byGeneration.get(generation) : undefined;
  // Another instance may have begun a new one since.
  const key = known ?? (await read(env)).byGeneration.get(generation);
  if (key === undefined) throw new Unsealable(`the ring has no key of generation ${generation}`);
  return key;
}

/**
 * Wraps the ring by the newest master key, and has what is sealed from then on be sealed with a key that no older master key has ever
 * wrapped. May be stopped anywhere and done again.
 * @returns how many keys there were to look at, and how many were wrapped anew
 */
export async function rotateRing(env: RingEnv): Promise<{ readonly looked: number; readonly rewrapped: number }> {
  const { newest } = await masterKeys(env);
  const keyring = keyringOf(env);
  const keys = await keyring.keys();
  const last = keys.at(-1);
  // First the new key, then the old ones: done in part, it is found unfinished by the old ones.
  if (last !== undefined && versionOf(last.wrapped) < newest) await keyring.add(await newWrapped(env, last.generation + 1));
  let rewrapped = 0;
  for (const { generation, wrapped } of keys) {
    const anew = await rewrap(env, placeOf(generation), wrapped);
    if (anew !== null && (await keyring.rewrap(generation, wrapped, anew))) rewrapped++;
  }
  if (rewrapped > 0) await read(env);
  return { looked: keys.length, rewrapped };
}

async function read(env: RingEnv): Promise<Ring> {
  const keyring = keyringOf(env);
  let keys: readonly WrappedKey[] = await keyring.keys();
  // Whoever comes first makes the first; of two at once, one is kept.
  if (keys.length === 0) keys = await keyring.add(await newWrapped(env, 1));
  const { byVersion } = await masterKeys(env);
  // One that a newer master key wraps than this instance has yet is none of its concern; it seals and opens with the others.
  const ours = keys.filter(({ wrapped }) => byVersion.has(versionOf(wrapped)));
  const unwrapped = ours.map(async ({ generation, wrapped }) => [generation, await unwrap(env, placeOf(generation), wrapped)] as const);
  const byGeneration = new Map(await Promise.all(unwrapped));
  const ring = { newest: Math.max(...byGeneration.keys()), byGeneration };
  kept = { text: env.MASTER_KEYS, ring };
  return ring;
}

async function newWrapped(env: RingEnv, generation: number): Promise<WrappedKey> {
  return { generation, wrapped: (await newKey(env, placeOf(generation))).wrapped };
}
