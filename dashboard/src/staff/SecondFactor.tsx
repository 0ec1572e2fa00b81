import { Button, Form, Input, Modal, QRCode } from "antd";
import { useState } from "react";
import { useCommand } from "../api/commands.ts";
import type { OperatorAccount } from "../api/types.ts";
import { useWords } from "../i18n/words.ts";
import { Failure } from "../ui/Notices.tsx";
import { Section } from "../ui/Page.tsx";
import { ShownOnce } from "../ui/ShownOnce.tsx";
import { Mark } from "../ui/State.tsx";

type Task = "set-up" | "renew" | "remove";
const paths: Readonly<Record<Task, string>> = {
  "set-up": "/v1/operator/me/second-factor",
  renew: "/v1/operator/me/second-factor/recovery-codes",
  remove: "/v1/operator/me/second-factor/remove",
};

interface Answer {
  readonly secret?: string;
  readonly uri?: string;
  readonly recoveryCodes?: readonly string[];
}

/** The second factor: set up with a QR code and a first code, recovery codes, taken off. Each takes the password again. */
export function SecondFactor({ account }: { readonly account: OperatorAccount }) {
  const { t } = useWords();
  const [task, setTask] = useState<Task | null>(null);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const close = () => {
    setTask(null);
    setAnswer(null);
  };
  const isOn = account.hasSecondFactor;
  return (
    <Section title={t("factor.title")} extra={<Mark tone={isOn ? "done" : "attention"}>{t(isOn ? "security.on" : "security.off")}</Mark>}>
      <p className="faint staff-hint">{t("security.factorHint")}</p>
      {isOn && <p>{t("security.codesLeft", { n: account.recoveryCodesLeft })}</p>}
      <div className="staff-actions">
        {isOn ? (
          <>
            <Button onClick={() => setTask("renew")}>{t("security.renew")}</Button>
            <Button danger onClick={() => setTask("remove")}>
              {t("security.remove")}
            </Button>
          </>
        ) : (
          <Button type="primary" onClick={() => setTask("set-up")}>
            {t("security.setUp")}
          </Button>
        )}
      </div>
      {task !== null && answer === null && (
        <PasswordModal
          title={t(task === "set-up" ? "security.setUp" : task === "renew" ? "security.renew" : "security.remove")}
          path={paths[task]}
          cancel={close}
          done={(reply) => (task === "remove" ? close() : setAnswer(reply))}
        />
      )}
      {answer?.uri !== undefined && (
        <ScanModal uri={answer.uri} secret={answer.secret ?? ""} cancel={close} done={(reply) => setAnswer(reply)} />
      )}
      {answer?.recoveryCodes !== undefined && <CodesModal codes={answer.recoveryCodes} done={close} />}
    </Section>
  );
}

interface StepProps {
  readonly cancel: () => void;
  readonly done: (reply: Answer) => void;
}

function PasswordModal({ title, path, cancel, done }: StepProps & { readonly title: string; readonly path: string }) {
  const { t } = useWords();
  const [form] = Form.useForm<{ password: string }>();
  const send = useCommand<Answer | undefined>([["me"]]);
  return (
    <Modal
      open
      title={title}
      onCancel={cancel}
      onOk={() => form.submit()}
      okText={t("security.confirm")}
      cancelText={t("common.cancel")}
      confirmLoading={send.isPending}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={(body) => send.mutate({ method: "POST", path, body }, { onSuccess: (reply) => done(reply ?? {}) })}
      >
        <Form.Item name="password" label={t("security.current")} rules={[{ required: true, message: t("security.currentNeeded") }]}>
          <Input.Password autoComplete="current-password" autoFocus />
        </Form.Item>
      </Form>
      {send.isError && <Failure error={send.error} />}
    </Modal>
  );
}

function ScanModal({ uri, secret, cancel, done }: StepProps & { readonly uri: string; readonly secret: string }) {
  const { t } = useWords();
  const [form] = Form.useForm<{ code: string }>();
  const confirm = useCommand<Answer>([["me"]]);
  const path = "/v1/operator/me/second-factor/confirm";
  return (
    <Modal
      open
      title={t("security.setUp")}
      onCancel={cancel}
      onOk={() => form.submit()}
      okText={t("security.confirm")}
      cancelText={t("common.cancel")}
      confirmLoading={confirm.isPending}
    >
      <p>{t("security.scan")}</p>
      <div className="staff-qr">
        {/* Dark on light in either mode: many cameras take nothing else. */}
        <QRCode value={uri} size={184} color="#000000" bgColor="#ffffff" />
      </div>
      <details className="staff-key">
        <summary>{t("security.orType")}</summary>
        <code>{secret}</code>
      </details>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={(body) => confirm.mutate({ method: "POST", path, body }, { onSuccess: done })}
      >
        <Form.Item name="code" label={t("security.code")} rules={[{ required: true, pattern: /^\d{6}$/, message: t("factor.codeNeeded") }]}>
          <Input inputMode="numeric" autoComplete="one-time-code" maxLength={6} autoFocus />
        </Form.Item>
      </Form>
      {confirm.isError && <Failure error={confirm.error} />}
    </Modal>
  );
}

function CodesModal({ codes, done }: { readonly codes: readonly string[]; readonly done: () => void }) {
  const { t } = useWords();
  return (
    <ShownOnce title={t("security.codesTitle")} doneWord={t("security.codesDone")} done={done}>
      <p>{t("security.codesHint")}</p>
      <ul className="staff-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
    </ShownOnce>
  );
}
