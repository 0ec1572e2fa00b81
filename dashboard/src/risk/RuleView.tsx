import type { RiskRule } from "@forecourt/contract/risk";
import { useWords } from "../i18n/words.ts";
import { useRegion } from "../ui/home.ts";
import { Section } from "../ui/Page.tsx";
import { Mark } from "../ui/State.tsx";
import { ruleFacts } from "./facts.ts";
import { Outcome } from "./marks.tsx";
import { useCurrencyOf } from "./regions.ts";

/** A rule as it stands. */
export function RuleView({ rule }: { readonly rule: RiskRule }) {
  const words = useWords();
  const { t } = words;
  const currencyOf = useCurrencyOf();
  const { regions } = useRegion(undefined);
  // Currencies that no region has say nothing to whoever reads; whoever changes the rule sees them all.
  const isUsed = (currency: string | undefined) => currency === undefined || regions.some((region) => region.currency === currency);
  const facts = ruleFacts(rule, words, currencyOf)
    .slice(2)
    .filter(({ currency }) => isUsed(currency));
  return (
    <Section
      title={t(`risk.kinds.${rule.kind}`)}
      extra={rule.enabled ? <Outcome outcome={rule.outcome} /> : <Mark tone="quiet">{t("risk.disabled")}</Mark>}
      className={rule.enabled ? "" : "risk-off"}
    >
      <code className="faint">{rule.ruleId}</code>
      <dl className="risk-facts">
        {facts.map(({ name, text }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="num">{text}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
