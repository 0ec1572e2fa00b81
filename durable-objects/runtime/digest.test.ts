import { createHash } from "node:crypto";
import { canonicalJson } from "@forecourt/contract/movement";
import fc from "fast-check";
import { expect, it } from "vitest";
import { fingerprint, idFrom, sha256Hex } from "./digest.ts";

const platforms = (text: string) => createHash("sha256").update(text);
const text = fc.oneof(fc.string({ maxLength: 300 }), fc.string({ unit: "binary", maxLength: 300 }));

it("hashes as the platform does, whatever the text and its length", () => {
  for (let length = 0; length < 300; length++) {
    const plain = "forecourt".repeat(40).slice(0, length);
    expect(sha256Hex(plain)).toBe(platforms(plain).digest("hex"));
  }
  fc.assert(fc.property(text, (any) => sha256Hex(any) === platforms(any).digest("hex")));
  const long = "加油站⛽".repeat(20_000);
  expect(sha256Hex(long)).toBe(platforms(long).digest("hex"));
});

it("names commands and ids as journals of before have them", () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      const command: unknown = JSON.parse(json);
      return fingerprint(command) === platforms(canonicalJson(command)).digest("base64url").slice(0, 22);
    }),
  );
  fc.assert(
    fc.property(text, (seed) => {
      const bytes = platforms(seed).digest();
      const expected = Array.from(bytes.subarray(0, 26), (byte) => "0123456789abcdefghjkmnpqrstvwxyz"[byte & 31]);
      return idFrom("top", seed) === `top_${expected.join("")}`;
    }),
  );
});
