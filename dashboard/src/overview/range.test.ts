import { describe, expect, it } from "vitest";
import { bucketsOf, rangeBefore, rangeOf } from "./range.ts";

const ZONE = "Asia/Shanghai";
/** 18:33 at the place. */
const now = Date.parse("2026-11-22T10:33:00Z");
const none = [undefined, undefined] as const;
const iso = (ms: number) => new Date(ms).toISOString();
const hour = (at: string, fueledMinor: number) => ({
  hour: at,
  fueledMinor,
  toppedUpMinor: 0,
  topups: 0,
  bonusMinor: 0,
  fuelings: 1,
  volumeMl: 0,
});

describe("ranges", () => {
  it("begin at the region's midnight or at a whole hour", () => {
    expect(iso(rangeOf("today", now, ZONE, none).fromMs)).toBe("2026-11-21T16:00:00.000Z");
    expect(iso(rangeOf("24h", now, ZONE, none).fromMs)).toBe("2026-11-21T11:00:00.000Z");
    expect(iso(rangeOf("7d", now, ZONE, none).fromMs)).toBe("2026-11-15T16:00:00.000Z");
  });

  it("of one's own reach to the end of the last day, and are never longer than the API takes", () => {
    const range = rangeOf("custom", now, ZONE, ["2026-11-01", "2026-11-02"]);
    expect([iso(range.fromMs), iso(range.toMs), range.isLive]).toEqual(["2026-10-31T16:00:00.000Z", "2026-11-02T16:00:00.000Z", false]);
    const long = rangeOf("custom", now, ZONE, ["2026-01-01", "2026-11-01"]);
    expect(long.toMs - long.fromMs).toBeLessThanOrEqual(32 * 86_400_000);
  });

  it("that make no sense become today", () => {
    const today = rangeOf("today", now, ZONE, none).fromMs;
    for (const days of [
      ["x", "y"],
      ["2026-11-05", "2026-11-01"],
      ["2027-01-01", "2027-01-02"],
    ] as const) {
      expect(rangeOf("custom", now, ZONE, days).fromMs).toBe(today);
    }
  });

  it("are compared with as much just before", () => {
    const yesterday = rangeBefore(rangeOf("today", now, ZONE, none), ZONE);
    expect([iso(yesterday.fromMs), iso(yesterday.toMs)]).toEqual(["2026-11-20T16:00:00.000Z", "2026-11-21T16:00:00.000Z"]);
    const week = rangeBefore(rangeOf("7d", now, ZONE, none), ZONE);
    expect([iso(week.fromMs), iso(week.toMs)]).toEqual(["2026-11-08T16:00:00.000Z", "2026-11-15T16:00:00.000Z"]);
    const hours = rangeBefore(rangeOf("24h", now, ZONE, none), ZONE);
    expect([iso(hours.fromMs), iso(hours.toMs)]).toEqual(["2026-11-20T11:00:00.000Z", "2026-11-21T11:00:00.000Z"]);
  });
});

describe("columns", () => {
  it("are there for hours in which nothing happened", () => {
    const range = rangeOf("today", now, ZONE, none);
    const buckets = bucketsOf([hour("2026-11-22T10:00:00Z", 500)], range, ZONE);
    expect(buckets).toHaveLength(19);
    expect(buckets.map(({ fueledMinor }) => fueledMinor)).toEqual([...Array(18).fill(0), 500]);
  });

  it("add the hours of the region's days, and lose none", () => {
    const range = rangeOf("7d", now, ZONE, none);
    const buckets = bucketsOf(
      [hour("2026-11-21T15:00:00Z", 1), hour("2026-11-21T16:00:00Z", 2), hour("2026-11-22T10:00:00Z", 4)],
      range,
      ZONE,
    );
    expect(buckets).toHaveLength(7);
    expect(buckets.slice(-2).map(({ fueledMinor }) => fueledMinor)).toEqual([1, 6]);
  });
});
