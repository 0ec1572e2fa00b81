import { expect, it } from "vitest";
import { changedLeaves } from "./leaves.ts";

it("tells of two records the members that differ, by the way that leads to them", () => {
  const rule = { count: 4, enabled: true, atLeast: { CNY: 1, HKD: 2 } };
  const before = { version: 1, rules: { burst: rule, pace: { count: 1 } } };
  const after = { version: 2, rules: { burst: { ...rule, count: 5, atLeast: { CNY: 3, HKD: 2 } }, pace: { count: 1 } } };
  expect(changedLeaves(before, after)).toEqual([
    { path: ["version"], before: 1, after: 2 },
    { path: ["rules", "burst", "count"], before: 4, after: 5 },
    { path: ["rules", "burst", "atLeast", "CNY"], before: 1, after: 3 },
  ]);
});

it("takes a list, and what was not there before, whole", () => {
  expect(changedLeaves({ services: ["a"], hours: null }, { services: ["a", "b"], hours: { mon: 1 } })).toEqual([
    { path: ["services"], before: ["a"], after: ["a", "b"] },
    { path: ["hours"], before: null, after: { mon: 1 } },
  ]);
});
