import { describe, expect, it } from "vitest";
import { isOpenAt, type OpeningHours, openingHours } from "./hours.ts";

const SHANGHAI = "Asia/Shanghai";
const working = [{ opens: "06:30", closes: "22:00" }];
const week: OpeningHours = {
  mon: working,
  tue: working,
  wed: working,
  thu: working,
  fri: [...working, { opens: "23:00", closes: "24:00" }],
  sat: [{ opens: "00:00", closes: "02:00" }],
  sun: [],
};
/** 2026-06-01 is a Monday. */
const isOpen = (local: string) => isOpenAt(week, SHANGHAI, Date.parse(`${local}:00+08:00`));

describe("opening hours", () => {
  it("are counted in the station's time zone, from opening up to closing", () => {
    expect(isOpen("2026-06-01T06:29")).toBe(false);
    expect(isOpen("2026-06-01T06:30")).toBe(true);
    expect(isOpen("2026-06-01T21:59")).toBe(true);
    expect(isOpen("2026-06-01T22:00")).toBe(false);
  });

  it("run through the night as two stretches", () => {
    expect(["2026-06-05T22:30", "2026-06-05T23:59", "2026-06-06T00:00", "2026-06-06T02:00"].map(isOpen)).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it("have days off, and may have none", () => {
    expect(isOpen("2026-06-07T12:00")).toBe(false);
    expect(isOpenAt("24h", SHANGHAI, 0)).toBe(true);
  });

  it("are refused when they overlap, run backwards or are no times", () => {
    const monday = (...mon: object[]) => openingHours.safeParse({ ...week, mon }).success;
    expect(monday({ opens: "06:00", closes: "10:00" }, { opens: "10:00", closes: "24:00" })).toBe(true);
    expect(monday({ opens: "06:00", closes: "10:00" }, { opens: "09:00", closes: "24:00" })).toBe(false);
    expect(monday({ opens: "22:00", closes: "06:00" })).toBe(false);
    expect(monday({ opens: "24:00", closes: "24:00" })).toBe(false);
    expect(monday({ opens: "6:00", closes: "10:00" })).toBe(false);
  });
});
