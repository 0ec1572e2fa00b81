import { type RiskOutcome, type RiskRule, riskOutcomes } from "@forecourt/contract/risk";
import { Button, Checkbox, Input, Select, Switch } from "antd";
import { useWords } from "../i18n/words.ts";
import { Section } from "../ui/Page.tsx";
import { AmountsField, CountField, Field, SpanField } from "./fields.tsx";

interface RuleFormProps {
  readonly rule: RiskRule;
  /** Its id is chosen once. */
  readonly isNew: boolean;
  readonly change: (rule: RiskRule) => void;
  readonly remove: () => void;
}

/** One rule, to be changed: whether it holds, what it does, and what it counts. */
export function RuleForm({ rule, isNew, change, remove }: RuleFormProps) {
  const { t } = useWords();
  const name = (field: string) => `${t(`risk.fields.${field}`)}, ${rule.ruleId}`;
  return (
    <Section
      title={t(`risk.kinds.${rule.kind}`)}
      extra={
        <>
          <span className="soft">{t(rule.enabled ? "risk.enabled" : "risk.disabled")}</span>
          <Switch aria-label={name("enabled")} checked={rule.enabled} onChange={(enabled) => change({ ...rule, enabled })} />
          <Button size="small" onClick={remove}>
            {t("risk.remove")}
          </Button>
        </>
      }
    >
      <div className="risk-fields">
        <Field name={t("risk.ruleId")}>
          <Input
            aria-label={name("ruleId")}
            disabled={!isNew}
            title={t("risk.ruleIdRule")}
            maxLength={40}
            value={rule.ruleId}
            onChange={({ target }) => change({ ...rule, ruleId: target.value })}
          />
        </Field>
        <Field name={t("risk.fields.outcome")}>
          <Select
            aria-label={name("outcome")}
            value={rule.outcome}
            options={outcomesOf(rule).map((value) => ({ value, label: t(`risk.outcomes.${value}`) }))}
            onChange={(outcome) => change({ ...rule, outcome } as RiskRule)}
          />
        </Field>
        {"windowMs" in rule && (
          <SpanField
            name={t("risk.fields.windowMs")}
            label={name("windowMs")}
            value={rule.windowMs}
            change={(windowMs) => change({ ...rule, windowMs })}
          />
        )}
        <Counts rule={rule} change={change} name={name} />
      </div>
    </Section>
  );
}

/** What a rule of this kind may do about what it finds. */
const outcomesOf = ({ kind }: RiskRule): readonly RiskOutcome[] => (kind === "fill_above_tank" ? ["alert"] : riskOutcomes);

interface CountsProps {
  readonly rule: RiskRule;
  readonly change: (rule: RiskRule) => void;
  readonly name: (field: string) => string;
}

/** What rules of each kind count. */
function Counts({ rule, change, name }: CountsProps) {
  const { t } = useWords();
  switch (rule.kind) {
    case "topup_burst":
      return (
        <>
          <CountField
            name={t("risk.fields.count")}
            label={name("count")}
            value={rule.count}
            change={(count) => change({ ...rule, count: count ?? 0 })}
          />
          <AmountsField
            name={t("risk.fields.atLeast")}
            label={name("atLeast")}
            value={rule.atLeast}
            change={(atLeast) => change({ ...rule, atLeast: atLeast ?? rule.atLeast })}
          />
          <AmountsField
            optional
            name={t("risk.fields.sum")}
            label={name("sum")}
            value={rule.sum}
            change={(sum) => change({ ...rule, sum })}
          />
        </>
      );
    case "new_arrival_topup":
      return (
        <>
          <Field name={t("risk.fields.novelties")}>
            <Checkbox.Group
              value={[...rule.novelties]}
              options={(["device", "place"] as const).map((value) => ({ value, label: t(`risk.novelties.${value}`) }))}
              onChange={(novelties) => change({ ...rule, novelties: [...novelties] })}
            />
          </Field>
          <AmountsField
            name={t("risk.fields.atLeast")}
            label={name("atLeast")}
            value={rule.atLeast}
            change={(atLeast) => change({ ...rule, atLeast: atLeast ?? rule.atLeast })}
          />
        </>
      );
    case "device_velocity":
    case "address_velocity":
      return (
        <>
          <CountField
            name={t("risk.fields.drivers")}
            label={name("drivers")}
            value={rule.drivers}
            change={(drivers) => change({ ...rule, drivers: drivers ?? 0 })}
          />
          <CountField
            name={t("risk.fields.commands")}
            label={name("commands")}
            value={rule.commands}
            change={(commands) => change({ ...rule, commands: commands ?? 0 })}
          />
        </>
      );
    case "device_accounts":
      return (
        <>
          <CountField
            name={t("risk.fields.accounts")}
            label={name("accounts")}
            value={rule.accounts}
            change={(accounts) => change({ ...rule, accounts: accounts ?? 0 })}
          />
          <CountField
            name={t("risk.fields.payers")}
            label={name("payers")}
            value={rule.payers}
            placeholder={t("risk.noLimit")}
            change={(payers) => change({ ...rule, payers })}
          />
        </>
      );
    case "fueling_pace":
      return (
        <CountField
          name={t("risk.fields.volumeMl")}
          label={name("volumeMl")}
          value={rule.volumeMl / 1_000}
          change={(litres) => change({ ...rule, volumeMl: Math.round((litres ?? 0) * 1_000) })}
        />
      );
    case "fill_above_tank":
      return (
        <CountField
          name={t("risk.fields.slackPercent")}
          label={name("slackPercent")}
          value={rule.slackPercent}
          change={(slackPercent) => change({ ...rule, slackPercent: slackPercent ?? 0 })}
        />
      );
  }
}
