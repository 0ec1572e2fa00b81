import { describe, expect, it } from "vitest";
import { addDaysMs, dayText, minuteText, parseZoned, since, startOfDayMs, time, zone } from "./time.ts";

const at = Date.parse("2026-11-22T16:30:05Z");

describe("times by region", () => {
  it("are those of the place, in the words of the reader", () => {
    expect(time(at, "Asia/Shanghai", "en", "minute")).toBe("23 Nov, 00:30");
    expect(time(at, "Asia/Shanghai", "zh-CN", "minute")).toBe("11月23日 00:30");
    expect(time(at, "Asia/Taipei", "zh-TW", "minute")).toBe("11月23日 00:30");
    expect(time(at, "Europe/London", "en", "full")).toBe("22 Nov 2026, 16:30:05");
    expect(time("2026-11-22T16:30:05Z", "America/New_York", "en", "hour")).toBe("11:30");
  });

  it("name their zone", () => {
    expect(zone("Asia/Shanghai", at)).toBe("UTC+8");
    expect(zone("Asia/Kolkata", at)).toBe("UTC+5:30");
    expect(zone("Europe/London", at)).toBe("UTC");
    expect(zone("Europe/London", Date.parse("2026-07-01T00:00:00Z"))).toBe("UTC+1");
  });
});

describe("days by region", () => {
  it("begin at the place's midnight", () => {
    expect(startOfDayMs(at, "Asia/Shanghai")).toBe(Date.parse("2026-11-22T16:00:00Z"));
    expect(startOfDayMs(at, "America/New_York")).toBe(Date.parse("2026-11-22T05:00:00Z"));
    expect(dayText(at, "Asia/Shanghai")).toBe("2026-11-23");
  });

  it("have 23 or 25 hours when the clock is changed", () => {
    const before = startOfDayMs(Date.parse("2026-11-01T12:00:00Z"), "America/New_York");
    expect(addDaysMs(before, 1, "America/New_York") - before).toBe(25 * 3_600_000);
    const spring = startOfDayMs(Date.parse("2026-03-08T18:00:00Z"), "America/New_York");
    expect(addDaysMs(spring, 1, "America/New_York") - spring).toBe(23 * 3_600_000);
    expect(addDaysMs(before, -1, "America/New_York")).toBe(Date.parse("2026-10-31T04:00:00Z"));
  });

  it("are read from a field as the place's own", () => {
    expect(parseZoned("2026-11-23T00:30", "Asia/Shanghai")).toBe(Date.parse("2026-11-22T16:30:00Z"));
    expect(parseZoned("2026-11-23", "Asia/Shanghai")).toBe(Date.parse("2026-11-22T16:00:00Z"));
    expect(parseZoned("soon", "Asia/Shanghai")).toBeNull();
    expect(parseZoned(minuteText(at, "America/New_York"), "America/New_York")).toBe(Date.parse("2026-11-22T16:30:00Z"));
  });
});

it("says how long ago in the unit that reads best", () => {
  expect(since(5_000)).toEqual({ unit: "seconds", n: 5 });
  expect(since(600_000)).toEqual({ unit: "minutes", n: 10 });
  expect(since(3 * 3_600_000)).toEqual({ unit: "hours", n: 3 });
  expect(since(-50)).toEqual({ unit: "seconds", n: 0 });
});
