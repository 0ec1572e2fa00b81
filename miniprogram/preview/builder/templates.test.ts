import { describe, expect, it } from "vitest";
import { convertWxs } from "./templates.ts";

describe("WXS", () => {
  it("reads constructor names as strings", () => {
    expect(convertWxs("x && x.constructor === 'Array'")).toBe("x && constructorNameOf(x) === 'Array'");
  });

  it("keeps the backslashes of a pattern", () => {
    expect(convertWxs("getRegExp('^-?\\d+$')")).toBe("getRegExp('^-?\\\\d+$')");
  });
});
