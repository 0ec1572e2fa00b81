import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Form, Input, Segmented } from "antd";
import { useWords } from "../../i18n/words.ts";
import { Section } from "../../ui/Page.tsx";
import { weekdays, weekdayText } from "../hours.ts";
import { everyDay, isDay, type StationDraft, type StretchDraft } from "./draft.ts";

const STRETCHES_MAX = 4;
const OPENS = /^([01]\d|2[0-3]):[0-5]\d$/;
const CLOSES = /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/;

/** When it is open: round the clock, or by the day of the week. */
export function HoursFields() {
  const { t } = useWords();
  const form = Form.useFormInstance<StationDraft>();
  const opening = Form.useWatch("opening", form);
  const copyMonday = () => {
    const { mon } = form.getFieldValue("days") as StationDraft["days"];
    form.setFieldsValue({ days: everyDay(mon) });
  };
  return (
    <Section
      title={t("setup.hours")}
      extra={
        opening === "days" && (
          <Button size="small" onClick={copyMonday}>
            {t("setup.everyDay")}
          </Button>
        )
      }
    >
      <Form.Item name="opening" noStyle>
        <Segmented
          aria-label={t("setup.hours")}
          options={[
            { value: "24h", label: t("stations.roundTheClock") },
            { value: "days", label: t("setup.byDay") },
          ]}
        />
      </Form.Item>
      {opening === "days" && (
        <div className="setup-days">
          {weekdays.map((day) => (
            <Day key={day} day={day} />
          ))}
        </div>
      )}
    </Section>
  );
}

function Day({ day }: { readonly day: (typeof weekdays)[number] }) {
  const { t, language } = useWords();
  const name = weekdayText(day, language);
  const inOrder = async (_: unknown, stretches: readonly (StretchDraft | undefined)[] | undefined) => {
    const typed = (stretches ?? []).flatMap((stretch) => stretch ?? []);
    const areTimes = typed.every(({ opens, closes }) => OPENS.test(opens) && CLOSES.test(closes));
    if (areTimes && !isDay(typed)) throw new Error(t("setup.hoursOrder"));
  };
  return (
    <Form.List name={["days", day]} rules={[{ validator: inOrder }]}>
      {(fields, { add, remove }, { errors }) => (
        <fieldset className="setup-day" aria-label={name}>
          <span aria-hidden>{name}</span>
          <div className="setup-stretches">
            {fields.length === 0 && <span className="faint">{t("setup.dayOff")}</span>}
            {fields.map(({ key, name: index }) => (
              <span key={key} className="setup-stretch">
                <Time name={[index, "opens"]} label={t("setup.opens", { day: name })} pattern={OPENS} />
                <span aria-hidden>–</span>
                <Time name={[index, "closes"]} label={t("setup.closes", { day: name })} pattern={CLOSES} />
                <Button
                  type="text"
                  size="small"
                  icon={<DeleteOutlined />}
                  aria-label={t("setup.dropHours", { day: name })}
                  onClick={() => remove(index)}
                />
              </span>
            ))}
            {fields.length < STRETCHES_MAX && (
              <Button
                type="text"
                size="small"
                icon={<PlusOutlined />}
                aria-label={t("setup.addHours", { day: name })}
                onClick={() => add({ opens: "06:00", closes: "22:00" })}
              />
            )}
          </div>
          <Form.ErrorList errors={errors} />
        </fieldset>
      )}
    </Form.List>
  );
}

interface TimeProps {
  readonly name: readonly [number, string];
  readonly label: string;
  readonly pattern: RegExp;
}

/** A time of day, typed: a day ends at 24:00, which no clock of a browser offers. */
function Time({ name, label, pattern }: TimeProps) {
  const { t } = useWords();
  return (
    <Form.Item name={[...name]} rules={[{ required: true, pattern, message: t("setup.timeRule") }]} validateTrigger="onBlur">
      <Input className="setup-time num" aria-label={label} inputMode="numeric" autoComplete="off" maxLength={5} />
    </Form.Item>
  );
}
