import type { Env } from "../env.ts";
import { fromBase64, toBase64Url } from "./base64.ts";

let derived: { readonly text: string; readonly byPurpose: Map<string, Promise<CryptoKey>> } | undefined;

/**
 * A name for something that must not be written down (a phone number, a code): HMAC-SHA-256 in base64url. The same thing
 * has the same name, so it can be found; who does not have the key can't try all phone numbers to see which it is.
 *
 * Each purpose has a key of its own (HKDF of `HASH_KEY`), so that a name of one kind says nothing about another's.
 * `HASH_KEY` is not rotated: names are made from it for ever.
 */
export async function keyedHash(env: Pick<Env, "HASH_KEY">, purpose: string, text: string): Promise<string> {
  const mac = await crypto.subtle.sign("HMAC", await keyFor(env, purpose), new TextEncoder().encode(text));
  return toBase64Url(new Uint8Array(mac));
}

function keyFor({ HASH_KEY: text }: Pick<Env, "HASH_KEY">, purpose: string): Promise<CryptoKey> {
  if (derived?.text !== text) derived = { text, byPurpose: new Map() };
  const known = derived.byPurpose.get(purpose);
  if (known !== undefined) return known;
  const key = derive(text, purpose);
  derived.byPurpose.set(purpose, key);
  return key;
}

async function derive(text: string, purpose: string): Promise<CryptoKey> {
  const bytes = fromBase64(text);
  if (bytes.byteLength !== 32) throw new Error("HASH_KEY is not 32 bytes in base64");
  const root = await crypto.subtle.importKey("raw", bytes, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: new TextEncoder().encode(purpose) };
  return crypto.subtle.deriveKey(how, root, { name: "HMAC", hash: "SHA-256", length: 256 }, false, ["sign"]);
}
