import type { RiskRule } from "@forecourt/contract/risk";
import { App, Button, Input } from "antd";
import { useState } from "react";
import { useCommand } from "../api/commands.ts";
import type { RulesVersion } from "../api/risk.ts";
import { useWords } from "../i18n/words.ts";
import { Failure } from "../ui/Notices.tsx";
import { Section } from "../ui/Page.tsx";
import { Differences } from "./Differences.tsx";
import { Preview } from "./Preview.tsx";
import { ruleChanges } from "./rules.ts";

interface RulesReviewProps {
  readonly base: RulesVersion;
  readonly rules: readonly RiskRule[];
  readonly timeZone: string;
  readonly back: () => void;
  readonly saved: () => void;
}

const REASON_MIN = 3;

/** What a draft changes, and what it would have done; then why, and it is the next version. */
export function RulesReview({ base, rules, timeZone, back, saved }: RulesReviewProps) {
  const { t } = useWords();
  const { message } = App.useApp();
  const [reason, setReason] = useState("");
  const command = useCommand<RulesVersion>([["risk", "rules"]]);
  const isReady = reason.trim().length >= REASON_MIN && ruleChanges(base.rules, rules).length > 0;
  const save = () =>
    command.mutate(
      { method: "PUT", path: "/v1/operator/risk/rules", body: { baseVersion: base.version, reason: reason.trim(), rules } },
      {
        onSuccess: ({ version }) => {
          void message.success(t("risk.saved", { n: version }));
          saved();
        },
      },
    );
  return (
    <div className="columns">
      <Section title={t("risk.review")}>
        <Differences before={base.rules} after={rules} />
        <Input
          className="decision-note"
          aria-label={t("risk.reason")}
          placeholder={t("risk.reason")}
          maxLength={500}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
        />
        <p className="faint">{t("risk.reasonHint")}</p>
        {command.isError && <Failure error={command.error} />}
        <div className="form-actions">
          <Button type="primary" disabled={!isReady} loading={command.isPending} onClick={save}>
            {t("risk.save", { n: base.version + 1 })}
          </Button>
          <Button onClick={back}>{t("risk.keepEditing")}</Button>
        </div>
      </Section>
      <Preview rules={rules} timeZone={timeZone} />
    </div>
  );
}
