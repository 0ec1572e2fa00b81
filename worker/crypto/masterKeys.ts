import type { Env } from "../env.ts";
import { fromBase64 } from "./base64.ts";

/** What wraps the keys of sealed things. The newest wraps; all of them unwrap. */
export interface MasterKeys {
  readonly newest: number;
  /** By version. Not extractable: whoever runs in this isolate can use them, and cannot take them along. */
  readonly byVersion: ReadonlyMap<number, CryptoKey>;
}

let imported: { readonly text: string; readonly keys: Promise<MasterKeys> } | undefined;

/**
 * The master keys of this installation, imported once per isolate.
 *
 * `MASTER_KEYS` is `<version>:<32 bytes in base64>`, several separated by commas. Rotating is adding one with a higher
 * version; the older ones stay for as long as something is wrapped by them. See {@link rewrap}.
 */
export function masterKeys({ MASTER_KEYS: text }: Pick<Env, "MASTER_KEYS">): Promise<MasterKeys> {
  if (imported?.text !== text) imported = { text, keys: importAll(text) };
  return imported.keys;
}

async function importAll(text: string): Promise<MasterKeys> {
  const byVersion = new Map<number, CryptoKey>();
  for (const part of text.split(",")) {
    const [, version, key] = /^([1-9]\d{0,5}):([A-Za-z0-9+/]{43}=)$/.exec(part.trim()) ?? [];
    if (version === undefined || key === undefined) throw new Error("MASTER_KEYS is not <version>:<32 bytes in base64>, …");
    if (byVersion.has(Number(version))) throw new Error(`MASTER_KEYS has version ${version} twice`);
    byVersion.set(Number(version), await crypto.subtle.importKey("raw", fromBase64(key), "AES-GCM", false, ["encrypt", "decrypt"]));
  }
  return { newest: Math.max(...byVersion.keys()), byVersion };
}
