import { createHmac, randomBytes } from "node:crypto";

/**
 * Time-based one-time passwords: RFC 6238 with what every authenticator app assumes (SHA-1, six digits, thirty seconds).
 *
 * @see https://www.rfc-editor.org/rfc/rfc6238
 */
const STEP_MS = 30_000;
const DIGITS = 6;
const SECRET_BYTES = 20;
/** Steps before and after the present one that are taken: a phone's clock may be half a minute off. */
const STEPS_AROUND = 1;
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** A new secret, in base32 as authenticator apps take it. */
export function newTotpSecret(): string {
  return base32(randomBytes(SECRET_BYTES));
}

/** What a QR code shows to an authenticator app. */
export function totpUri(secret: string, account: string): string {
  return `otpauth://totp/${encodeURIComponent(`Forecourt:${account}`)}?${new URLSearchParams({ secret, issuer: "Forecourt" })}`;
}

/** The time step near this moment that the code belongs to; null when it belongs to none. That it is not taken twice is for the account to see to. */
export function totpStep(secret: string, code: string, nowMs: number): number | null {
  const present = Math.floor(nowMs / STEP_MS);
  for (let step = present + STEPS_AROUND; step >= present - STEPS_AROUND; step--) if (totpAt(secret, step) === code) return step;
  return null;
}

/** The code of a time step. */
export function totpAt(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac("sha1", fromBase32(secret)).update(counter).digest();
  const offset = mac.readUInt8(mac.length - 1) & 0xf;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 10 ** DIGITS).padStart(DIGITS, "0");
}

function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return (bits.match(/.{1,5}/g) ?? []).map((five) => ALPHABET[Number.parseInt(five.padEnd(5, "0"), 2)]).join("");
}

function fromBase32(text: string): Buffer {
  const bits = [...text].map((char) => ALPHABET.indexOf(char).toString(2).padStart(5, "0")).join("");
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)));
}
