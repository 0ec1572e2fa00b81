import { App, Button, Form, Input, Segmented, Select } from "antd";
import { useState } from "react";
import { useCommand } from "../api/commands.ts";
import type { LiveStation } from "../api/types.ts";
import { parseUnitPrice, price } from "../format/money.ts";
import { minuteText, parseZoned, time, zone } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { Grade } from "../ui/Grade.tsx";
import { Failure } from "../ui/Notices.tsx";
import { Section } from "../ui/Page.tsx";
import { useMay } from "../ui/Permit.tsx";

const MINUTE_MS = 60_000;

/** Prices at the pumps, those to come, and the form that changes one. */
export function Prices({ station }: { readonly station: LiveStation }) {
  const { t, language } = useWords();
  const mayChange = useMay("prices.write");
  const [isOpen, setOpen] = useState(false);
  const { currency, timeZone } = station;
  return (
    <Section
      title={t("prices.title")}
      extra={
        mayChange &&
        !isOpen && (
          <Button size="small" onClick={() => setOpen(true)}>
            {t("prices.change")}
          </Button>
        )
      }
    >
      <dl className="price-list">
        {station.prices.map(({ grade, unitPriceMilli }) => (
          <div key={grade} className="price-row">
            <dt>
              <Grade grade={grade} />
            </dt>
            <dd className="num">
              <span className="strong">{price(unitPriceMilli, currency)}</span>
              <span className="faint">{t("common.perLitre")}</span>
            </dd>
            {comingOf(station, grade).map(([effectiveAtMs, milli]) => (
              <dd key={effectiveAtMs} className="price-next num">
                {t("prices.next", {
                  price: price(milli, currency),
                  time: `${time(effectiveAtMs, timeZone, language, "minute")} ${zone(timeZone, effectiveAtMs)}`,
                })}
              </dd>
            ))}
          </div>
        ))}
      </dl>
      {station.prices.length === 0 && <p className="faint">{t("prices.none")}</p>}
      {isOpen && <PriceForm station={station} close={() => setOpen(false)} />}
    </Section>
  );
}

/** Changes to come of a grade, the next one first; of two for the same time the later said holds. */
function comingOf(station: LiveStation, grade: string): readonly (readonly [number, number])[] {
  const coming = station.scheduledPrices.filter((one) => one.grade === grade);
  return [...new Map(coming.map(({ effectiveAtMs, unitPriceMilli }) => [effectiveAtMs, unitPriceMilli]))].sort(([a], [b]) => a - b);
}

interface PriceFields {
  readonly grade: string;
  readonly price: string;
  readonly when: "now" | "later";
  readonly at?: string;
}

function PriceForm({ station, close }: { readonly station: LiveStation; readonly close: () => void }) {
  const { t, gradeOf } = useWords();
  const { message } = App.useApp();
  const [form] = Form.useForm<PriceFields>();
  const when = Form.useWatch("when", form);
  const command = useCommand([["station", station.stationId], ["stations"]]);
  const { timeZone } = station;
  const grades = [...new Set(station.pumps.flatMap((pump) => pump.grades))].sort();
  const send = async ({ grade, price: text, when: whenChosen, at }: PriceFields) => {
    const unitPriceMilli = parseUnitPrice(text);
    const atMs = whenChosen === "later" ? parseZoned(at ?? "", timeZone) : null;
    if (unitPriceMilli === null) return;
    const body = { grade, unitPriceMilli, ...(atMs === null ? {} : { effectiveAt: new Date(atMs).toISOString() }) };
    command.mutate(
      { method: "POST", path: `/v1/operator/stations/${station.stationId}/prices`, body },
      {
        onSuccess: () => {
          void message.success(t(atMs === null ? "prices.changed" : "prices.scheduled"));
          close();
        },
      },
    );
  };
  return (
    <Form<PriceFields>
      form={form}
      layout="vertical"
      requiredMark={false}
      className="inline-form"
      initialValues={{ when: "now", grade: grades[0] }}
      onFinish={send}
    >
      <div className="form-row">
        <Form.Item name="grade" label={t("common.gradeHead")} rules={[{ required: true }]}>
          <Select options={grades.map((grade) => ({ value: grade, label: gradeOf(grade) }))} />
        </Form.Item>
        <Form.Item
          name="price"
          label={t("prices.perLitre", { currency: station.currency })}
          rules={[
            {
              validator: async (_, text: string | undefined) => {
                const milli = parseUnitPrice(text ?? "");
                if (milli === null || milli < 1 || milli > 100_000) throw new Error(t("prices.invalid"));
              },
            },
          ]}
        >
          <Input inputMode="decimal" autoComplete="off" placeholder="7.48" className="num" />
        </Form.Item>
      </div>
      <Form.Item name="when" label={t("prices.when")}>
        <Segmented options={(["now", "later"] as const).map((value) => ({ value, label: t(`prices.whens.${value}`) }))} />
      </Form.Item>
      {when === "later" && (
        <Form.Item
          name="at"
          label={t("prices.at", { zone: zone(timeZone) })}
          initialValue={minuteText(Math.ceil((Date.now() + 30 * MINUTE_MS) / (30 * MINUTE_MS)) * 30 * MINUTE_MS, timeZone)}
          rules={[
            {
              validator: async (_, text: string | undefined) => {
                const atMs = parseZoned(text ?? "", timeZone);
                if (atMs === null || atMs < Date.now()) throw new Error(t("prices.past"));
              },
            },
          ]}
        >
          <Input type="datetime-local" />
        </Form.Item>
      )}
      <p className="faint">{t("prices.note")}</p>
      {command.isError && <Failure error={command.error} />}
      <div className="form-actions">
        <Button type="primary" htmlType="submit" loading={command.isPending}>
          {t(when === "later" ? "prices.schedule" : "prices.apply")}
        </Button>
        <Button onClick={close}>{t("common.cancel")}</Button>
      </div>
    </Form>
  );
}
