import { App, Button, Form } from "antd";
import { useRef, useState } from "react";
import { useNavigate } from "react-router";
import { useCommand } from "../../api/commands.ts";
import { toProblem } from "../../api/problem.ts";
import type { Region } from "../../api/types.ts";
import { useWords } from "../../i18n/words.ts";
import { Failure } from "../../ui/Notices.tsx";
import { useUnsaved } from "../../ui/unsaved.ts";
import { changeOf, type StationDraft } from "./draft.ts";
import { HoursFields } from "./HoursFields.tsx";
import { LimitFields, NameFields, ServiceFields } from "./NameFields.tsx";
import { PlaceFields } from "./PlaceFields.tsx";
import { PumpFields } from "./PumpFields.tsx";

interface StationFormProps {
  readonly isNew: boolean;
  readonly initial: StationDraft;
  readonly revision: number;
  readonly regions: readonly Region[];
  readonly grades: readonly string[];
  /** Reads the station as it is by now; what was typed is lost. */
  readonly reload: () => void;
}

/** The whole of a station on one page, sent as one command. */
export function StationForm({ isNew, initial, revision, regions, grades, reload }: StationFormProps) {
  const { t } = useWords();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const [form] = Form.useForm<StationDraft>();
  const [isTouched, setTouched] = useState(false);
  const isSaved = useRef(false);
  const command = useCommand<{ readonly revision: number }>([["stations"]]);
  useUnsaved(() => isTouched && !isSaved.current);
  const leave = (stationId: string) => void navigate(stationId === "" ? "/stations" : `/stations/${stationId}`);
  const send = () => {
    // The whole of the store: fields that are not on the page belong to the station as well.
    const draft: StationDraft = { ...initial, ...form.getFieldsValue(true) };
    command.mutate(
      { method: "PUT", path: `/v1/operator/stations/${encodeURIComponent(draft.stationId)}`, body: changeOf(draft, revision) },
      {
        onSuccess: () => {
          isSaved.current = true;
          void message.success(t(isNew ? "setup.made" : "setup.saved"));
          leave(draft.stationId);
        },
      },
    );
  };
  const isOutdated = command.isError && toProblem(command.error).code === "station_changed";
  return (
    <Form<StationDraft>
      form={form}
      layout="vertical"
      requiredMark={false}
      scrollToFirstError={{ behavior: "auto", block: "center", focus: true }}
      initialValues={initial}
      onValuesChange={() => setTouched(true)}
      onFinish={send}
      className="setup-form"
    >
      <NameFields isNew={isNew} regions={regions} />
      <PlaceFields own={initial.stationId} />
      <HoursFields />
      <ServiceFields />
      <PumpFields grades={grades} />
      <LimitFields />
      <div className="setup-foot">
        {command.isError && <Failure error={command.error} {...(isOutdated ? { retry: reload, retryWord: t("setup.reload") } : {})} />}
        <div className="form-actions">
          <Button type="primary" htmlType="submit" loading={command.isPending}>
            {t(isNew ? "setup.make" : "setup.save")}
          </Button>
          <Button onClick={() => leave(isNew ? "" : initial.stationId)}>{t("common.cancel")}</Button>
        </div>
      </div>
    </Form>
  );
}
