import { describe, expect, it } from "vitest";
import { beginOf, dayAfter } from "./billDays.ts";

describe("the day of a bill", () => {
  it.each([
    ["wechat", "2026-11-24T16:00:00Z"],
    ["stripe", "2026-11-25T00:00:00Z"],
    ["sandbox", "2026-11-25T00:00:00Z"],
    // Cleared at eleven in the evening.
    ["unionpay", "2026-11-24T15:00:00Z"],
  ])("begins by the clock of %s at %s", (provider, instant) => {
    expect(beginOf(provider, "2026-11-25")).toBe(Date.parse(instant));
  });

  it("is followed by the calendar's next", () => {
    expect([dayAfter("2026-12-31"), dayAfter("2028-02-28"), dayAfter("2026-03-01", -1)]).toEqual([
      "2027-01-01",
      "2028-02-29",
      "2026-02-28",
    ]);
  });
});
