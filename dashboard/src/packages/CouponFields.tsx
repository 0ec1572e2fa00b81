import { Button, Form, Input, InputNumber } from "antd";
import type { Rule } from "antd/es/form";
import { languages } from "../i18n/languages.ts";
import { useWords } from "../i18n/words.ts";
import { freshCoupon } from "./draft.ts";

const COUPONS_MAX = 10;

interface CouponFieldsProps {
  readonly currency: string;
  readonly moneyRule: (least: number) => Rule;
}

/** The coupons of a bundle: so many of a kind, each worth so much. */
export function CouponFields({ currency, moneyRule }: CouponFieldsProps) {
  const { t } = useWords();
  return (
    <Form.List
      name="coupons"
      rules={[
        {
          validator: async (_, list: unknown[] | undefined) => {
            if (list === undefined || list.length === 0) throw new Error(t("packages.couponNeeded"));
          },
        },
      ]}
    >
      {(fields, { add, remove }, { errors }) => (
        <fieldset className="inline-form">
          <legend className="strong">{t("packages.coupons")}</legend>
          {fields.map(({ key, name }, index) => (
            <div key={key} className="coupon-draft">
              <div className="form-row">
                {Object.entries(languages).map(([language, label]) => (
                  <Form.Item
                    key={language}
                    name={[name, "names", language]}
                    label={t("packages.couponName", { n: index + 1, language: label })}
                    rules={[{ required: true, max: 60, message: t("catalog.nameRule") }]}
                  >
                    <Input autoComplete="off" lang={language} />
                  </Form.Item>
                ))}
              </div>
              <div className="form-row">
                <Form.Item
                  name={[name, "count"]}
                  label={t("packages.couponCount", { n: index + 1 })}
                  rules={[{ required: true, message: t("packages.countRule") }]}
                >
                  <InputNumber min={1} max={50} precision={0} />
                </Form.Item>
                <Form.Item
                  name={[name, "value"]}
                  label={`${t("packages.couponValue", { n: index + 1 })} (${currency})`}
                  rules={[moneyRule(1)]}
                >
                  <Input inputMode="decimal" className="num" autoComplete="off" />
                </Form.Item>
                <Form.Item
                  name={[name, "minSpend"]}
                  label={`${t("packages.couponMin", { n: index + 1 })} (${currency})`}
                  rules={[moneyRule(0)]}
                >
                  <Input inputMode="decimal" className="num" autoComplete="off" />
                </Form.Item>
                <Form.Item name={[name, "validDays"]} label={t("packages.couponDays", { n: index + 1 })}>
                  <InputNumber min={1} max={3650} precision={0} placeholder={t("catalog.forEver")} />
                </Form.Item>
              </div>
              <Button size="small" onClick={() => remove(name)}>
                {t("packages.dropCoupon", { n: index + 1 })}
              </Button>
            </div>
          ))}
          <Form.ErrorList errors={errors} />
          <Button disabled={fields.length >= COUPONS_MAX} onClick={() => add(freshCoupon)}>
            {t("packages.addCoupon")}
          </Button>
        </fieldset>
      )}
    </Form.List>
  );
}
