import { ADJUSTMENT_MINOR_MAX, adjustmentCauses, adjustmentDirections, adjustmentParts } from "@forecourt/contract/adjustments";
import { App, Button, Form, Input, InputNumber, Segmented, Select } from "antd";
import { useCommand } from "../api/commands.ts";
import { type Adjustment, driverPath } from "../api/people.ts";
import { parseMoney } from "../format/money.ts";
import { useWords } from "../i18n/words.ts";
import { Failure } from "../ui/Notices.tsx";

interface Fields {
  readonly direction: (typeof adjustmentDirections)[number];
  readonly part: (typeof adjustmentParts)[number];
  readonly amount: string;
  readonly bonusValidDays?: number | null;
  readonly cause: (typeof adjustmentCauses)[number];
  readonly reason: string;
}

interface AdjustmentFormProps {
  readonly driverId: string;
  readonly currency: string;
  readonly close: () => void;
}

/** Proposes a correction; nothing moves until a colleague has approved it. */
export function AdjustmentForm({ driverId, currency, close }: AdjustmentFormProps) {
  const { t } = useWords();
  const { message } = App.useApp();
  const [form] = Form.useForm<Fields>();
  const direction = Form.useWatch("direction", form);
  const part = Form.useWatch("part", form);
  const canLapse = direction === "credit" && part === "bonus";
  const propose = useCommand<Adjustment>([["driver", driverId], ["adjustments"]]);
  const send = ({ amount, bonusValidDays, ...terms }: Fields) => {
    const body = {
      ...terms,
      amountMinor: parseMoney(amount) ?? 0,
      ...(canLapse && typeof bonusValidDays === "number" ? { bonusValidDays } : {}),
    };
    propose.mutate(
      { method: "POST", path: driverPath(driverId, "/adjustments"), body },
      {
        onSuccess: () => {
          void message.success(t("adjustments.proposed"));
          close();
        },
      },
    );
  };
  return (
    <Form<Fields>
      form={form}
      layout="vertical"
      requiredMark={false}
      className="inline-form"
      initialValues={{ direction: "credit", part: "bonus", cause: "complaint" }}
      onFinish={send}
    >
      <p className="soft">{t("adjustments.proposeHint")}</p>
      <div className="form-row">
        <Form.Item name="direction" label={t("adjustments.direction")}>
          <Segmented options={adjustmentDirections.map((value) => ({ value, label: t(`adjustments.directions.${value}`) }))} />
        </Form.Item>
        <Form.Item name="part" label={t("adjustments.part")}>
          <Segmented options={adjustmentParts.map((value) => ({ value, label: t(`adjustments.parts.${value}`) }))} />
        </Form.Item>
      </div>
      <div className="form-row">
        <Form.Item
          name="amount"
          label={`${t("common.amount")} (${currency})`}
          rules={[
            {
              validator: async (_: unknown, text: string | undefined) => {
                const minor = parseMoney(text ?? "");
                if (minor === null || minor < 1 || minor > ADJUSTMENT_MINOR_MAX) throw new Error(t("adjustments.amountRule"));
              },
            },
          ]}
        >
          <Input inputMode="decimal" autoComplete="off" className="num" placeholder="20.00" />
        </Form.Item>
        {canLapse && (
          <Form.Item name="bonusValidDays" label={t("adjustments.validDays")}>
            <InputNumber min={1} max={3650} precision={0} placeholder={t("driver.never")} />
          </Form.Item>
        )}
        <Form.Item name="cause" label={t("adjustments.cause")}>
          <Select options={adjustmentCauses.map((value) => ({ value, label: t(`adjustments.causes.${value}`) }))} />
        </Form.Item>
      </div>
      <Form.Item
        name="reason"
        label={t("driver.reason")}
        rules={[{ required: true, whitespace: true, min: 3, max: 500, message: t("driver.reasonRule") }]}
      >
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
      {propose.isError && <Failure error={propose.error} />}
      <div className="form-actions">
        <Button type="primary" htmlType="submit" loading={propose.isPending}>
          {t("adjustments.send")}
        </Button>
        <Button onClick={close}>{t("common.cancel")}</Button>
      </div>
    </Form>
  );
}
