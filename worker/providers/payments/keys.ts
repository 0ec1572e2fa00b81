import { ProviderUnreachable } from "./port.ts";

/**
 * Keys of payment vendors. A secret's text is imported once per isolate, as a key that can't be read out again; nothing
 * here ever logs, and an error never carries the text.
 */

const RSA = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" } as const;
const imported = new Map<string, Promise<CryptoKey>>();

/** A private key that signs: PKCS#8, as PEM or as its bare base64. */
export function signingKey(text: string): Promise<CryptoKey> {
  return once(`sign/${text}`, () => crypto.subtle.importKey("pkcs8", derOf(text), RSA, false, ["sign"]));
}

/** A public key that verifies: SPKI, as PEM or as its bare base64. */
export function verifyingKey(text: string): Promise<CryptoKey> {
  return once(`verify/${text}`, () => crypto.subtle.importKey("spki", derOf(text), RSA, false, ["verify"]));
}

/** A symmetric key of 32 characters that decrypts. */
export function decryptingKey(text: string): Promise<CryptoKey> {
  return once(`decrypt/${text}`, () => crypto.subtle.importKey("raw", new TextEncoder().encode(text), "AES-GCM", false, ["decrypt"]));
}

/** RSASSA-PKCS1-v1_5 with SHA-256, in base64. */
export async function signed(key: CryptoKey, text: string): Promise<string> {
  return base64(await crypto.subtle.sign(RSA.name, key, new TextEncoder().encode(text)));
}

/** False also for a signature that is no base64. */
export async function isSigned(key: CryptoKey, text: string, signature: string): Promise<boolean> {
  const bytes = tryBytes(signature);
  return bytes !== null && (await crypto.subtle.verify(RSA.name, key, bytes, new TextEncoder().encode(text)));
}

export async function sha256Hex(text: string): Promise<string> {
  return hex(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}

export function hex(bytes: ArrayBuffer): string {
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function base64(bytes: ArrayBuffer): string {
  let text = "";
  for (const byte of new Uint8Array(bytes)) text += String.fromCharCode(byte);
  return btoa(text);
}

/** @throws when it is no base64 */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** The certificates or keys of a text that may hold several, each as PEM. Secrets that are pasted on one line carry `\n` as two characters. */
export function pems(text: string): readonly string[] {
  return text.replaceAll("\\n", "\n").match(/-----BEGIN [A-Z ]+-----[^-]+-----END [A-Z ]+-----/g) ?? [];
}

/** A setting that this installation has made wrongly: nothing was sent, and asking again does not help until it is mended. */
export async function configured<Made>(what: string, make: () => Promise<Made>): Promise<Made> {
  try {
    return await make();
  } catch {
    // The error of a key that does not parse may quote it.
    throw new ProviderUnreachable(`the setting ${what} does not hold what it should`);
  }
}

function tryBytes(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return bytesOf(text);
  } catch {
    return null;
  }
}

function derOf(text: string): Uint8Array<ArrayBuffer> {
  const [pem = text] = pems(text);
  return bytesOf(pem.replaceAll(/-----[A-Z ]+-----|\s/g, ""));
}

function once(name: string, make: () => Promise<CryptoKey>): Promise<CryptoKey> {
  const known = imported.get(name);
  if (known !== undefined) return known;
  const made = make();
  imported.set(name, made);
  // A failure is not kept: it would outlive its cause.
  made.catch(() => imported.delete(name));
  return made;
}
