import { randomBytes, scrypt } from "node:crypto";
import type { SecretHash } from "@forecourt/contract/confirmations";
import { keyedHash } from "../crypto/keyedHash.ts";
import type { Env } from "../env.ts";

/** Kept beside each hash, so that it can be raised. */
const COST = 16_384;
const BLOCK = 8;
const KEY_BYTES = 32;

/** What a hash is of: one for a PIN is no good for an answer. */
export type SecretPurpose = "pin" | "answer";

/**
 * A short secret as it is kept: scrypt (16 MB, about 40 ms) with a salt, over its keyed hash. Six digits are a million
 * tries, which scrypt alone does not make many: without the key, which is not where the hashes are, there is nothing to try.
 */
export async function hashSecret(env: Env, purpose: SecretPurpose, secret: string): Promise<SecretHash> {
  const salt = randomBytes(16).toString("base64url");
  return { salt, cost: COST, key: await secretKey(env, purpose, secret, { salt, cost: COST }) };
}

/** What the secret comes to with that salt; compared by who keeps the hash. */
export async function secretKey(
  env: Env,
  purpose: SecretPurpose,
  secret: string,
  { salt, cost }: Omit<SecretHash, "key">,
): Promise<string> {
  const peppered = await keyedHash(env, `pepper/${purpose}`, secret);
  const limits = { N: cost, r: BLOCK, maxmem: 64 * 1024 * 1024 };
  return new Promise((resolve, reject) => {
    scrypt(peppered, Buffer.from(salt, "base64url"), KEY_BYTES, limits, (error, key) =>
      error === null ? resolve(key.toString("base64url")) : reject(error),
    );
  });
}

/** An answer as it is meant: width, capitals and blanks do not make another. */
export function normalAnswer(answer: string): string {
  return answer.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
}
