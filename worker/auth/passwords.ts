import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

/** scrypt with 16 MB: about 40 ms. Kept beside each hash, so that it can be raised. */
const COST = 16_384;
const BLOCK = 8;
const KEY_BYTES = 32;

/** `scrypt$N$r$salt$hash`, salt and hash in base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, COST, BLOCK);
  return ["scrypt", COST, BLOCK, salt.toString("base64url"), key.toString("base64url")].join("$");
}

/** Whether the password is the one that was hashed; takes as long either way. */
export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  const [scheme, cost, block, salt, expected] = hash.split("$");
  if (scheme !== "scrypt" || cost === undefined || block === undefined || salt === undefined || expected === undefined) return false;
  const key = await derive(password, Buffer.from(salt, "base64url"), Number(cost), Number(block));
  const wanted = Buffer.from(expected, "base64url");
  return key.byteLength === wanted.byteLength && timingSafeEqual(key, wanted);
}

function derive(password: string, salt: Buffer, cost: number, block: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize("NFKC"), salt, KEY_BYTES, { N: cost, r: block, maxmem: 64 * 1024 * 1024 }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}
