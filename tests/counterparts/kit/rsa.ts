/** RSA and AES as vendors use them, on WebCrypto, so that a counterpart runs in Node and in workerd alike. Shares nothing with the product. */

const RSA = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" } as const;
const encoder = new TextEncoder();
/** Node and workerd each have a type of their own for it. */
type Key = Awaited<ReturnType<typeof crypto.subtle.importKey>>;
const keys = new Map<string, Promise<Key>>();

export async function sign(privateKey: string, text: string): Promise<string> {
  const key = await once(privateKey, () => crypto.subtle.importKey("pkcs8", der(privateKey), RSA, false, ["sign"]));
  return toBase64(new Uint8Array(await crypto.subtle.sign(RSA.name, key, encoder.encode(text))));
}

export async function verify(publicKey: string, text: string, signature: string): Promise<boolean> {
  const key = await once(publicKey, () => crypto.subtle.importKey("spki", der(publicKey), RSA, false, ["verify"]));
  return crypto.subtle.verify(RSA.name, key, fromBase64(signature), encoder.encode(text));
}

export async function encrypt(key: string, nonce: string, associated: string, text: string): Promise<string> {
  const imported = await crypto.subtle.importKey("raw", encoder.encode(key), "AES-GCM", false, ["encrypt"]);
  const algorithm = { name: "AES-GCM", iv: encoder.encode(nonce), additionalData: encoder.encode(associated) };
  return toBase64(new Uint8Array(await crypto.subtle.encrypt(algorithm, imported, encoder.encode(text))));
}

export async function digestHex(algorithm: "SHA-1" | "SHA-256", text: string): Promise<string> {
  return [...new Uint8Array(await crypto.subtle.digest(algorithm, encoder.encode(text)))]
    .map((b) => b.toString(16).padStart(2, "0"))
    .join("");
}

export function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

function der(pem: string): Uint8Array<ArrayBuffer> {
  return fromBase64(pem.replaceAll(/-----[A-Z ]+-----|\s/g, ""));
}

function once(name: string, make: () => Promise<Key>): Promise<Key> {
  const known = keys.get(name) ?? make();
  keys.set(name, known);
  return known;
}
