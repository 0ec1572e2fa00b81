import { scryptSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Env } from "../env.ts";
import { hashSecret, normalAnswer, secretKey } from "./secretHash.ts";

const envWith = (fill: number) => ({ HASH_KEY: Buffer.alloc(32, fill).toString("base64") }) as Env;
const env = envWith(1);
/** What scrypt is to take at least, for six digits: 16 MB for each try. */
const BYTES_MIN = 16 * 1024 * 1024;

describe("a secret that is kept", () => {
  it("is scrypt of 16 MB or more, with a salt of its own each time", async () => {
    const [one, other] = [await hashSecret(env, "pin", "482915"), await hashSecret(env, "pin", "482915")];
    expect(one.salt).not.toBe(other.salt);
    expect(one.key).not.toBe(other.key);
    expect(Buffer.from(one.salt, "base64url").length).toBeGreaterThanOrEqual(16);
    expect(128 * one.cost * 8).toBeGreaterThanOrEqual(BYTES_MIN);
    expect(await secretKey(env, "pin", "482915", one)).toBe(one.key);
    expect(await secretKey(env, "pin", "482916", one)).not.toBe(one.key);
  });

  it("can't be tried by who has the hash and the salt, and not the key that lies elsewhere", async () => {
    const { salt, cost, key } = await hashSecret(env, "pin", "482915");
    const bare = scryptSync("482915", Buffer.from(salt, "base64url"), 32, { N: cost, r: 8, maxmem: 64 * 1024 * 1024 });
    expect(key).not.toBe(bare.toString("base64url"));
    expect(await secretKey(envWith(2), "pin", "482915", { salt, cost })).not.toBe(key);
    expect(await secretKey(env, "answer", "482915", { salt, cost })).not.toBe(key);
  });
});

it("an answer is the same whatever its width, capitals and blanks", () => {
  expect(normalAnswer(" Ｖolks Wagen\t１")).toBe(normalAnswer("volkswagen1"));
  expect(normalAnswer("捷达")).not.toBe(normalAnswer("捷達"));
});
