import { notesOf } from "../../load/ledger.ts";
import type { Rule } from "../subject.ts";
import type { Adjusted } from "./acts.ts";

/** What was approved is on the driver's statement, once, with its amount; and nothing is that nobody has sent for approval. */
export const fourEyes: Rule = ({ ledger, wallets }, report) => {
  const known = notesOf<Adjusted>(ledger, "adjustments");
  for (const { driver, statement } of wallets) {
    const lines = statement.filter(({ kind }) => kind === "adjustment");
    for (const { sourceId, principalMinor, bonusMinor } of lines) {
      const asked = known.find((one) => one.adjustmentId === sourceId && one.driver === driver);
      if (asked === undefined) report.add("adjustment_unknown", { driver, sourceId });
      else report.same("adjustment_wrong", { driver, sourceId }, asked.signedMinor, principalMinor + bonusMinor);
    }
    for (const { adjustmentId, state } of known.filter((one) => one.driver === driver)) {
      const times = lines.filter(({ sourceId }) => sourceId === adjustmentId).length;
      if (state === "approved" && times === 0) report.add("adjustment_lost", { driver, adjustmentId });
      if (times > 1) report.add("adjustment_twice", { driver, adjustmentId, times });
    }
  }
  report.looked.adjustments = known.length;
};
