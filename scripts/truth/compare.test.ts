import { describe, expect, it } from "vitest";
import { compare, flatten } from "./compare.ts";

const differ = (dashboard: object, journals: object) => compare(flatten(dashboard, ["alerts"]), flatten(journals, ["alerts"]));

describe("figures held against one another", () => {
  it("agree whatever order lines come in, and however the reply is dated", () => {
    const dashboard = { asOf: "now", alerts: 3, byGrade: [line("92", 1), line("95", 2)] };
    expect(differ(dashboard, { byGrade: [line("95", 2), line("92", 1)] })).toEqual([]);
  });

  it("agree where one has a line that says zero, and the other none", () => {
    expect(differ({ byGrade: [line("92", 0)] }, { byGrade: [] })).toEqual([]);
    expect(differ({ byGrade: [] }, { byGrade: [line("92", 1)] })).toEqual([
      { figure: "byGrade[92].fuelings", dashboard: undefined, journals: 1 },
    ]);
  });

  it("differ where the dashboard has a figure that nobody has counted", () => {
    expect(differ({ totals: { topups: 1, tips: 0 } }, { totals: { topups: 1 } })).toEqual([
      { figure: "totals.tips", dashboard: 0, journals: undefined },
    ]);
  });

  it("tell nothing known yet from nobody", () => {
    const cohort = (on: number | null) => ({ cohorts: [{ day: "2026-11-26", back: [{ days: 1, on }] }] });
    expect(differ(cohort(null), cohort(0))).toHaveLength(1);
  });
});

function line(grade: string, fuelings: number) {
  return { grade, fuelings };
}
