import { expect, it } from "vitest";
import { changeOf, percent, plainPercent, shareOf } from "./rate.ts";

it("a share of nothing is none", () => {
  expect(shareOf(3, 0)).toBeNull();
  expect(shareOf(1, 3)).toBe(3_333);
});

it("a share reads as it is spoken, and stays exact in a spreadsheet", () => {
  expect([percent(9_740), percent(10_000), percent(0)]).toEqual(["97.4%", "100%", "0%"]);
  expect(plainPercent(3_333)).toBe("33.33");
});

it("a change has its sign, and none where there was nothing before", () => {
  expect([changeOf(112, 100), changeOf(88, 100), changeOf(100, 100), changeOf(5, 0)]).toEqual(["+12%", "−12%", "±0%", null]);
});
