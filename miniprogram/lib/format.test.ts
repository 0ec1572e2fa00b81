import { describe, expect, it } from "vitest";
import { countdown, dateTime, distance, fill, litres, money, parseTime, unitPrice } from "./format.ts";

describe("figures", () => {
  it("writes money by its currency", () => {
    expect(money(128_440, "CNY")).toBe("¥1,284.40");
    expect(money(-5, "HKD")).toBe("−HK$0.05");
    expect(money(10_000, "TWD", { short: true })).toBe("NT$100");
    expect(money(10_050, "CNY", { short: true, signed: true })).toBe("+¥100.50");
  });

  it("never shows more litres than have flowed", () => {
    expect(litres(40_129)).toBe("40.12");
    expect(litres(1_000_000)).toBe("1,000.00");
  });

  it("writes a third decimal of a price only when there is one", () => {
    expect(unitPrice(7_480)).toBe("7.48");
    expect(unitPrice(7_485)).toBe("7.485");
    expect(unitPrice(10_000)).toBe("10.00");
  });

  it("writes distances and times", () => {
    expect(distance(644)).toBe("640 m");
    expect(distance(3_210)).toBe("3.2 km");
    expect(countdown(579_001)).toBe("9:40");
    expect(countdown(-1)).toBe("0:00");
    const at = new Date(2026, 10, 22, 9, 7).getTime();
    expect(dateTime(at, "zh-CN", at)).toBe("11月22日 09:07");
    expect(dateTime(at, "en", at)).toBe("22 Nov, 09:07");
    expect(dateTime(at, "zh-TW", new Date(2027, 0, 1).getTime())).toBe("2026年11月22日 09:07");
  });

  it("reads offsets with and without a colon", () => {
    expect(parseTime("2026-11-22T09:00:00+0800")).toBe(parseTime("2026-11-22T01:00:00Z"));
  });

  it("fills places and leaves unknown ones", () => {
    expect(fill("{n} of {m}", { n: 1 })).toBe("1 of {m}");
  });

  it("counts one thing as one, and any other number as many", () => {
    const text = "{n} {n|fill|fills} in {months} {months|month|months}";
    expect(fill(text, { n: 1, months: 6 })).toBe("1 fill in 6 months");
    expect(fill(text, { n: 0, months: 1 })).toBe("0 fills in 1 month");
    expect(fill("{n} {n|coupon|coupons}", { n: "1" })).toBe("1 coupon");
  });
});
