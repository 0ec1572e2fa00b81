import { expect, it } from "vitest";
import { retentionOf } from "./retention.ts";

const cohort = (registered: number, on: number | null, within: number | null) => ({
  day: "2026-11-01T00:00:00Z",
  registered,
  back: [{ days: 7, on, within }],
});

it("retention is that of everybody whose days are over, large days counting more", () => {
  const cohorts = [cohort(10, 1, 5), cohort(90, 9, 9), cohort(500, null, null)];
  expect(retentionOf(cohorts, 7, "within")).toBe(1_400);
  expect(retentionOf(cohorts, 7, "on")).toBe(1_000);
});

it("there is none while nobody's days are over", () => {
  expect(retentionOf([cohort(5, null, null)], 7, "within")).toBeNull();
  expect(retentionOf([cohort(5, 1, 1)], 30, "within")).toBeNull();
});
