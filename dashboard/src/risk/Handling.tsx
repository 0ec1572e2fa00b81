import { type RiskVerdict, riskVerdicts } from "@forecourt/contract/risk";
import { App, Button, Form, Input, Radio } from "antd";
import { useCommand } from "../api/commands.ts";
import type { RiskAlert } from "../api/risk.ts";
import { time, zone } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { Failure } from "../ui/Notices.tsx";
import { Section } from "../ui/Page.tsx";
import { useMay } from "../ui/Permit.tsx";
import { Mark } from "../ui/State.tsx";

/** What somebody makes of an alert: that it is in hand, and in the end whether it was fraud. */
export function Handling({ alert, timeZone }: { readonly alert: RiskAlert; readonly timeZone: string }) {
  const { t, language } = useWords();
  const mayWrite = useMay("risk.write");
  const { state, acknowledgedBy, acknowledgedAt, closedBy, closedAt, verdict, note } = alert;
  const at = (instant: string) => `${time(instant, timeZone, language, "minute")} ${zone(timeZone, instant)}`;
  return (
    <Section title={t("risk.handling")}>
      <ol className="timeline">
        {acknowledgedBy !== null && acknowledgedAt !== null && (
          <li>
            <span className="strong">{t("risk.acknowledgedBy", { who: acknowledgedBy })}</span>
            <div className="timeline-facts num">{at(acknowledgedAt)}</div>
          </li>
        )}
        {closedBy !== null && closedAt !== null && (
          <li>
            <span className="strong">{t("risk.closedBy", { who: closedBy })}</span>
            {verdict !== null && (
              <p>
                <Mark tone={verdict === "fraud" ? "risk" : "done"}>{t(`risk.verdicts.${verdict}`)}</Mark>
              </p>
            )}
            <p className="risk-note">{note}</p>
            <div className="timeline-facts num">{at(closedAt)}</div>
          </li>
        )}
      </ol>
      {state !== "closed" && (mayWrite ? <Handle alert={alert} /> : <p className="faint">{t("risk.mayNot")}</p>)}
    </Section>
  );
}

interface Judgement {
  readonly verdict: RiskVerdict;
  readonly note: string;
}

function Handle({ alert: { alertId, state } }: { readonly alert: RiskAlert }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const command = useCommand<RiskAlert>([["risk"]]);
  const send = (verb: "acknowledge" | "close", body?: Judgement) =>
    command.mutate(
      { method: "POST", path: `/v1/operator/risk/alerts/${alertId}/${verb}`, ...(body === undefined ? {} : { body }) },
      { onSuccess: () => void message.success(t(verb === "close" ? "risk.closed" : "risk.acknowledged")) },
    );
  return (
    <>
      {state === "open" && (
        <Button type="primary" loading={command.isPending} onClick={() => send("acknowledge")}>
          {t("risk.acknowledge")}
        </Button>
      )}
      <Form<Judgement> layout="vertical" requiredMark={false} className="inline-form" onFinish={(body) => send("close", body)}>
        <Form.Item name="verdict" label={t("risk.verdict")} rules={[{ required: true, message: t("risk.verdict") }]}>
          <Radio.Group optionType="button" options={riskVerdicts.map((value) => ({ value, label: t(`risk.verdicts.${value}`) }))} />
        </Form.Item>
        <Form.Item
          name="note"
          label={t("risk.note")}
          rules={[{ required: true, whitespace: true, min: 3, max: 500, message: t("risk.noteHint") }]}
        >
          <Input.TextArea rows={2} maxLength={500} />
        </Form.Item>
        {command.isError && <Failure error={command.error} />}
        <p className="faint">{t("risk.closeHint")}</p>
        <div className="form-actions">
          <Button type={state === "open" ? "default" : "primary"} htmlType="submit" loading={command.isPending}>
            {t("risk.close")}
          </Button>
        </div>
      </Form>
    </>
  );
}
