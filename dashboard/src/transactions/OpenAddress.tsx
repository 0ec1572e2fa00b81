import { addressPurposes } from "@forecourt/contract/transactions";
import { useMutation } from "@tanstack/react-query";
import { Button, Form, Input, Select } from "antd";
import { call } from "../api/client.ts";
import { type OpenedAddresses, type Transaction, transactionPath } from "../api/transactions.ts";
import { useWords } from "../i18n/words.ts";
import { Fact, Facts } from "../ui/Facts.tsx";
import { Failure } from "../ui/Notices.tsx";
import { useMay } from "../ui/Permit.tsx";

interface Why {
  readonly purpose: (typeof addressPurposes)[number];
  readonly note: string;
}

/** Shows the whole address for a purpose that the audit trail keeps. It is held by this drawer alone, and gone with it. */
export function OpenAddress({ entry: { entryId, origin, terminal } }: { readonly entry: Transaction }) {
  const { t } = useWords();
  const mayOpen = useMay("transactions.open");
  const opening = useMutation<OpenedAddresses, Error, Why>({
    gcTime: 0,
    mutationFn: (body) => call<OpenedAddresses>("POST", transactionPath(entryId, "/address"), { body }),
  });
  if (!mayOpen || (origin.ip === null && (terminal?.ip ?? null) === null)) return null;
  if (opening.data !== undefined) {
    const { ip, terminalIp } = opening.data;
    return (
      <Facts title={t("transactions.opened")}>
        {ip !== null && <Fact name={t("transactions.phone")} value={<code>{ip}</code>} />}
        {terminalIp !== null && <Fact name={t("transactions.terminal")} value={<code>{terminalIp}</code>} />}
      </Facts>
    );
  }
  return (
    <section className="facts" aria-label={t("transactions.openTitle")}>
      <h3>{t("transactions.openTitle")}</h3>
      <p className="faint transaction-hint">{t("transactions.openHint")}</p>
      <Form<Why> layout="vertical" requiredMark={false} initialValues={{ purpose: "fraud" }} onFinish={(why) => opening.mutate(why)}>
        <Form.Item name="purpose" label={t("transactions.purpose")}>
          <Select options={addressPurposes.map((value) => ({ value, label: t(`transactions.purposes.${value}`) }))} />
        </Form.Item>
        <Form.Item
          name="note"
          label={t("transactions.note")}
          rules={[{ required: true, whitespace: true, min: 3, max: 300, message: t("transactions.noteRule") }]}
        >
          <Input autoComplete="off" maxLength={300} />
        </Form.Item>
        {opening.isError && <Failure error={opening.error} />}
        <Button htmlType="submit" loading={opening.isPending}>
          {t("transactions.open")}
        </Button>
      </Form>
    </section>
  );
}
