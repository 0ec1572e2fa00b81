import type { Line, LotTold } from "../../checker/read.ts";
import type { Subject } from "../subject.ts";
import { adjust } from "./acts.ts";
import { fourEyes } from "./rules.ts";

/** An operator gives a lot of its own, or takes one part from the oldest lots that have any of it. */
function shares(line: Line, lots: readonly LotTold[]): "made" | readonly LotTold[] {
  if (line.principalMinor + line.bonusMinor > 0) return "made";
  const part = line.principalMinor < 0 ? "principalMinor" : "bonusMinor";
  const taken: LotTold[] = [];
  let left = 0 - line[part];
  for (const lot of lots) {
    const from = Math.min(left, lot[part]);
    if (from > 0) taken.push({ lotId: lot.lotId, principalMinor: 0, bonusMinor: 0, [part]: from });
    left -= from;
  }
  return taken;
}

/** Corrections of a balance by operators; what is owed stays as it was. */
export const adjustments: Subject = {
  name: "adjustments",
  acts: [adjust],
  lines: { adjustment: { flow: "in", lots: shares, holds: ({ debtMinor }) => debtMinor === 0 } },
  rules: [fourEyes],
};
