import { fillMlMax } from "@forecourt/contract/plausibility";
import type { RiskHit, RiskRuleOf } from "@forecourt/contract/risk";
import { type FillSeen, toCounted } from "./pace.ts";

/**
 * Which rules a fill meets: met when it is more than the driver's largest tank takes. Whose car it was nobody can say: a driver may have
 * filled any of theirs.
 *
 * @param tankMl the largest tank among the driver's vehicles; null: they have none, and nothing is said
 */
export function judgeTank(
  fill: FillSeen | undefined,
  tankMl: number | null,
  rules: readonly RiskRuleOf<"fill_above_tank">[],
): readonly RiskHit[] {
  if (fill === undefined || tankMl === null) return [];
  const { volumeMl } = fill;
  return rules.flatMap(({ ruleId, kind, enabled, outcome, slackPercent }) =>
    enabled && volumeMl > fillMlMax(tankMl, slackPercent)
      ? { ruleId, kind, outcome, windowMs: null, counted: { volumeMl, tankMl }, commands: [toCounted(fill)] }
      : [],
  );
}
