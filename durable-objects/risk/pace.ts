import { type CountedCommand, EVIDENCE_MAX, type RiskHit, type RiskRuleOf } from "@forecourt/contract/risk";

/** A fill that has been paid for. */
export interface FillSeen {
  readonly fuelingId: string;
  readonly atMs: number;
  readonly amountMinor: number;
  readonly volumeMl: number;
}

/** Which rules a wallet's fills meet, the last one being judged: met when more than the rule's litres were filled in its time. */
export function judgePace(fills: readonly FillSeen[], rules: readonly RiskRuleOf<"fueling_pace">[], nowMs: number): readonly RiskHit[] {
  return rules.flatMap((rule) => {
    const lately = fills.filter(({ atMs }) => atMs > nowMs - rule.windowMs);
    const volumeMl = lately.reduce((sum, fill) => sum + fill.volumeMl, 0);
    if (!rule.enabled || volumeMl <= rule.volumeMl) return [];
    const { ruleId, kind, outcome, windowMs } = rule;
    return {
      ruleId,
      kind,
      outcome,
      windowMs,
      counted: { volumeMl, count: lately.length },
      commands: lately.slice(-EVIDENCE_MAX).map(toCounted),
    };
  });
}

export function toCounted({ fuelingId, atMs, amountMinor, volumeMl }: FillSeen): CountedCommand {
  return { what: "fueling", id: fuelingId, atMs, amountMinor, volumeMl };
}
