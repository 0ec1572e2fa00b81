import { describe, expect, it } from "vitest";
import { comparisonsOf, periodsFor, rangeOf } from "./range.ts";

const ZONE = "Asia/Shanghai";
const now = Date.parse("2026-11-22T18:20:00+08:00");
const none = [undefined, undefined] as const;
const iso = (atMs: number) => new Date(atMs).toISOString();
const ends = ({ fromMs, toMs, by }: { fromMs: number; toMs: number; by: string }) => [iso(fromMs), iso(toMs), by];

describe("a range", () => {
  it("begins at the region's midnight and ends now, or with the last day", () => {
    expect(ends(rangeOf("today", now, ZONE, none))).toEqual(["2026-11-21T16:00:00.000Z", "2026-11-22T10:20:00.000Z", "hour"]);
    expect(ends(rangeOf("yesterday", now, ZONE, none))).toEqual(["2026-11-20T16:00:00.000Z", "2026-11-21T16:00:00.000Z", "hour"]);
    expect(ends(rangeOf("7d", now, ZONE, none))).toEqual(["2026-11-15T16:00:00.000Z", "2026-11-22T10:20:00.000Z", "day"]);
    expect(ends(rangeOf("12m", now, ZONE, none))).toEqual(["2025-11-30T16:00:00.000Z", "2026-11-22T10:20:00.000Z", "month"]);
  });

  it("of one's own is whole days, and today where it makes no sense", () => {
    expect(ends(rangeOf("custom", now, ZONE, ["2026-11-01", "2026-11-03"]))).toEqual([
      "2026-10-31T16:00:00.000Z",
      "2026-11-03T16:00:00.000Z",
      "day",
    ]);
    expect(rangeOf("custom", now, ZONE, ["2026-11-03", "2026-11-01"])).toEqual(rangeOf("today", now, ZONE, none));
    expect(rangeOf("custom", now, ZONE, ["soon", undefined])).toEqual(rangeOf("today", now, ZONE, none));
  });

  it("is cut as is wished where that fits, else as is usual", () => {
    expect(rangeOf("30d", now, ZONE, none, "week").by).toBe("week");
    expect(rangeOf("30d", now, ZONE, none, "year").by).toBe("day");
    expect(rangeOf("12m", now, ZONE, none, "hour").by).toBe("month");
    expect(periodsFor(rangeOf("today", now, ZONE, none), ZONE)).toEqual(["hour"]);
    expect(periodsFor(rangeOf("12m", now, ZONE, none), ZONE)).toEqual(["day", "week", "month"]);
  });
});

describe("what a range is compared with", () => {
  const compared = (key: Parameters<typeof rangeOf>[0]) =>
    comparisonsOf(rangeOf(key, now, ZONE, none), key, ZONE).map((one) => [one.key, ...ends(one)]);

  it("is the same hours of yesterday and of the same weekday, for today", () => {
    expect(compared("today")).toEqual([
      ["yesterday", "2026-11-20T16:00:00.000Z", "2026-11-21T10:20:00.000Z", "hour"],
      ["lastWeek", "2026-11-14T16:00:00.000Z", "2026-11-15T10:20:00.000Z", "hour"],
    ]);
  });

  it("is as many days before, and the same weekdays a year ago, for longer ones", () => {
    expect(compared("7d")).toEqual([
      ["before", "2026-11-08T16:00:00.000Z", "2026-11-15T16:00:00.000Z", "day"],
      ["lastYear", "2025-11-16T16:00:00.000Z", "2025-11-23T16:00:00.000Z", "day"],
    ]);
  });
});
