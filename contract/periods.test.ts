import { describe, expect, it } from "vitest";
import { daysBetween, later, spansOf, startOf, wallOf } from "./periods.ts";

const at = (text: string) => Date.parse(text);
const texts = (spans: ReturnType<typeof spansOf>) =>
  spans.map(({ fromMs, toMs }) => [fromMs, toMs].map((ms) => new Date(ms).toISOString().slice(0, 16)).join(" "));

describe("a period in a zone", () => {
  it("begins when the clocks there say so", () => {
    const moment = at("2026-11-25T17:30:00Z"); // 01:30 on Thursday the 26th in Shanghai
    expect(startOf("hour", moment, "Asia/Shanghai")).toBe(at("2026-11-25T17:00:00Z"));
    expect(startOf("day", moment, "Asia/Shanghai")).toBe(at("2026-11-25T16:00:00Z"));
    expect(startOf("week", moment, "Asia/Shanghai")).toBe(at("2026-11-22T16:00:00Z"));
    expect(startOf("month", moment, "Asia/Shanghai")).toBe(at("2026-10-31T16:00:00Z"));
    expect(startOf("year", moment, "Asia/Shanghai")).toBe(at("2025-12-31T16:00:00Z"));
    expect(wallOf(moment, "Asia/Shanghai")).toMatchObject({ day: 26, hour: 1, minute: 30 });
  });

  it("is as long as the clocks make it: 23 hours when they go forward, 25 when they go back", () => {
    const zone = "America/New_York";
    const spring = startOf("day", at("2026-03-08T12:00:00Z"), zone);
    const autumn = startOf("day", at("2026-11-01T12:00:00Z"), zone);
    expect(later("day", spring, 1, zone) - spring).toBe(23 * 3_600_000);
    expect(later("day", autumn, 1, zone) - autumn).toBe(25 * 3_600_000);
    expect(daysBetween(spring, autumn)).toBe(238);
  });

  it("follows the last one across months and years of any length", () => {
    const december = startOf("month", at("2026-12-15T00:00:00Z"), "UTC");
    expect(later("month", december, 2, "UTC")).toBe(at("2027-02-01T00:00:00Z"));
    expect(later("week", at("2026-12-28T00:00:00Z"), 1, "UTC")).toBe(at("2027-01-04T00:00:00Z"));
    expect(later("year", at("2026-01-01T00:00:00Z"), -1, "UTC")).toBe(at("2025-01-01T00:00:00Z"));
  });
});

describe("a span", () => {
  it("is cut into the periods that it touches, its own ends kept", () => {
    const span = { fromMs: at("2026-01-30T12:00:00Z"), toMs: at("2026-03-02T00:00:00Z") };
    expect(texts(spansOf("month", span, "UTC"))).toEqual([
      "2026-01-30T12:00 2026-02-01T00:00",
      "2026-02-01T00:00 2026-03-01T00:00",
      "2026-03-01T00:00 2026-03-02T00:00",
    ]);
  });

  it("that is empty has none, and one that is endless has as many as are asked for", () => {
    expect(spansOf("day", { fromMs: 5, toMs: 5 }, "UTC")).toEqual([]);
    expect(spansOf("hour", { fromMs: 0, toMs: 1e15 }, "UTC", 3)).toHaveLength(3);
  });
});
