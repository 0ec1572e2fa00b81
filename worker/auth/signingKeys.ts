/** What signs tokens: the first of them; all of them verify, each what bears its `kid`. */
export interface SigningKeys {
  readonly signing: { readonly kid: string; readonly key: CryptoKey };
  readonly byKid: ReadonlyMap<string, CryptoKey>;
}

const SECRET_LENGTH_MIN = 32;
let imported: { readonly text: string; readonly keys: Promise<SigningKeys> } | undefined;

/**
 * The signing keys of this installation, imported once per isolate.
 *
 * `SESSION_SECRET` is `<version>:<secret>`, several separated by commas; a secret without a version is of version 0.
 * The first signs. Rotating takes two steps, since an isolate with the new setting must not sign what one with the old
 * setting can't verify: the new one is put at the end, then in front; the old one goes when the last token that it signed
 * has run out.
 */
export function signingKeys({ SESSION_SECRET: text }: { readonly SESSION_SECRET: string }): Promise<SigningKeys> {
  if (imported?.text !== text) imported = { text, keys: importAll(text) };
  return imported.keys;
}

async function importAll(text: string): Promise<SigningKeys> {
  const keys: SigningKeys["signing"][] = [];
  for (const part of text.split(",")) {
    const [, kid = "0", secret = ""] = /^(?:(\d{1,6}):)?([^:]*)$/.exec(part.trim()) ?? [];
    if (secret.length < SECRET_LENGTH_MIN) throw new Error(`SESSION_SECRET: a secret is shorter than ${SECRET_LENGTH_MIN} characters`);
    if (keys.some((known) => known.kid === kid)) throw new Error(`SESSION_SECRET has version ${kid} twice`);
    const bytes = new TextEncoder().encode(secret);
    keys.push({ kid, key: await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]) });
  }
  const [signing] = keys;
  if (signing === undefined) throw new Error("SESSION_SECRET is empty");
  return { signing, byKid: new Map(keys.map(({ kid, key }) => [kid, key])) };
}
