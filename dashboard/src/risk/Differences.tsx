import type { RiskRule } from "@forecourt/contract/risk";
import { useWords } from "../i18n/words.ts";
import { ruleFacts } from "./facts.ts";
import { useCurrencyOf } from "./regions.ts";
import { type RuleChange, ruleChanges } from "./rules.ts";

interface DifferencesProps {
  readonly before: readonly RiskRule[];
  readonly after: readonly RiskRule[];
}

/** What one version changes of another: rules that are new or gone, and what each of the others says differently. */
export function Differences({ before, after }: DifferencesProps) {
  const { t } = useWords();
  const changes = ruleChanges(before, after);
  if (changes.length === 0) return <p className="faint">{t("risk.noChanges")}</p>;
  return (
    <div className="risk-changes">
      {changes.map((change) => (
        <RuleDifference key={change.ruleId} change={change} />
      ))}
    </div>
  );
}

function RuleDifference({ change: { ruleId, before, after } }: { readonly change: RuleChange }) {
  const words = useWords();
  const { t } = words;
  const currencyOf = useCurrencyOf();
  const rule = after ?? before;
  if (rule === null) return null;
  const textsOf = (one: RiskRule | null) =>
    new Map(one === null ? [] : ruleFacts(one, words, currencyOf).map(({ name, text }) => [name, text] as const));
  const [was, is] = [textsOf(before), textsOf(after)];
  const names = [...new Set([...was.keys(), ...is.keys()])].filter((name) => was.get(name) !== is.get(name));
  return (
    <div>
      <div className="line-title">
        <span className="strong">{t(`risk.kinds.${rule.kind}`)}</span>
        <code className="faint">{ruleId}</code>
        <span className={after === null ? "risk" : "faint"}>
          {t(before === null ? "risk.added" : after === null ? "risk.removed" : "risk.changed")}
        </span>
      </div>
      {after !== null && (
        <dl className="risk-facts">
          {names.map((name) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="num">
                {before !== null && (
                  <>
                    <del>{was.get(name) ?? "–"}</del>
                    <span aria-hidden>{" → "}</span>
                  </>
                )}
                <ins>{is.get(name) ?? "–"}</ins>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
