import { until } from "../kit/until.ts";
import type { RunResult } from "../load/run.ts";
import type { Subject } from "../subjects/subject.ts";
import { check } from "./checker.ts";
import type { Report } from "./report.ts";

/** What is behind catches up within this: an actor compares with its read models two or three times. */
const HEALED_MS = 90_000;

/** Checks until nothing is wrong, for as long as the read models may take to catch up; then has them made anew, and checks once more. */
export async function checkWhenHealed(
  { product, ledger }: Pick<RunResult, "product" | "ledger">,
  subjects: readonly Subject[],
): Promise<Report> {
  const [operator] = product.demo.operators;
  if (operator === undefined) throw new Error("the demo has no operator");
  const checked = { baseUrl: product.baseUrl, operator, ledger, subjects };
  let report = await check(checked, false);
  const isClean = async () => {
    if (report.violations.length > 0) report = await check(checked, false);
    return report.violations.length === 0;
  };
  try {
    await until(isClean, "nothing is wrong", HEALED_MS);
  } catch {
    return report;
  }
  return check(checked, true);
}
