import type { RiskAmounts, RiskRule } from "@forecourt/contract/risk";
import { litres, money } from "../format/money.ts";
import type { Words } from "../i18n/words.ts";
import { spanOf } from "./rules.ts";

/** Something that a rule says: what about, and what. */
export interface RuleFact {
  readonly name: string;
  readonly text: string;
  /** Of an amount that holds for a currency wherever no region has its own. */
  readonly currency?: string;
}

/** Everything that a rule says, in the reader's words; an amount is a fact of its own for each currency and region. */
export function ruleFacts(rule: RiskRule, words: Words, currencyOf: (regionId: string) => string): readonly RuleFact[] {
  const { t } = words;
  const fact = (field: string, text: string): RuleFact => ({ name: t(`risk.fields.${field}`), text });
  const amounts = (field: string, { byCurrency, byRegion }: RiskAmounts): readonly RuleFact[] => [
    ...Object.entries(byCurrency).map(([code, minor]) => ({ ...named(fact(field, money(minor, code)), code), currency: code })),
    ...Object.entries(byRegion).map(([regionId, minor]) => named(fact(field, money(minor, currencyOf(regionId))), regionId)),
  ];
  const common = [
    fact("outcome", t(`risk.outcomes.${rule.outcome}`)),
    fact("enabled", t(rule.enabled ? "risk.enabled" : "risk.disabled")),
    ...("windowMs" in rule ? [fact("windowMs", spanText(rule.windowMs, words))] : []),
  ];
  switch (rule.kind) {
    case "topup_burst":
      return [
        ...common,
        fact("count", String(rule.count)),
        ...amounts("atLeast", rule.atLeast),
        ...(rule.sum === null ? [fact("sum", t("risk.noLimit"))] : amounts("sum", rule.sum)),
      ];
    case "new_arrival_topup":
      return [
        ...common,
        fact("novelties", rule.novelties.map((novelty) => t(`risk.novelties.${novelty}`)).join(" / ")),
        ...amounts("atLeast", rule.atLeast),
      ];
    case "device_velocity":
    case "address_velocity":
      return [...common, fact("drivers", String(rule.drivers)), fact("commands", String(rule.commands))];
    case "device_accounts":
      return [
        ...common,
        fact("accounts", String(rule.accounts)),
        fact("payers", rule.payers === null ? t("risk.noLimit") : String(rule.payers)),
      ];
    case "fueling_pace":
      return [...common, fact("volumeMl", t("risk.litres", { n: litres(rule.volumeMl) }))];
    case "fill_above_tank":
      return [...common, fact("slackPercent", `${rule.slackPercent} %`)];
  }
}

const named = ({ name, text }: RuleFact, of: string): RuleFact => ({ name: `${name} · ${of}`, text });

export function spanText(ms: number, { t }: Words): string {
  const { n, unit } = spanOf(ms);
  return t(`risk.span.${unit}`, { n });
}

/** What a rule counted, as people read it. */
export function countedText(name: string, value: number, currency: string, words: Words): string {
  if (name.endsWith("Minor")) return money(value, currency);
  if (name.endsWith("Ml")) return words.t("risk.litres", { n: litres(value) });
  return name.endsWith("Ms") ? spanText(value, words) : String(value);
}
