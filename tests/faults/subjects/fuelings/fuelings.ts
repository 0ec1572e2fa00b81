import type { Subject } from "../subject.ts";
import { showCode, takePump } from "./acts.ts";
import { codesOnce, parked, sales } from "./rules.ts";

/** Fuel: authorised by a code or by phone, dispensed, and paid for once. */
export const fuelings: Subject = {
  name: "fuelings",
  acts: [showCode, takePump],
  lines: {
    fueling: {
      flow: "spent",
      lots: "oldest",
      holds: ({ principalMinor, bonusMinor, debtMinor, fueling }) => debtMinor - principalMinor - bonusMinor === fueling?.amountMinor,
    },
  },
  rules: [sales, codesOnce, parked],
};
