import { describe, expect, it } from "vitest";
import { backoffMs, retryAfterMs, slowMs } from "./backoff.ts";

describe("the wait before the next attempt", () => {
  it("doubles up to a minute and is drawn from all of the range below", () => {
    const longest = [1, 2, 3, 6, 7, 50].map((failures) => backoffMs(failures, () => 1));
    expect(longest).toEqual([1_000, 2_000, 4_000, 32_000, 60_000, 60_000]);
    expect(backoffMs(7, () => 0)).toBe(0);
  });

  it("is never short for what only a person can repair", () => {
    expect(slowMs(() => 0)).toBe(30_000);
    expect(slowMs(() => 1)).toBe(60_000);
  });

  it.each([
    ["7", 7_000],
    ["Wed, 21 Oct 2026 07:28:10 GMT", 10_000],
    ["Wed, 21 Oct 2026 07:27:00 GMT", 0],
    ["86400", 3_600_000],
    ["soon", undefined],
    ["", undefined],
  ])("reads Retry-After: %s", (header, expected) => {
    expect(retryAfterMs(header, Date.parse("2026-10-21T07:28:00Z"))).toBe(expected);
  });
});
