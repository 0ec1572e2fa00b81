import { describe, expect, it } from "vitest";
import { count, litres, money, moneyParts, parseMoney, parseUnitPrice, plainLitres, plainMoney, price, unitPrice } from "./money.ts";

describe("money", () => {
  it("has the region's currency, grouped, with two decimals", () => {
    expect(money(128_440, "CNY")).toBe("¥1,284.40");
    expect(money(128_440, "TWD")).toBe("NT$1,284.40");
    expect(money(5, "HKD")).toBe("HK$0.05");
    expect(money(-128_440, "EUR")).toBe("−€1,284.40");
    expect(money(100, "XXX")).toBe("XXX 1.00");
  });

  it("comes in parts for large figures", () => {
    expect(moneyParts(123_456_789, "CNY")).toEqual({ sign: "", symbol: "¥", whole: "1,234,567", fraction: ".89" });
  });

  it("is a plain decimal in a spreadsheet", () => {
    expect(plainMoney(128_440)).toBe("1284.40");
    expect(plainMoney(-5)).toBe("-0.05");
  });

  it("is read from what was typed, or not at all", () => {
    expect(parseMoney("500")).toBe(50_000);
    expect(parseMoney(" 1,284.4 ")).toBe(128_440);
    for (const text of ["", "1.234", "-5", "5e3", "abc", "1."]) expect(parseMoney(text)).toBeNull();
  });
});

describe("volume and price", () => {
  it("cuts litres at two decimals, as a pump does", () => {
    expect(litres(40_129)).toBe("40.12");
    expect(litres(1_000_000)).toBe("1,000.00");
    expect(plainLitres(40_129)).toBe("40.129");
  });

  it("shows a third decimal of a price only when there is one", () => {
    expect(unitPrice(7_480)).toBe("7.48");
    expect(unitPrice(7_485)).toBe("7.485");
    expect(unitPrice(7_000)).toBe("7.00");
    expect(price(7_480, "CNY")).toBe("¥7.48");
    expect(parseUnitPrice("7.485")).toBe(7_485);
    expect(parseUnitPrice("7.4855")).toBeNull();
  });

  it("groups counts", () => {
    expect(count(1_234_567)).toBe("1,234,567");
  });
});
