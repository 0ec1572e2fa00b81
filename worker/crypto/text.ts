import { fromBase64Url, toBase64Url } from "./base64.ts";
import { decrypt, encrypt, Unsealable } from "./envelope.ts";
import { openingKey, type RingEnv, sealingKey } from "./ring.ts";

/**
 * Short texts, sealed for keeping in journals: `fe2.<generation>.<nonce, ciphertext and tag in base64url>`, AES-256-GCM with a key of the
 * ring. `place` says what is sealed and whose it is ("phone/…"); it is authenticated with it, so that a text does not open elsewhere.
 */
export async function sealText(env: RingEnv, place: string, text: string): Promise<string> {
  const { generation, key } = await sealingKey(env);
  return `fe2.${generation}.${toBase64Url(await encrypt(key, place, new TextEncoder().encode(text)))}`;
}

/** @throws Unsealable */
export async function openText(env: RingEnv, place: string, sealed: string): Promise<string> {
  const [, generation, data] = /^fe2\.(\d{1,6})\.([\w-]+)$/.exec(sealed) ?? [];
  if (generation === undefined || data === undefined) throw new Unsealable("this is not a sealed text");
  return new TextDecoder().decode(await decrypt(await openingKey(env, Number(generation)), place, fromBase64Url(data)));
}
