import { describe, expect, it } from "vitest";
import { normalPhone, phoneTail } from "./phones.ts";

describe("a phone number", () => {
  it.each([
    ["13800138000", "+8613800138000"],
    ["138 0013 8000", "+8613800138000"],
    ["+86 138-0013-8000", "+8613800138000"],
    ["008613800138000", "+8613800138000"],
    ["１３８００１３８０００", "+8613800138000"],
    ["+852 9123 4567", "+85291234567"],
    ["+853 6612 3456", "+85366123456"],
    ["+886 0912 345 678", "+886912345678"],
    ["+886912345678", "+886912345678"],
  ])("%s is %s", (typed, phone) => {
    expect(normalPhone(typed)).toBe(phone);
  });

  it.each([
    "",
    "1",
    "12800138000",
    "1380013800",
    "138001380001",
    "+1 415 555 0100",
    "+8621 6888 8888",
    "abc",
    "+86",
    "'; --",
    "13800138000x",
  ])("%j is none that we send to", (typed) => {
    expect(normalPhone(typed)).toBeNull();
  });

  it("is shown by its last four digits", () => {
    expect(phoneTail("+8613800138000")).toBe("8000");
  });
});
