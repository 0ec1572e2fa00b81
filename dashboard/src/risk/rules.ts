import { defaultRiskRules, type RiskAmounts, type RiskKind, type RiskRule, riskRules } from "@forecourt/contract/risk";

/** What a change does to one rule; null: it is not there. */
export interface RuleChange {
  readonly ruleId: string;
  readonly before: RiskRule | null;
  readonly after: RiskRule | null;
}

/** Rules that differ between two versions, in the order of the later one, those that are gone last. */
export function ruleChanges(before: readonly RiskRule[], after: readonly RiskRule[]): readonly RuleChange[] {
  const [was, is] = [byId(before), byId(after)];
  const ids = [...new Set([...is.keys(), ...was.keys()])];
  return ids
    .map((ruleId) => ({ ruleId, before: was.get(ruleId) ?? null, after: is.get(ruleId) ?? null }))
    .filter((one) => sorted(one.before) !== sorted(one.after));
}

const byId = (rules: readonly RiskRule[]) => new Map(rules.map((rule) => [rule.ruleId, rule]));

/** The same text for the same rule, whatever the order of its members. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) =>
    typeof one === "object" && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );
}

/** A rule of a kind to begin with, under an id that no other has. */
export function freshRule(kind: RiskKind, others: readonly RiskRule[]): RiskRule {
  const model = defaultRiskRules.find((rule) => rule.kind === kind);
  if (model === undefined) throw new Error(`no rule to begin with is of the kind ${kind}`);
  const taken = new Set(others.map(({ ruleId }) => ruleId));
  const base = kind.replaceAll("_", "-");
  const ruleId = [base, ...others.map((_, at) => `${base}-${at + 2}`)].find((id) => !taken.has(id)) ?? base;
  return { ...model, ruleId };
}

/** The first thing about a draft that the contract does not take: of which rule, and which of its members. */
export function firstMistake(rules: readonly RiskRule[]): { readonly ruleId: string; readonly field: string } | null {
  const { error } = riskRules.safeParse(rules);
  if (error === undefined) return null;
  const [index, field] = error.issues[0]?.path ?? [];
  const rule = typeof index === "number" ? rules[index] : undefined;
  return { ruleId: rule?.ruleId ?? "", field: field === undefined ? "ruleId" : String(field) };
}

const MINUTE_MS = 60_000;
export const spanUnits = { minutes: MINUTE_MS, hours: 60 * MINUTE_MS, days: 1_440 * MINUTE_MS } as const;
export type SpanUnit = keyof typeof spanUnits;

/** A span in the largest unit that it is a whole number of: 90 minutes, 2 hours, 30 days. One day is read as 24 hours. */
export function spanOf(ms: number): { readonly n: number; readonly unit: SpanUnit } {
  if (ms % spanUnits.days === 0 && ms > spanUnits.days) return { n: ms / spanUnits.days, unit: "days" };
  if (ms % spanUnits.hours === 0) return { n: ms / spanUnits.hours, unit: "hours" };
  return { n: Math.round(ms / spanUnits.minutes), unit: "minutes" };
}

/** An amount set, or taken away with null. */
export function withAmount(amounts: RiskAmounts, by: "byCurrency" | "byRegion", name: string, minor: number | null): RiskAmounts {
  const { [name]: _, ...others } = amounts[by] as Readonly<Record<string, number>>;
  return { ...amounts, [by]: minor === null ? others : { ...others, [name]: minor } };
}
