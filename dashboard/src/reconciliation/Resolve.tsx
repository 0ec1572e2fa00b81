import { App, Button, Form, Input, Radio } from "antd";
import { useCommand } from "../api/commands.ts";
import type { Case } from "../api/payments.ts";
import { useWords } from "../i18n/words.ts";
import { Failure } from "../ui/Notices.tsx";
import { useMay } from "../ui/Permit.tsx";

interface Fields {
  readonly action: Case["actions"][number] | "closed";
  readonly note: string;
  readonly walletId?: string;
}

/** What is done about a case, and why: the reason is kept with it, and in the audit trail. */
export function Resolve({ found: { caseId, state, actions } }: { readonly found: Case }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const mayWrite = useMay("reconciliation.write");
  const [form] = Form.useForm<Fields>();
  const action = Form.useWatch("action", form);
  const command = useCommand<Case>([["cases"], ["case", caseId], ["liability"]]);
  if (!mayWrite || state !== "open") return null;
  const send = ({ action: chosen, note, walletId }: Fields) =>
    command.mutate(
      {
        method: "POST",
        path: `/v1/operator/cases/${encodeURIComponent(caseId)}/resolve`,
        body: { action: chosen, note, ...(chosen === "attribute" ? { walletId: walletId?.trim() } : {}) },
        reason: note,
      },
      { onSuccess: () => void message.success(t("cases.done")) },
    );
  return (
    <Form<Fields>
      form={form}
      layout="vertical"
      requiredMark={false}
      className="inline-form"
      initialValues={{ action: actions[0] ?? "closed" }}
      onFinish={send}
    >
      <Form.Item name="action" label={t("cases.what")}>
        <Radio.Group options={[...actions, "closed" as const].map((value) => ({ value, label: t(`cases.actions.${value}`) }))} />
      </Form.Item>
      {action === "attribute" && (
        <Form.Item
          name="walletId"
          label={t("cases.whose")}
          rules={[{ required: true, pattern: /^\s*wal_[0-9a-z]+\s*$/, message: t("orders.walletRule") }]}
        >
          <Input autoComplete="off" placeholder="wal_…" />
        </Form.Item>
      )}
      <Form.Item name="note" label={t("cases.why")} rules={[{ required: true, whitespace: true, max: 500, message: t("cases.whyRule") }]}>
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
      {command.isError && <Failure error={command.error} />}
      <div className="form-actions">
        <Button type="primary" htmlType="submit" loading={command.isPending}>
          {t("cases.resolve")}
        </Button>
      </div>
    </Form>
  );
}
