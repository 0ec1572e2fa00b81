import { generateKeyPairSync } from "node:crypto";
import { afterEach, describe, expect, it, vi } from "vitest";
import { decryptingKey, isSigned, signed, signingKey, verifyingKey } from "./keys.ts";

const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
const privateKey = pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const publicKey = pair.publicKey.export({ type: "spki", format: "pem" }).toString();
const apiV3Key = "0123456789abcdef0123456789abcdef";

afterEach(() => {
  vi.restoreAllMocks();
});

describe("a vendor's key", () => {
  it("is imported once, however often and by however many at once it is asked for, and can't be read out again", async () => {
    const imports = vi.spyOn(crypto.subtle, "importKey");
    const ask = () => Promise.all([signingKey(privateKey), verifyingKey(publicKey), decryptingKey(apiV3Key)]);
    const first = await Promise.all([ask(), ask(), ask()]);
    const [keys = []] = [...first, await ask()];
    expect(imports).toHaveBeenCalledTimes(3);
    for (const key of [keys[0], keys[2]]) {
      expect(key?.extractable).toBe(false);
      for (const format of ["pkcs8", "raw", "jwk"] as const) await expect(crypto.subtle.exportKey(format as "raw", key!)).rejects.toThrow();
    }
    expect(keys.map((key) => key?.usages)).toEqual([["sign"], ["verify"], ["decrypt"]]);
    expect(await isSigned(keys[1]!, "said", await signed(keys[0]!, "said"))).toBe(true);
  });

  it("that is none is refused, as often as it is asked for, and not remembered as one", async () => {
    const imports = vi.spyOn(crypto.subtle, "importKey");
    for (let times = 0; times < 2; times++) await expect(signingKey("bm8ga2V5")).rejects.toThrow();
    expect(imports).toHaveBeenCalledTimes(2);
  });
});
