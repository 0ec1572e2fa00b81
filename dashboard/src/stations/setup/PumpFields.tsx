import { CloseOutlined, DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { AutoComplete, Button, Form, Input, InputNumber } from "antd";
import { useWords } from "../../i18n/words.ts";
import { Section } from "../../ui/Page.tsx";
import { areDistinct, nextPump, type PumpDraft, type StationDraft } from "./draft.ts";

const PUMPS_MAX = 64;
const NOZZLES_MAX = 16;

/** The pumps: their numbers as painted, the terminal that serves each, and what comes out of every nozzle. */
export function PumpFields({ grades }: { readonly grades: readonly string[] }) {
  const { t } = useWords();
  const form = Form.useFormInstance<StationDraft>();
  const distinct = async (_: unknown, pumps: readonly (PumpDraft | undefined)[] | undefined) => {
    if ((pumps ?? []).length === 0) throw new Error(t("setup.pumpNeeded"));
    if (!areDistinct((pumps ?? []).map((one) => one?.pump))) throw new Error(t("setup.pumpsDistinct"));
  };
  return (
    <Form.List name="pumps" rules={[{ validator: distinct }]}>
      {(fields, { add, remove }, { errors }) => (
        <Section
          title={t("stations.pumps")}
          extra={
            <Button
              size="small"
              icon={<PlusOutlined />}
              disabled={fields.length >= PUMPS_MAX}
              onClick={() => add(nextPump((form.getFieldValue("pumps") ?? []) as readonly PumpDraft[]))}
            >
              {t("setup.addPump")}
            </Button>
          }
        >
          <p className="faint">{t("setup.pumpsHint")}</p>
          <ul className="setup-pumps">
            {fields.map(({ key, name }, index) => (
              <Pump key={key} at={name} place={index + 1} grades={grades} remove={() => remove(name)} />
            ))}
          </ul>
          <Form.ErrorList errors={errors} />
        </Section>
      )}
    </Form.List>
  );
}

interface PumpProps {
  readonly at: number;
  /** Its place in the list, for whoever can't see that the fields belong together. */
  readonly place: number;
  readonly grades: readonly string[];
  readonly remove: () => void;
}

function Pump({ at, place, grades, remove }: PumpProps) {
  const { t } = useWords();
  const form = Form.useFormInstance<StationDraft>();
  const number = (Form.useWatch(["pumps", at, "pump"], form) as number | undefined) ?? place;
  const distinct = async (_: unknown, nozzles: PumpDraft["nozzles"] | undefined) => {
    if ((nozzles ?? []).length === 0) throw new Error(t("setup.nozzleNeeded"));
    if (!areDistinct((nozzles ?? []).map((one) => one?.nozzle))) throw new Error(t("setup.nozzlesDistinct"));
  };
  return (
    <li>
      <fieldset className="setup-pump" aria-label={t("common.pumpN", { n: number })}>
        <Form.Item
          name={[at, "pump"]}
          label={t("common.pump")}
          rules={[{ required: true, type: "integer", min: 1, max: 99, message: t("setup.pumpRule") }]}
        >
          <InputNumber min={1} max={99} precision={0} controls={false} className="setup-number" />
        </Form.Item>
        <Form.Item
          name={[at, "terminal"]}
          label={t("setup.terminal")}
          rules={[{ required: true, pattern: /^[a-z0-9-]{1,16}$/, message: t("terminals.nameRule") }]}
        >
          <Input autoComplete="off" className="setup-terminal" />
        </Form.Item>
        <Form.List name={[at, "nozzles"]} rules={[{ validator: distinct }]}>
          {(fields, { add, remove: drop }, { errors }) => (
            <div className="setup-nozzles">
              <span className="setup-label">{t("setup.nozzles")}</span>
              <div className="setup-nozzle-list">
                {fields.map(({ key, name }) => (
                  <Nozzle key={key} at={name} pump={number} grades={grades} remove={fields.length > 1 ? () => drop(name) : undefined} />
                ))}
                {fields.length < NOZZLES_MAX && (
                  <Button
                    type="text"
                    icon={<PlusOutlined />}
                    aria-label={t("setup.addNozzle", { pump: number })}
                    title={t("setup.addNozzle", { pump: number })}
                    onClick={() => add({ nozzle: fields.length + 1, grade: grades[0] ?? "" })}
                  />
                )}
              </div>
              <Form.ErrorList errors={errors} />
            </div>
          )}
        </Form.List>
        <Button
          type="text"
          className="setup-drop"
          icon={<DeleteOutlined />}
          aria-label={t("setup.dropPump", { pump: number })}
          title={t("setup.dropPump", { pump: number })}
          onClick={remove}
        />
      </fieldset>
    </li>
  );
}

interface NozzleProps {
  readonly at: number;
  readonly pump: number;
  readonly grades: readonly string[];
  readonly remove: (() => void) | undefined;
}

function Nozzle({ at, pump, grades, remove }: NozzleProps) {
  const { t } = useWords();
  const named = { pump, n: at + 1 };
  return (
    <span className="setup-nozzle">
      <Form.Item name={[at, "nozzle"]} rules={[{ required: true, type: "integer", min: 1, max: 16, message: t("setup.nozzleRule") }]}>
        <InputNumber min={1} max={16} precision={0} controls={false} aria-label={t("setup.nozzleNumber", named)} />
      </Form.Item>
      <Form.Item name={[at, "grade"]} rules={[{ required: true, pattern: /^[a-z0-9][a-z0-9-]{0,15}$/, message: t("setup.gradeRule") }]}>
        <AutoComplete aria-label={t("setup.nozzleGrade", named)} options={grades.map((value) => ({ value }))} popupMatchSelectWidth={120} />
      </Form.Item>
      {remove !== undefined && (
        <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t("setup.dropNozzle", named)} onClick={remove} />
      )}
    </span>
  );
}
