import { addressKeysOf, again } from "@forecourt/durable-objects/stubs";
import type { Env } from "../env.ts";
import { type Address, networkOf } from "../http/ip.ts";
import { describeError, log } from "../http/log.ts";
import { fromBase64Url, toBase64Url } from "./base64.ts";
import { keyedHash } from "./keyedHash.ts";
import type { RingEnv } from "./ring.ts";
import { openText, sealText } from "./text.ts";

/**
 * Addresses, as they may be written down: `<day>.<nonce · address · tag in base64url>`, sealed under the key of the day. See
 * `AddressKeysActor` for why each day has a key.
 */
const DAY_MS = 24 * 3_600_000;
const NONCE_BYTES = 12;
const KEY_BYTES = 32;
/** Keys that one isolate remembers: a list of a year's entries opens with each of them. */
const KEPT_MAX = 500;

type Keys = RingEnv & Pick<Env, "ADDRESS_KEYS">;

const kept = new Map<string, Promise<CryptoKey | null>>();

export const dayOf = (atMs: number): number => Math.floor(atMs / DAY_MS);
const placeOf = (day: number): string => `address-key/${day}`;

/** Null when the key of the day can't be had: a command is not refused because nobody could note where it came from. */
export async function sealAddress(env: Keys, address: Address, nowMs: number): Promise<string | null> {
  const day = dayOf(nowMs);
  try {
    const key = await remembered(env, day, () => makeKey(env, day));
    if (key === null) return null;
    const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
    const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, key, address));
    const data = new Uint8Array(NONCE_BYTES + sealed.length);
    data.set(nonce);
    data.set(sealed, NONCE_BYTES);
    return `${day}.${toBase64Url(data)}`;
  } catch (error) {
    log("warn", "an address could not be sealed", { error: describeError(error) });
    return null;
  }
}

/** Null when its day's key is gone, or it is none of ours. */
export async function openAddress(env: Keys, sealed: string): Promise<Address | null> {
  const [, day, text] = /^(\d{1,6})\.([\w-]{40,80})$/.exec(sealed) ?? [];
  if (day === undefined || text === undefined) return null;
  const key = await remembered(env, Number(day), () => findKey(env, Number(day)));
  if (key === null) return null;
  const data = fromBase64Url(text);
  const plain = crypto.subtle.decrypt({ name: "AES-GCM", iv: data.subarray(0, NONCE_BYTES) }, key, data.subarray(NONCE_BYTES));
  return plain.then(
    (bytes) => new Uint8Array(bytes),
    () => null,
  );
}

/** The name of an address, by which it is found. */
export function addressName(env: Pick<Env, "HASH_KEY">, address: Address): Promise<string> {
  return keyedHash(env, "address", networkOf(address).join("."));
}

/** Makes every address of before this moment's day unreadable. */
export async function dropAddressKeys(env: Keys, beforeMs: number): Promise<void> {
  const day = dayOf(beforeMs);
  await again(async () => addressKeysOf(env).drop(day));
  for (const name of kept.keys()) if (Number(name.split("/")[0]) < day) kept.delete(name);
}

/** A key that could not be had, or is not there, is asked for again the next time. */
function remembered(env: Keys, day: number, find: () => Promise<CryptoKey | null>): Promise<CryptoKey | null> {
  const name = `${day}/${env.MASTER_KEYS}`;
  const known = kept.get(name);
  if (known !== undefined) return known;
  if (kept.size >= KEPT_MAX) kept.clear();
  const key = find();
  kept.set(name, key);
  const forget = () => kept.delete(name);
  key.then((found) => found === null && forget(), forget);
  return key;
}

async function makeKey(env: Keys, day: number): Promise<CryptoKey> {
  const found = await findKey(env, day);
  if (found !== null) return found;
  const bytes = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  const sealed = await sealText(env, placeOf(day), toBase64Url(bytes));
  // Two isolates may offer one at once: the day keeps the first.
  return imported(env, day, await again(async () => addressKeysOf(env).offer({ day, sealed })));
}

async function findKey(env: Keys, day: number): Promise<CryptoKey | null> {
  const sealed = await again(async () => addressKeysOf(env).key(day));
  return sealed === null ? null : imported(env, day, sealed);
}

async function imported(env: Keys, day: number, sealed: string): Promise<CryptoKey> {
  const bytes = fromBase64Url(await openText(env, placeOf(day), sealed));
  return crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
}
