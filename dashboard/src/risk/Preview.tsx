import type { RiskRule } from "@forecourt/contract/risk";
import { useMutation } from "@tanstack/react-query";
import { Button, Select } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { call } from "../api/client.ts";
import type { RiskPreview } from "../api/risk.ts";
import { count, litres, money } from "../format/money.ts";
import { time } from "../format/time.ts";
import { plural } from "../i18n/plural.ts";
import { useWords } from "../i18n/words.ts";
import { useRegion } from "../ui/home.ts";
import { Failure } from "../ui/Notices.tsx";
import { Section } from "../ui/Page.tsx";
import { Outcome } from "./marks.tsx";

const PERIODS = [1, 7, 31] as const;

/** What a draft would have done to what has happened: nothing comes of it. */
export function Preview({ rules, timeZone }: { readonly rules: readonly RiskRule[]; readonly timeZone: string }) {
  const { t } = useWords();
  const [days, setDays] = useState<(typeof PERIODS)[number]>(7);
  const trial = useMutation({
    mutationFn: () => call<RiskPreview>("POST", "/v1/operator/risk/preview", { body: { rules, days } }),
  });
  return (
    <Section title={t("risk.preview")}>
      <p className="faint">{t("risk.previewHint")}</p>
      <div className="form-actions">
        <Select
          aria-label={t("risk.previewPeriod")}
          value={days}
          options={PERIODS.map((value) => ({ value, label: plural(t, "risk.previewDays", value) }))}
          onChange={setDays}
        />
        <Button loading={trial.isPending} onClick={() => trial.mutate()}>
          {t("risk.run")}
        </Button>
      </div>
      {trial.isError && <Failure error={trial.error} />}
      {trial.data !== undefined && <Findings preview={trial.data} rules={rules} timeZone={timeZone} />}
    </Section>
  );
}

interface FindingsProps {
  readonly preview: RiskPreview;
  readonly rules: readonly RiskRule[];
  readonly timeZone: string;
}

function Findings({ preview, rules, timeZone }: FindingsProps) {
  const { t, language } = useWords();
  const kindOf = (ruleId: string) => {
    const kind = rules.find((rule) => rule.ruleId === ruleId)?.kind;
    return kind === undefined ? ruleId : t(`risk.kinds.${kind}`);
  };
  const { topups, fuelings, notJudged } = preview;
  const [from, to] = [time(preview.from, timeZone, language, "minute"), time(preview.to, timeZone, language, "minute")];
  return (
    <div aria-live="polite">
      <p className="risk-looked">
        {t("risk.looked", { from, to, topups: plural(t, "counts.topups", topups), fills: plural(t, "counts.fills", fuelings) })}
      </p>
      <div className="risk-changes">
        {preview.rules.map((found) => (
          <div key={found.ruleId}>
            <div className="line-title">
              <span className="strong">{kindOf(found.ruleId)}</span>
              <code className="faint">{found.ruleId}</code>
              <Outcome outcome={found.outcome} />
            </div>
            <p className="num">
              {found.commands === 0 ? t("risk.noHits") : t("risk.hits", { commands: count(found.commands), drivers: count(found.drivers) })}
            </p>
            {found.samples.length > 0 && (
              <details>
                <summary className="faint">{t("risk.sample")}</summary>
                <Samples samples={found.samples} timeZone={timeZone} />
              </details>
            )}
          </div>
        ))}
      </div>
      {notJudged.length > 0 && <p className="faint">{t("risk.notJudged", { list: notJudged.map(kindOf).join(" · ") })}</p>}
    </div>
  );
}

interface SamplesProps {
  readonly samples: RiskPreview["rules"][number]["samples"];
  readonly timeZone: string;
}

function Samples({ samples, timeZone }: SamplesProps) {
  const { t, language } = useWords();
  const { region } = useRegion(undefined);
  return (
    <ul>
      {samples.map(({ id, at, amountMinor, volumeMl }) => (
        <li key={id} className="card-row num">
          <Link to={`/orders?order=${id}`}>{id}</Link>
          <span>
            {amountMinor !== null && money(amountMinor, region?.currency ?? "CNY")}
            {amountMinor === null && volumeMl !== null && t("risk.litres", { n: litres(volumeMl) })}
          </span>
          <span className="faint">{time(at, timeZone, language, "minute")}</span>
        </li>
      ))}
    </ul>
  );
}
