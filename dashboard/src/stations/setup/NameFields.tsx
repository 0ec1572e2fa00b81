import { Checkbox, Form, Input, Select } from "antd";
import type { Region } from "../../api/types.ts";
import { parseMoney } from "../../format/money.ts";
import { languages } from "../../i18n/languages.ts";
import { useWords } from "../../i18n/words.ts";
import { Section } from "../../ui/Page.tsx";
import { services } from "../services.ts";
import type { StationDraft } from "./draft.ts";

/** What the station is called, and which region's terms it has. */
export function NameFields({ isNew, regions }: { readonly isNew: boolean; readonly regions: readonly Region[] }) {
  const { t, nameOf } = useWords();
  const form = Form.useFormInstance<StationDraft>();
  const currency = Form.useWatch("currency", { form, preserve: true });
  const takeTerms = (regionId: string) => {
    const region = regions.find((one) => one.regionId === regionId);
    if (isNew && region !== undefined) form.setFieldsValue({ currency: region.currency, timeZone: region.timeZone });
  };
  return (
    <Section title={t("setup.names")}>
      <div className="form-row">
        {Object.entries(languages).map(([language, label]) => (
          <Form.Item
            key={language}
            name={["names", language]}
            label={<span lang={language}>{t("setup.nameIn", { language: label })}</span>}
            rules={[{ required: true, whitespace: true, max: 60, message: t("setup.nameRule") }]}
          >
            <Input lang={language} autoComplete="off" maxLength={60} />
          </Form.Item>
        ))}
      </div>
      <div className="form-row">
        <Form.Item
          name="stationId"
          label={t("setup.id")}
          extra={isNew ? t("setup.idHint") : t("setup.idFixed")}
          rules={[{ required: true, pattern: /^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/, message: t("setup.idRule") }]}
        >
          <Input disabled={!isNew} autoComplete="off" placeholder="century-avenue" />
        </Form.Item>
        <Form.Item name="regionId" label={t("catalog.region")} extra={t("setup.currencyIs", { currency })} rules={[{ required: true }]}>
          <Select options={regions.map(({ regionId, names }) => ({ value: regionId, label: nameOf(names) }))} onChange={takeTerms} />
        </Form.Item>
        <Form.Item name="timeZone" label={t("catalog.timeZone")} rules={[{ required: true }]}>
          <Select showSearch options={Intl.supportedValuesOf("timeZone").map((value) => ({ value, label: value }))} />
        </Form.Item>
      </div>
    </Section>
  );
}

export function ServiceFields() {
  const { t } = useWords();
  return (
    <Section title={t("setup.services")}>
      <Form.Item name="services" noStyle>
        <Checkbox.Group aria-label={t("setup.services")} options={services.map((value) => ({ value, label: t(`services.${value}`) }))} />
      </Form.Item>
    </Section>
  );
}

/** What one fill may reserve at most, and what a wallet must hold for it to begin. */
export function LimitFields() {
  const { t } = useWords();
  const form = Form.useFormInstance<StationDraft>();
  const currency = Form.useWatch("currency", { form, preserve: true });
  const isAmount = (_: unknown, text: string | undefined) => {
    const minor = parseMoney(text ?? "");
    return minor === null || minor < 1 ? Promise.reject(new Error(t("catalog.amountRule"))) : Promise.resolve();
  };
  return (
    <Section title={t("setup.limits")}>
      <div className="form-row">
        <Form.Item name="fillLimit" label={t("setup.fillLimit", { currency })} rules={[{ validator: isAmount }]}>
          <Input inputMode="decimal" className="num" autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="fillMinimum"
          label={t("setup.fillMinimum", { currency })}
          dependencies={["fillLimit"]}
          rules={[
            { validator: isAmount },
            {
              validator: async (_, text: string | undefined) => {
                const least = parseMoney(text ?? "");
                const most = parseMoney(form.getFieldValue("fillLimit") ?? "");
                if (least !== null && most !== null && least > most) throw new Error(t("setup.minimumRule"));
              },
            },
          ]}
        >
          <Input inputMode="decimal" className="num" autoComplete="off" />
        </Form.Item>
      </div>
    </Section>
  );
}
