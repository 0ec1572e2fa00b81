import { createHash } from "node:crypto";
import { canonicalJson } from "@forecourt/contract/movement";

/** Hex SHA-256. Synchronous, because the command path must not await. */
export function sha256Hex(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** What makes two commands the same command: all that they say, in whatever order. */
export function fingerprint(command: unknown): string {
  return createHash("sha256").update(canonicalJson(command)).digest("base64url").slice(0, 22);
}

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/** `<prefix>_` and 26 base-32 characters (128 bits and a bit) that depend on nothing but the seed. */
export function idFrom(prefix: string, seed: string): string {
  const bytes = createHash("sha256").update(seed).digest();
  let text = "";
  for (let i = 0; i < 26; i++) text += alphabet[(bytes[i] ?? 0) & 31];
  return `${prefix}_${text}`;
}
