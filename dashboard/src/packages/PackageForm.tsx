import { packageKinds, tiers } from "@forecourt/contract/catalog";
import { Button, Form, Input, InputNumber, Segmented, Select, Switch } from "antd";
import { useState } from "react";
import type { Region } from "../api/types.ts";
import { NameFields } from "../catalog/NameFields.tsx";
import { parseMoney } from "../format/money.ts";
import { zone } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { NeedsYou } from "../ui/Notices.tsx";
import { Section } from "../ui/Page.tsx";
import { CouponFields } from "./CouponFields.tsx";
import { misfitOf, type PackageDraft, toTerms } from "./draft.ts";
import { PictureField } from "./PictureField.tsx";

interface PackageFormProps {
  readonly draft: PackageDraft;
  /** Its id and its region stay what they are. */
  readonly isKnown: boolean;
  readonly regions: readonly Region[];
  readonly timeZone: string;
  readonly currency: string;
  readonly change: (draft: PackageDraft) => void;
  readonly review: () => void;
}

/** The terms of a package; what is typed is previewed beside it as it is typed. */
export function PackageForm({ draft, isKnown, regions, timeZone, currency, change, review }: PackageFormProps) {
  const { t, nameOf } = useWords();
  const [form] = Form.useForm<PackageDraft>();
  const [misfit, setMisfit] = useState<string | null>(null);
  const { kind } = draft;
  const money = (least: number) => ({
    validator: async (_: unknown, text: string | undefined) => {
      const minor = parseMoney(text ?? "");
      if (minor === null || minor < least) throw new Error(t("catalog.amountRule"));
    },
  });
  const finish = () => {
    const found = misfitOf(toTerms(draft, timeZone));
    setMisfit(found);
    if (found === null) review();
  };
  return (
    <Section title={t(isKnown ? "regions.edit" : "packages.terms")}>
      <Form<PackageDraft>
        form={form}
        layout="vertical"
        requiredMark={false}
        className="package-form"
        initialValues={draft}
        onValuesChange={(_, all) => change({ ...draft, ...all })}
        onFinish={finish}
      >
        {!isKnown && (
          <div className="form-row">
            <Form.Item
              name="packageId"
              label={t("catalog.packageId")}
              rules={[{ required: true, pattern: /^(?!new$)[a-z0-9-]{2,32}$/, message: t("catalog.idRule") }]}
            >
              <Input placeholder="top-500" autoComplete="off" />
            </Form.Item>
            <Form.Item name="regionId" label={t("catalog.region")} rules={[{ required: true }]}>
              <Select
                options={regions.map((region) => ({ value: region.regionId, label: `${nameOf(region.names)} · ${region.currency}` }))}
              />
            </Form.Item>
          </div>
        )}
        <Form.Item name="kind" label={t("packages.kind")}>
          <Segmented options={packageKinds.map((value) => ({ value, label: t(`packages.kinds.${value}`) }))} />
        </Form.Item>
        <NameFields />
        <div className="form-row">
          <Form.Item name="amount" label={`${t(kind === "discount" ? "packages.from" : "catalog.pays")} (${currency})`} rules={[money(1)]}>
            <Input inputMode="decimal" className="num" placeholder="500.00" autoComplete="off" />
          </Form.Item>
          {kind === "discount" ? (
            <>
              <Form.Item
                name="payPercent"
                label={t("packages.payPercent")}
                rules={[{ required: true, type: "number", min: 10, max: 99.99, message: t("packages.percentRule") }]}
              >
                <InputNumber min={10} max={99.99} precision={2} placeholder="95" />
              </Form.Item>
              <Form.Item
                name="valueMax"
                label={`${t("packages.valueMax")} (${currency})`}
                rules={[
                  {
                    validator: (_, text: string | undefined) =>
                      text === undefined || text === "" ? Promise.resolve() : money(1).validator(_, text),
                  },
                ]}
              >
                <Input inputMode="decimal" className="num" placeholder={t("packages.noMost")} autoComplete="off" />
              </Form.Item>
            </>
          ) : (
            <Form.Item name="bonus" label={`${t("common.bonus")} (${currency})`} rules={[money(0)]}>
              <Input inputMode="decimal" className="num" placeholder="25.00" autoComplete="off" />
            </Form.Item>
          )}
          <Form.Item name="bonusValidDays" label={t("catalog.validDays")}>
            <InputNumber min={1} max={3650} precision={0} placeholder={t("catalog.forEver")} />
          </Form.Item>
        </div>
        {kind === "coupons" && <CouponFields currency={currency} moneyRule={money} />}
        <div className="form-row">
          <Form.Item name="saleFrom" label={t("packages.saleFrom", { zone: zone(timeZone) })}>
            <Input type="datetime-local" />
          </Form.Item>
          <Form.Item name="saleUntil" label={t("packages.saleUntil", { zone: zone(timeZone) })}>
            <Input type="datetime-local" />
          </Form.Item>
        </div>
        <div className="form-row">
          <Form.Item name="stock" label={t("packages.stock")}>
            <InputNumber min={0} max={1_000_000} precision={0} placeholder={t("packages.noStock")} />
          </Form.Item>
          <Form.Item name="perDriver" label={t("packages.perDriver")}>
            <InputNumber min={1} max={10_000} precision={0} placeholder={t("packages.noLimit")} />
          </Form.Item>
          <Form.Item name="perDay" label={t("packages.perDay")}>
            <InputNumber min={1} max={1_000} precision={0} placeholder={t("packages.noLimit")} />
          </Form.Item>
        </div>
        <div className="form-row">
          <Form.Item name="tiers" label={t("packages.who")} extra={isForNobodyYet(draft) ? t("packages.tiersAwait") : undefined}>
            <Select
              mode="multiple"
              placeholder={t("packages.everybody")}
              options={tiers.map((value) => ({ value, label: t(`packages.tiers.${value}`) }))}
            />
          </Form.Item>
          <Form.Item name="position" label={t("catalog.position")} rules={[{ required: true, message: t("packages.positionRule") }]}>
            <InputNumber min={0} max={1000} precision={0} />
          </Form.Item>
          <Form.Item name="onSale" label={t("catalog.onSale")} valuePropName="checked">
            <Switch />
          </Form.Item>
        </div>
        <Form.Item name="pictureId" label={t("packages.picture")}>
          <PictureField />
        </Form.Item>
        {misfit !== null && <NeedsYou>{t(`packages.misfits.${misfit}`, { defaultValue: misfit })}</NeedsYou>}
        <div className="form-actions">
          <Button type="primary" htmlType="submit">
            {t("regions.review")}
          </Button>
        </div>
      </Form>
    </Section>
  );
}

/** Every driver is of the lowest level until there is membership. */
function isForNobodyYet({ tiers: chosen }: PackageDraft): boolean {
  return chosen.length > 0 && !chosen.includes("standard");
}
