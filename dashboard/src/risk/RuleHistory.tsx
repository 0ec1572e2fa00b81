import type { RulesVersion } from "../api/risk.ts";
import { time, zone } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { Section } from "../ui/Page.tsx";
import { Differences } from "./Differences.tsx";

/** Every version with who made it, when and why, and what it changed of the one before. */
export function RuleHistory({ versions, timeZone }: { readonly versions: readonly RulesVersion[]; readonly timeZone: string }) {
  const { t, language } = useWords();
  return (
    <Section title={t("risk.history")}>
      <ol className="timeline">
        {versions.map(({ version, changedAt, operator, reason, rules }, at) => {
          const before = versions[at + 1];
          return (
            <li key={version}>
              <span className="strong">{t("risk.versionN", { n: version })}</span>
              <div className="timeline-facts num">
                {changedAt === null ? (
                  <span>{t("risk.original")}</span>
                ) : (
                  <span>{`${time(changedAt, timeZone, language, "full")} ${zone(timeZone, changedAt)}`}</span>
                )}
                {operator !== null && <span>{operator}</span>}
              </div>
              {reason !== null && <p className="risk-note">{reason}</p>}
              {before !== undefined && <Differences before={before.rules} after={rules} />}
            </li>
          );
        })}
      </ol>
    </Section>
  );
}
