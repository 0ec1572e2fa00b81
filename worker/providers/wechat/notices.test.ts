import { describe, expect, it } from "vitest";
import { noticeTemplates, valueFor } from "./notices.ts";

describe("a value of a message", () => {
  it("is cut to what its field takes, between characters, and never empty", () => {
    expect(valueFor("thing1", "iPhone")).toBe("iPhone");
    expect(valueFor("thing1", "x".repeat(20))).toBe("x".repeat(20));
    expect(valueFor("thing1", "x".repeat(21))).toBe(`${"x".repeat(19)}…`);
    expect(valueFor("thing1", "📱".repeat(11))).toBe(`${"📱".repeat(9)}…`);
    expect(valueFor("thing1", "two\nlines\u0000")).toBe("two lines");
    for (const nothing of ["", "  ", "\u200b"]) expect(valueFor("thing1", nothing)).toBe("-");
    expect(valueFor("character_string2", "Pixel 9 手机")).toBe("Pixel 9");
  });

  it("that is a time is the clock's in China", () => {
    expect(valueFor("time1", { atMs: Date.UTC(2026, 0, 1, 16, 5) })).toBe("2026年1月2日 00:05");
  });
});

it("a template names at least one field, by WeChat's own names", () => {
  const withFields = (fields: object) => noticeTemplates.safeParse({ sign_in: { templateId: "t", fields } }).success;
  expect(withFields({ device: "thing1", time: "time2" })).toBe(true);
  for (const wrong of [{}, { device: "device" }, { plate: "thing1" }]) expect(withFields(wrong)).toBe(false);
  expect(noticeTemplates.parse({})).toEqual({});
});
