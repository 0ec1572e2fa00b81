import { App, Button, Form, Input } from "antd";
import { useState } from "react";
import { useCommand } from "../api/commands.ts";
import type { LiveStation, Terminal, TerminalSecret } from "../api/types.ts";
import { since, time, zone } from "../format/time.ts";
import { plural } from "../i18n/plural.ts";
import { useWords } from "../i18n/words.ts";
import { Failure, NeedsYou, Nothing } from "../ui/Notices.tsx";
import { Section } from "../ui/Page.tsx";
import { useMay } from "../ui/Permit.tsx";
import { Mark, type Tone } from "../ui/State.tsx";
import { SKEW_MS, terminalHealth } from "./health.ts";
import { SecretOnce } from "./SecretOnce.tsx";

const healthTones: Readonly<Record<ReturnType<typeof terminalHealth>, Tone>> = {
  online: "done",
  silent: "attention",
  never: "quiet",
  revoked: "quiet",
};

interface TerminalsProps {
  readonly station: LiveStation;
  readonly nowMs: number;
}

/** Terminals of a station: who is there, and who may be. */
export function Terminals({ station, nowMs }: TerminalsProps) {
  const { t } = useWords();
  const mayChange = useMay("terminals.write");
  const [isEnrolling, setEnrolling] = useState(false);
  const [secret, setSecret] = useState<TerminalSecret | null>(null);
  return (
    <Section
      title={t("terminals.title")}
      extra={
        mayChange &&
        !isEnrolling && (
          <Button size="small" onClick={() => setEnrolling(true)}>
            {t("terminals.enrol")}
          </Button>
        )
      }
    >
      {secret !== null && <SecretOnce secret={secret} done={() => setSecret(null)} />}
      {isEnrolling && (
        <EnrolForm
          stationId={station.stationId}
          done={(made) => {
            if (made !== null) setSecret(made);
            setEnrolling(false);
          }}
        />
      )}
      {station.terminals.length === 0 && !isEnrolling && <Nothing title={t("terminals.empty")} hint={t("terminals.emptyHint")} />}
      <ul className="lines">
        {station.terminals.map((terminal) => (
          <TerminalLine
            key={terminal.terminalId}
            station={station}
            terminal={terminal}
            nowMs={nowMs}
            mayChange={mayChange}
            showSecret={setSecret}
          />
        ))}
      </ul>
    </Section>
  );
}

interface TerminalLineProps extends TerminalsProps {
  readonly terminal: Terminal;
  readonly mayChange: boolean;
  readonly showSecret: (secret: TerminalSecret) => void;
}

function TerminalLine({ station, terminal, nowMs, mayChange, showSecret }: TerminalLineProps) {
  const { t, language, problemOf } = useWords();
  const { modal, message } = App.useApp();
  const { timeZone } = station;
  const { terminalId, revoked, lastSeenAtMs, clockSkewMs, softwareVersion, missing } = terminal;
  const path = `/v1/operator/stations/${station.stationId}/terminals/${encodeURIComponent(terminalId)}`;
  const refreshes = [["station", station.stationId], ["stations"]] as const;
  const rotate = useCommand<TerminalSecret>(refreshes);
  const revoke = useCommand<null>(refreshes);
  const health = terminalHealth(terminal, nowMs);
  const ago = lastSeenAtMs === null ? null : since(nowMs - lastSeenAtMs);
  const failed = (error: Error) => void message.error(problemOf(error));
  const askRotate = () =>
    modal.confirm({
      title: t("terminals.rotateAsk", { id: terminalId }),
      content: t("terminals.rotateHint"),
      okText: t("terminals.rotate"),
      onOk: () => rotate.mutateAsync({ method: "POST", path: `${path}/rotate` }).then(showSecret, failed),
    });
  const askRevoke = () =>
    modal.confirm({
      title: t("terminals.revokeAsk", { id: terminalId }),
      content: t("terminals.revokeHint"),
      okText: t("terminals.revoke"),
      okButtonProps: { danger: true },
      onOk: () => revoke.mutateAsync({ method: "DELETE", path }).then(() => undefined, failed),
    });
  return (
    <li className="line">
      <div className="line-main">
        <div className="line-title">
          <code>{terminalId}</code>
          <Mark tone={healthTones[health]}>{t(`terminals.health.${health}`)}</Mark>
        </div>
        <div className="line-facts">
          {ago !== null && lastSeenAtMs !== null && (
            <span title={`${time(lastSeenAtMs, timeZone, language, "full")} ${zone(timeZone, lastSeenAtMs)}`}>
              {t("terminals.seen", { ago: t(`common.ago.${ago.unit}`, { n: ago.n }) })}
            </span>
          )}
          {softwareVersion !== null && <span>{t("terminals.version", { version: softwareVersion })}</span>}
          <span className="num">{t("terminals.seq", { seq: terminal.ackSeq })}</span>
          {missing.length > 0 && <Mark tone="attention">{plural(t, "terminals.missing", missing.length)}</Mark>}
          {clockSkewMs !== null && Math.abs(clockSkewMs) > SKEW_MS && (
            <Mark tone="attention">{t("terminals.skew", { s: Math.round(clockSkewMs / 1000) })}</Mark>
          )}
        </div>
      </div>
      {mayChange && !revoked && (
        <div className="line-actions">
          <Button size="small" onClick={askRotate}>
            {t("terminals.rotate")}
          </Button>
          <Button size="small" onClick={askRevoke}>
            {t("terminals.revoke")}
          </Button>
        </div>
      )}
    </li>
  );
}

interface EnrolFormProps {
  readonly stationId: string;
  readonly done: (secret: TerminalSecret | null) => void;
}

function EnrolForm({ stationId, done }: EnrolFormProps) {
  const { t } = useWords();
  const enrol = useCommand<TerminalSecret>([["station", stationId], ["stations"]]);
  const send = ({ name }: { readonly name: string }) =>
    enrol.mutate(
      { method: "POST", path: `/v1/operator/stations/${stationId}/terminals`, body: { terminalId: `${stationId}.${name}` } },
      { onSuccess: done },
    );
  return (
    <Form layout="vertical" requiredMark={false} className="inline-form" onFinish={send}>
      <Form.Item
        name="name"
        label={t("terminals.name")}
        rules={[{ required: true, pattern: /^[a-z0-9-]{1,16}$/, message: t("terminals.nameRule") }]}
      >
        <Input addonBefore={`${stationId}.`} placeholder="pos-2" autoComplete="off" autoFocus />
      </Form.Item>
      {enrol.isError && <Failure error={enrol.error} />}
      <NeedsYou>{t("terminals.once")}</NeedsYou>
      <div className="form-actions">
        <Button type="primary" htmlType="submit" loading={enrol.isPending}>
          {t("terminals.enrol")}
        </Button>
        <Button onClick={() => done(null)}>{t("common.cancel")}</Button>
      </div>
    </Form>
  );
}
