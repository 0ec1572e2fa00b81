import { type CountedCommand, EVIDENCE_MAX, type RiskHit } from "@forecourt/contract/risk";
import type { Sighting, SightingRule } from "@forecourt/contract/sighting";

interface Seen {
  readonly sightings: readonly Sighting[];
  readonly drivers: readonly { readonly id: string; readonly atMs: number }[];
  readonly payers: readonly { readonly id: string; readonly atMs: number }[];
}

/** Which rules the uses of one device, or of one address, meet. A rule is met from its number on. */
export function judgeSightings(seen: Seen, rules: readonly SightingRule[], nowMs: number): readonly RiskHit[] {
  return rules.flatMap((rule) => (rule.enabled ? (judge(seen, rule, nowMs) ?? []) : []));
}

function judge({ sightings, drivers, payers }: Seen, rule: SightingRule, nowMs: number): RiskHit | null {
  const { ruleId, kind, outcome, windowMs } = rule;
  const since = nowMs - windowMs;
  const lately = sightings.filter(({ atMs }) => atMs > since);
  const hit = (counted: RiskHit["counted"]): RiskHit => ({ ruleId, kind, outcome, windowMs, counted, commands: evidence(lately) });
  if (rule.kind === "device_accounts") {
    const accounts = drivers.filter(({ atMs }) => atMs > since).length;
    const paying = payers.filter(({ atMs }) => atMs > since).length;
    const isMet = accounts >= rule.accounts || (rule.payers !== null && paying >= rule.payers);
    return isMet ? hit({ accounts, payers: paying }) : null;
  }
  const people = new Set(lately.map(({ driverId }) => driverId)).size;
  return people >= rule.drivers || lately.length >= rule.commands ? hit({ drivers: people, commands: lately.length }) : null;
}

function evidence(sightings: readonly Sighting[]): readonly CountedCommand[] {
  return sightings.slice(-EVIDENCE_MAX).map((each) => ({ id: null, ...each }));
}
