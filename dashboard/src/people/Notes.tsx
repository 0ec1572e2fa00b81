import { useQuery } from "@tanstack/react-query";
import { Button, Form, Input, Skeleton } from "antd";
import { useCommand } from "../api/commands.ts";
import { driverPath, type Note, notesQuery } from "../api/people.ts";
import { time } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { Failure } from "../ui/Notices.tsx";
import { Section } from "../ui/Page.tsx";
import { Permit } from "../ui/Permit.tsx";

/** What colleagues have noted about a driver. */
export function Notes({ driverId, timeZone }: { readonly driverId: string; readonly timeZone: string }) {
  const { t, language } = useWords();
  const [form] = Form.useForm<{ text: string }>();
  const { data, isError, error, refetch } = useQuery(notesQuery(driverId));
  const add = useCommand<Note>([["driver", driverId, "notes"]]);
  const send = (body: { readonly text: string }) =>
    add.mutate({ method: "POST", path: driverPath(driverId, "/notes"), body }, { onSuccess: () => form.resetFields() });
  return (
    <Section title={t("driver.notes")}>
      <Permit to="drivers.note">
        <Form<{ text: string }> form={form} layout="vertical" onFinish={send}>
          <Form.Item name="text" rules={[{ required: true, whitespace: true, max: 1_000, message: "" }]} noStyle>
            <Input.TextArea rows={2} maxLength={1_000} aria-label={t("driver.notes")} placeholder={t("driver.notePlaceholder")} />
          </Form.Item>
          {add.isError && <Failure error={add.error} />}
          <div className="form-actions">
            <Button htmlType="submit" loading={add.isPending}>
              {t("driver.addNote")}
            </Button>
          </div>
        </Form>
      </Permit>
      {data === undefined && (isError ? <Failure error={error} retry={() => void refetch()} /> : <Skeleton active />)}
      {data?.items.length === 0 && <p className="faint">{t("driver.noNotes")}</p>}
      <ul aria-label={t("driver.notes")}>
        {data?.items.map(({ noteId, text, operator, at }) => (
          <li key={noteId} className="note">
            <p>{text}</p>
            <p className="faint num">{`${operator} · ${time(at, timeZone, language, "minute")}`}</p>
          </li>
        ))}
      </ul>
    </Section>
  );
}
