import { describe, expect, it } from "vitest";
import { monthsUpTo } from "./months.ts";

const iso = (atMs: number) => new Date(atMs).toISOString();

describe("months", () => {
  it("begin at midnight of the region, and end where the next begins", () => {
    const months = monthsUpTo(Date.parse("2026-11-22T10:00:00Z"), 3, "Asia/Shanghai");
    expect(months.map(({ month, fromMs }) => [month, iso(fromMs)])).toEqual([
      ["2026-09", "2026-08-31T16:00:00.000Z"],
      ["2026-10", "2026-09-30T16:00:00.000Z"],
      ["2026-11", "2026-10-31T16:00:00.000Z"],
    ]);
    expect(months.map(({ toMs }) => iso(toMs))).toEqual([
      "2026-09-30T16:00:00.000Z",
      "2026-10-31T16:00:00.000Z",
      "2026-11-30T16:00:00.000Z",
    ]);
  });

  it("are the region's, not those of UTC", () => {
    const at = (text: string, timeZone: string) => monthsUpTo(Date.parse(text), 1, timeZone)[0]?.month;
    expect(at("2026-11-30T16:00:00Z", "Asia/Shanghai")).toBe("2026-12");
    expect(at("2026-11-30T15:59:59Z", "Asia/Shanghai")).toBe("2026-11");
    expect(at("2026-12-01T04:59:59Z", "America/New_York")).toBe("2026-11");
  });

  it("cross the year, and follow the clocks when they change", () => {
    const months = monthsUpTo(Date.parse("2026-04-15T00:00:00Z"), 6, "Europe/Berlin");
    expect(months.map(({ month, fromMs }) => [month, iso(fromMs)])).toEqual([
      ["2025-11", "2025-10-31T23:00:00.000Z"],
      ["2025-12", "2025-11-30T23:00:00.000Z"],
      ["2026-01", "2025-12-31T23:00:00.000Z"],
      ["2026-02", "2026-01-31T23:00:00.000Z"],
      ["2026-03", "2026-02-28T23:00:00.000Z"],
      ["2026-04", "2026-03-31T22:00:00.000Z"],
    ]);
  });
});
