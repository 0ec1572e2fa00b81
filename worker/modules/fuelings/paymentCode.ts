import { agents } from "@forecourt/contract/origin";
import type { OpenedCode } from "@forecourt/contract/station";
import { fromBase64Url, toBase64Url } from "../../crypto/base64.ts";
import type { Env } from "../../env.ts";
import { type Sighting, toOrigin } from "../../http/origin.ts";

/**
 * Payment codes: what a phone shows and a terminal scans. The wallet and the time are sealed with AES-256-GCM, so a code
 * can be neither forged nor read; its nonce is its name, by which the wallet sees to it that it works once.
 *
 * Layout, in base64url after the prefix: nonce (12) · sealed [expiry in seconds (4) · where the phone is (48) · wallet id as text, and
 * `/` and the limit where there is one] · tag (16). Where the phone is travels with the code since making one writes nothing; it is
 * packed, so that the code stays one that is scanned in the rain: agent and length of the address (1) · address (16) · name of the device (12) ·
 * country and city as text (19).
 */
const PREFIX = "fc1.";
const PAYMENT_CODE_LIFE_MS = 60_000;
const NONCE_BYTES = 12;
const ADDRESS_BYTES = 16;
const DEVICE_BYTES = 12;
const PLACE_AT = 1 + ADDRESS_BYTES + DEVICE_BYTES;
const PHONE_BYTES = 48;

let imported: { readonly text: string; readonly key: Promise<CryptoKey> } | undefined;

function sealingKey(env: Env): Promise<CryptoKey> {
  if (imported?.text !== env.PAYMENT_CODE_KEY) {
    const bytes = Uint8Array.from(atob(env.PAYMENT_CODE_KEY), (char) => char.charCodeAt(0));
    if (bytes.byteLength !== 32) throw new Error("PAYMENT_CODE_KEY is not 32 bytes in base64");
    imported = { text: env.PAYMENT_CODE_KEY, key: crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]) };
  }
  return imported.key;
}

interface CodeTerms {
  readonly walletId: string;
  readonly limitMinor?: number | undefined;
  readonly phone: Sighting;
}

export async function sealPaymentCode(
  env: Env,
  { walletId, limitMinor, phone }: CodeTerms,
  nowMs: number,
): Promise<{ readonly code: string; readonly expiresAtMs: number }> {
  const expiresAtMs = Math.floor((nowMs + PAYMENT_CODE_LIFE_MS) / 1000) * 1000;
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const expiry = new Uint8Array(4);
  new DataView(expiry.buffer).setUint32(0, expiresAtMs / 1000);
  const wallet = new TextEncoder().encode(limitMinor === undefined ? walletId : `${walletId}/${limitMinor}`);
  const plain = Uint8Array.from([...expiry, ...packed(phone), ...wallet]);
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
  const walletAt = 4 + PHONE_BYTES;
  const [walletId = "", limit] = new TextDecoder().decode(plain.subarray(walletAt)).split("/");
  const phone = await toOrigin(env, unpacked(plain.subarray(4, walletAt)), nowMs);
  return { ok: true, walletId, codeId: name, expiresAtMs, phone, ...(limit === undefined ? {} : { limitMinor: Number(limit) }) };
}

/** Always of one length, lest the length of a code say where somebody is. */
function packed({ agent, address, device, place }: Sighting): Uint8Array {
  const bytes = new Uint8Array(PHONE_BYTES);
  bytes[0] = agents.indexOf(agent) * 32 + (address?.length ?? 0);
  bytes.set(address ?? [], 1);
  bytes.set(device === null ? [] : fromBase64Url(device), 1 + ADDRESS_BYTES);
  const [country = "", , city = ""] = place?.split("/") ?? [];
  new TextEncoder().encodeInto(place === null ? "" : `${country}//${city}`, bytes.subarray(PLACE_AT));
  return bytes;
}

function unpacked(bytes: Uint8Array): Sighting {
  const [head = 0] = bytes;
  const device = bytes.subarray(1 + ADDRESS_BYTES, PLACE_AT);
  const place = new TextDecoder().decode(bytes.subarray(PLACE_AT)).replace(/\0+$/, "");
  return {
    agent: agents[Math.floor(head / 32)] ?? "other",
    address: head % 32 === 0 ? null : Uint8Array.from(bytes.subarray(1, 1 + (head % 32))),
    device: device.every((byte) => byte === 0) ? null : toBase64Url(device),
    place: place === "" ? null : place,
  };
}
