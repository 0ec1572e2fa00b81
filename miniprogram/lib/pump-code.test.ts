import { describe, expect, it } from "vitest";
import { parsePumpCode } from "./pump-code.ts";

describe("a pump's code", () => {
  it("is read plain, and encoded as WeChat hands it over", () => {
    expect(parsePumpCode("https://fuel.example/p/bund/3")).toEqual({ stationId: "bund", pump: 3 });
    expect(parsePumpCode(encodeURIComponent("https://fuel.example/p/sh-bund-2/12?x=1"))).toEqual({ stationId: "sh-bund-2", pump: 12 });
  });

  it("is nothing else", () => {
    for (const text of ["", "https://fuel.example/p/bund", "https://fuel.example/p/bund/0", "https://fuel.example/p/BUND/3", "%2F%"]) {
      expect(parsePumpCode(text), text).toBeNull();
    }
  });
});
