import type { OpenedCode } from "@forecourt/contract/station";
import type { Env } from "../../env.ts";

/**
 * Payment codes: what a phone shows and a terminal scans. The wallet and the time are sealed with AES-256-GCM, so a code
 * can be neither forged nor read; its nonce is its name, by which the wallet sees to it that it works once.
 *
 * Layout, in base64url after the prefix: nonce (12) · sealed [expiry in seconds (4) · wallet id as text] · tag (16).
 */
const PREFIX = "fc1.";
const PAYMENT_CODE_LIFE_MS = 60_000;
const NONCE_BYTES = 12;

let imported: { readonly text: string; readonly key: Promise<CryptoKey> } | undefined;

function sealingKey(env: Env): Promise<CryptoKey> {
  if (imported?.text !== env.PAYMENT_CODE_KEY) {
    const bytes = Uint8Array.from(atob(env.PAYMENT_CODE_KEY), (char) => char.charCodeAt(0));
    if (bytes.byteLength !== 32) throw new Error("PAYMENT_CODE_KEY is not 32 bytes in base64");
    imported = { text: env.PAYMENT_CODE_KEY, key: crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]) };
  }
  return imported.key;
}

export async function sealPaymentCode(
  env: Env,
  walletId: string,
  nowMs: number,
): Promise<{ readonly code: string; readonly expiresAtMs: number }> {
  const expiresAtMs = Math.floor((nowMs + PAYMENT_CODE_LIFE_MS) / 1000) * 1000;
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const wallet = new TextEncoder().encode(walletId);
  const plain = new Uint8Array(4 + wallet.byteLength);
  new DataView(plain.buffer).setUint32(0, expiresAtMs / 1000);
  plain.set(wallet, 4);
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, await sealingKey(env), plain));
  return { code: PREFIX + toBase64Url(nonce) + toBase64Url(sealed), expiresAtMs };
}

/** Opens a code that a terminal has scanned. Whether it was used before, the wallet knows. */
export async function openPaymentCode(env: Env, code: string, nowMs: number): Promise<OpenedCode> {
  const [, name, sealed] = /^fc1\.([\w-]{16})([\w-]{20,400})$/.exec(code) ?? [];
  if (name === undefined || sealed === undefined) return { ok: false, code: "payment_code_invalid" };
  let plain: Uint8Array;
  try {
    plain = new Uint8Array(
      await crypto.subtle.decrypt({ name: "AES-GCM", iv: fromBase64Url(name) }, await sealingKey(env), fromBase64Url(sealed)),
    );
  } catch {
    return { ok: false, code: "payment_code_invalid" };
  }
  const expiresAtMs = new DataView(plain.buffer).getUint32(0) * 1000;
  if (expiresAtMs <= nowMs) return { ok: false, code: "payment_code_expired" };
  return { ok: true, walletId: new TextDecoder().decode(plain.subarray(4)), codeId: name, expiresAtMs };
}

function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
}
