import type { Env } from "../env.ts";
import { fromBase64Url, toBase64Url } from "./base64.ts";
import { masterKeys } from "./masterKeys.ts";

/**
 * Envelope encryption: what is sealed has a key of its own (AES-256-GCM), and that key is wrapped by a master key. A master key is rotated by
 * wrapping the small keys anew; what they seal stays as it is. For what lies where a wrapping can be replaced: documents, and the keys of the
 * ring, with which texts are sealed (`ring.ts`).
 *
 * `place` says what is sealed and whose it is ("document/drv_…/id-front"). It is authenticated with it: a sealed thing that is moved to another
 * place does not open there.
 */
export interface Sealed {
  /** The wrapped key: `<version>.<nonce and key in base64url>`. */
  readonly key: string;
  /** Nonce (12 bytes) · ciphertext · tag (16 bytes). */
  readonly data: Uint8Array<ArrayBuffer>;
}

type Keys = Pick<Env, "MASTER_KEYS">;

/** Why something sealed does not open: altered, moved, or wrapped by a master key that is gone. Says nothing of what was in it. */
export class Unsealable extends Error {
  override readonly name = "Unsealable";
}

const NONCE_BYTES = 12;
const KEY_BYTES = 32;

export async function seal(env: Keys, place: string, plain: Uint8Array): Promise<Sealed> {
  const { key, wrapped } = await newKey(env, place);
  return { key: wrapped, data: await encrypt(key, place, plain) };
}

/** @throws Unsealable */
export async function open(env: Keys, place: string, { key: wrapped, data }: Sealed): Promise<Uint8Array<ArrayBuffer>> {
  return decrypt(await unwrap(env, place, wrapped), place, data);
}

/** A key that has never been, wrapped by the newest master key. */
export async function newKey(env: Keys, place: string): Promise<{ readonly key: CryptoKey; readonly wrapped: string }> {
  const bytes = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  return { key: await importKey(bytes), wrapped: await wrap(env, place, bytes) };
}

/** @throws Unsealable */
export async function unwrap(env: Keys, place: string, wrapped: string): Promise<CryptoKey> {
  return importKey(await unwrapKey(env, place, wrapped));
}

/**
 * The key wrapped by the newest master key; null when it is already. What it seals need not be touched.
 * @throws Unsealable
 */
export async function rewrap(env: Keys, place: string, wrapped: string): Promise<string | null> {
  const { newest } = await masterKeys(env);
  if (versionOf(wrapped) === newest) return null;
  return wrap(env, place, await unwrapKey(env, place, wrapped));
}

/** The version of the master key that a key is wrapped by; for finding what is still to be wrapped anew. */
export function versionOf(wrapped: string): number {
  return Number(wrapped.split(".")[0]);
}

async function wrap(env: Keys, place: string, key: Uint8Array): Promise<string> {
  const { newest } = await masterKeys(env);
  return `${newest}.${toBase64Url(await encrypt(await masterKey(env, newest), wrapPlace(place), key))}`;
}

async function unwrapKey(env: Keys, place: string, wrapped: string): Promise<Uint8Array<ArrayBuffer>> {
  const [, version, data] = /^(\d+)\.([\w-]+)$/.exec(wrapped) ?? [];
  if (version === undefined || data === undefined) throw new Unsealable("this is not a wrapped key");
  return decrypt(await masterKey(env, Number(version)), wrapPlace(place), fromBase64Url(data));
}

async function masterKey(env: Keys, version: number): Promise<CryptoKey> {
  const key = (await masterKeys(env)).byVersion.get(version);
  if (key === undefined) throw new Unsealable(`there is no master key of version ${version}`);
  return key;
}

/** A wrapped key is nothing sealed: neither passes for the other. */
const wrapPlace = (place: string): string => `key of ${place}`;

/** Not extractable: whoever runs in this isolate can use it, and cannot take it along. */
function importKey(bytes: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
}

/** Nonce · ciphertext · tag. */
export async function encrypt(key: CryptoKey, place: string, plain: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const sealed = new Uint8Array(await crypto.subtle.encrypt(gcm(nonce, place), key, plain));
  const data = new Uint8Array(NONCE_BYTES + sealed.byteLength);
  data.set(nonce);
  data.set(sealed, NONCE_BYTES);
  return data;
}

/** @throws Unsealable */
export async function decrypt(key: CryptoKey, place: string, data: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const nonce = data.subarray(0, NONCE_BYTES);
    return new Uint8Array(await crypto.subtle.decrypt(gcm(nonce, place), key, data.subarray(NONCE_BYTES)));
  } catch {
    throw new Unsealable("it was altered, or sealed for another place");
  }
}

const gcm = (nonce: Uint8Array<ArrayBuffer>, place: string) => ({
  name: "AES-GCM",
  iv: nonce,
  additionalData: new TextEncoder().encode(place),
});
