import { canonicalJson } from "@forecourt/contract/movement";
import { rejected } from "@forecourt/contract/result";
import { defaultRiskRules, type RiskRuleSet, type RulesCommand, type RulesEvent } from "@forecourt/contract/risk";
import { accepted, defineActor } from "../runtime/definition.ts";

/** The risk rules: one actor, whose journal is their history. Set to what they are already, nothing changes. */
export const rules = defineActor<RiskRuleSet, RulesCommand, RulesEvent>({
  kind: "rules",
  initial: () => ({ version: 1, rules: defaultRiskRules }),
  decide(state, command) {
    if (canonicalJson(state.rules) === canonicalJson(command.rules)) return accepted([], (after) => after);
    if (command.baseVersion !== state.version) return rejected("risk_rules_changed", { version: state.version });
    return accepted([{ type: "RiskRulesSet", version: state.version + 1, rules: command.rules }], (after) => after);
  },
  evolve: (_, { version, rules: changed }) => ({ version, rules: changed }),
  assert: () => undefined,
  timers: () => [],
  deliveries: () => [],
  aspect: (state) => ({ version: state.version, rules: Object.fromEntries(state.rules.map((rule) => [rule.ruleId, rule])) }),
  // They are read from here: whoever judges keeps a copy for some seconds.
  publish: () => null,
  upcast: (stored) => stored as RulesEvent,
  stateVersion: 2,
});
