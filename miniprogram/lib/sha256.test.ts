import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { sha256 } from "./sha256.ts";

describe("sha256", () => {
  it("agrees with the platform's for every length around a block, and for any script", () => {
    const texts = ["", "abc", "外灘站 ⛽", "𠮷", ...Array.from({ length: 130 }, (_, length) => "x".repeat(length))];
    for (const text of texts) expect(sha256(text)).toBe(createHash("sha256").update(text).digest("hex"));
  });
});
