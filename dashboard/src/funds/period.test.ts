import { expect, it } from "vitest";
import { monthsUntil, periodOf, quartersUntil } from "./period.ts";

/** The first of January in Shanghai, and still the last of December in UTC. */
const NEW_YEAR = Date.parse("2026-12-31T17:00:00Z");

it("counts months and quarters back from today in the zone, over the turn of the year", () => {
  expect(monthsUntil(NEW_YEAR, "Asia/Shanghai").slice(0, 3)).toEqual(["2027-01", "2026-12", "2026-11"]);
  expect(monthsUntil(NEW_YEAR, "UTC")[0]).toBe("2026-12");
  expect(quartersUntil(NEW_YEAR, "Asia/Shanghai").slice(0, 3)).toEqual(["2027-Q1", "2026-Q4", "2026-Q3"]);
});

it("takes a period from an address only if it is one", () => {
  expect(periodOf("2026-Q4", NEW_YEAR, "UTC")).toBe("2026-Q4");
  for (const text of [undefined, "2026-13", "2026-Q5", "'; --"]) expect(periodOf(text, NEW_YEAR, "UTC")).toBe("2026-12");
});
