import { App, Button, Form, Input, InputNumber, Select, Switch } from "antd";
import { useCommand } from "../api/commands.ts";
import type { Region } from "../api/types.ts";
import { parseMoney } from "../format/money.ts";
import { languages } from "../i18n/languages.ts";
import { useWords } from "../i18n/words.ts";
import { Failure } from "../ui/Notices.tsx";
import { Section } from "../ui/Page.tsx";

interface PackageFields {
  readonly packageId: string;
  readonly regionId: string;
  readonly names: { readonly "zh-CN": string; readonly "zh-TW": string; readonly en: string };
  readonly amount: string;
  readonly bonus: string;
  readonly bonusValidDays?: number | null;
  readonly position: number;
  readonly onSale: boolean;
}

/** Defines a top-up package, or the next version of one that exists; orders keep the terms that they were made under. */
export function PackageForm({ regions }: { readonly regions: readonly Region[] }) {
  const { t, nameOf } = useWords();
  const { message } = App.useApp();
  const [form] = Form.useForm<PackageFields>();
  const define = useCommand<{ readonly version: number }>([]);
  const send = ({ packageId, amount, bonus, bonusValidDays, ...terms }: PackageFields) => {
    const body = {
      ...terms,
      amountMinor: parseMoney(amount) ?? 0,
      bonusMinor: parseMoney(bonus) ?? 0,
      ...(typeof bonusValidDays === "number" ? { bonusValidDays } : {}),
    };
    define.mutate(
      { method: "PUT", path: `/v1/operator/packages/${encodeURIComponent(packageId)}`, body },
      {
        onSuccess: ({ version }) => {
          void message.success(t("catalog.defined", { id: packageId, version }));
          form.resetFields();
        },
      },
    );
  };
  const isMoney = (least: number) => ({
    validator: async (_: unknown, text: string | undefined) => {
      const minor = parseMoney(text ?? "");
      if (minor === null || minor < least) throw new Error(t("catalog.amountRule"));
    },
  });
  return (
    <Section title={t("catalog.package")}>
      <p className="soft">{t("catalog.packageHint")}</p>
      <Form<PackageFields>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ regionId: regions[0]?.regionId, bonus: "0", position: 0, onSale: true }}
        onFinish={send}
        className="package-form"
      >
        <div className="form-row">
          <Form.Item
            name="packageId"
            label={t("catalog.packageId")}
            rules={[{ required: true, pattern: /^[a-z0-9-]{2,32}$/, message: t("catalog.idRule") }]}
          >
            <Input placeholder="top-500" autoComplete="off" />
          </Form.Item>
          <Form.Item name="regionId" label={t("catalog.region")} rules={[{ required: true }]}>
            <Select
              options={regions.map((region) => ({ value: region.regionId, label: `${nameOf(region.names)} · ${region.currency}` }))}
            />
          </Form.Item>
        </div>
        <div className="form-row">
          {Object.entries(languages).map(([language, label]) => (
            <Form.Item
              key={language}
              name={["names", language]}
              label={t("catalog.nameIn", { language: label })}
              rules={[{ required: true, max: 60, message: t("catalog.nameRule") }]}
            >
              <Input autoComplete="off" lang={language} />
            </Form.Item>
          ))}
        </div>
        <div className="form-row">
          <Form.Item name="amount" label={t("catalog.pays")} rules={[isMoney(1)]}>
            <Input inputMode="decimal" className="num" placeholder="500.00" autoComplete="off" />
          </Form.Item>
          <Form.Item name="bonus" label={t("common.bonus")} rules={[isMoney(0)]}>
            <Input inputMode="decimal" className="num" placeholder="25.00" autoComplete="off" />
          </Form.Item>
          <Form.Item name="bonusValidDays" label={t("catalog.validDays")}>
            <InputNumber min={1} max={3650} precision={0} placeholder={t("catalog.forEver")} />
          </Form.Item>
          <Form.Item name="position" label={t("catalog.position")}>
            <InputNumber min={0} max={1000} precision={0} />
          </Form.Item>
          <Form.Item name="onSale" label={t("catalog.onSale")} valuePropName="checked">
            <Switch />
          </Form.Item>
        </div>
        {define.isError && <Failure error={define.error} />}
        <div className="form-actions">
          <Button type="primary" htmlType="submit" loading={define.isPending}>
            {t("catalog.define")}
          </Button>
        </div>
      </Form>
    </Section>
  );
}
