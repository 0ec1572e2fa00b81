import { type RiskRule, riskKinds } from "@forecourt/contract/risk";
import { useQuery } from "@tanstack/react-query";
import { Button, Select, Skeleton } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { type RulesVersion, rulesQuery } from "../api/risk.ts";
import { useWords } from "../i18n/words.ts";
import { useRegion } from "../ui/home.ts";
import { Failure } from "../ui/Notices.tsx";
import { Page, Section } from "../ui/Page.tsx";
import { Permit } from "../ui/Permit.tsx";
import { useUnsaved } from "../ui/unsaved.ts";
import { RuleForm } from "./RuleForm.tsx";
import { RuleHistory } from "./RuleHistory.tsx";
import { RulesReview } from "./RulesReview.tsx";
import { RuleView } from "./RuleView.tsx";
import { firstMistake, freshRule, ruleChanges } from "./rules.ts";
import "./risk.css";

/** A draft, and the version that it changes: somebody else's later one is never overwritten. */
interface Draft {
  readonly base: RulesVersion;
  readonly rules: readonly RiskRule[];
  readonly isReviewed: boolean;
}

/** The rules in force, their history, and the way to change them: written, compared, tried on what has happened, saved. */
export function RulesPage() {
  const { t } = useWords();
  const { timeZone } = useRegion(undefined);
  const { data, isError, error, refetch } = useQuery(rulesQuery);
  const [draft, setDraft] = useState<Draft | null>(null);
  useUnsaved(() => draft !== null && ruleChanges(draft.base.rules, draft.rules).length > 0);
  const current = data?.items[0];
  return (
    <Page
      title={t("risk.rulesTitle")}
      note={
        <>
          <Link to="/risk" className="back">
            {`‹ ${t("risk.back")}`}
          </Link>
          {current !== undefined && <span className="freshness">{t("risk.versionN", { n: (draft?.base ?? current).version })}</span>}
        </>
      }
      actions={
        current !== undefined &&
        draft === null && (
          <Permit to="risk.write">
            <Button type="primary" onClick={() => setDraft({ base: current, rules: current.rules, isReviewed: false })}>
              {t("risk.edit")}
            </Button>
          </Permit>
        )
      }
    >
      <p className="faint">{t("risk.rulesHint")}</p>
      {data === undefined &&
        (isError ? <Failure error={error} retry={() => void refetch()} /> : <Skeleton active paragraph={{ rows: 12 }} />)}
      {draft === null && current !== undefined && (
        <div className="columns">
          <div className="stack">
            {current.rules.map((rule) => (
              <RuleView key={rule.ruleId} rule={rule} />
            ))}
          </div>
          <RuleHistory versions={data?.items ?? []} timeZone={timeZone} />
        </div>
      )}
      {draft !== null && !draft.isReviewed && <RulesDraft draft={draft} change={setDraft} />}
      {draft?.isReviewed === true && (
        <RulesReview
          base={draft.base}
          rules={draft.rules}
          timeZone={timeZone}
          back={() => setDraft({ ...draft, isReviewed: false })}
          saved={() => setDraft(null)}
        />
      )}
    </Page>
  );
}

function RulesDraft({ draft, change }: { readonly draft: Draft; readonly change: (draft: Draft | null) => void }) {
  const { t } = useWords();
  const { base, rules } = draft;
  const set = (next: readonly RiskRule[]) => change({ ...draft, rules: next });
  const mistake = firstMistake(rules);
  const known = new Set(base.rules.map(({ ruleId }) => ruleId));
  return (
    <div className="stack">
      {rules.map((rule, at) => (
        <RuleForm
          // biome-ignore lint/suspicious/noArrayIndexKey: a rule's id is what is being typed
          key={at}
          rule={rule}
          isNew={!known.has(rule.ruleId) || at >= base.rules.length}
          change={(next) => set(rules.map((one, place) => (place === at ? next : one)))}
          remove={() => set(rules.filter((_, place) => place !== at))}
        />
      ))}
      <Section title={t("risk.add")}>
        <Select<RiskRule["kind"] | null>
          className="risk-kind"
          aria-label={t("risk.addKind")}
          placeholder={t("risk.addKind")}
          value={null}
          options={riskKinds.map((value) => ({ value, label: t(`risk.kinds.${value}`) }))}
          onChange={(kind) => kind !== null && set([...rules, freshRule(kind, rules)])}
        />
      </Section>
      {mistake !== null && (
        <p className="risk" role="alert">
          {t("risk.invalid", { rule: mistake.ruleId, field: t(`risk.fields.${mistake.field}`, { defaultValue: mistake.field }) })}
        </p>
      )}
      <div className="form-actions">
        <Button type="primary" disabled={mistake !== null} onClick={() => change({ ...draft, isReviewed: true })}>
          {t("risk.review")}
        </Button>
        <Button onClick={() => change(null)}>{t("risk.discard")}</Button>
      </div>
    </div>
  );
}
