import { App, Button, Input } from "antd";
import { useState } from "react";
import { useCommand } from "../api/commands.ts";
import { useWords } from "../i18n/words.ts";
import { Failure } from "../ui/Notices.tsx";
import { Section } from "../ui/Page.tsx";
import { DifferenceTable } from "./DifferenceTable.tsx";
import { differences } from "./difference.ts";

type Terms = Readonly<Record<string, unknown>>;

interface ReviewProps {
  readonly id: string;
  readonly path: string;
  readonly before: Terms;
  readonly after: Terms;
  readonly currency: string;
  readonly timeZone?: string;
  readonly refreshes: readonly (readonly unknown[])[];
  readonly back: () => void;
  readonly saved: () => void;
}

/** What a new version would change, before it is saved. */
export function Review({ id, path, before, after, currency, timeZone = "UTC", refreshes, back, saved }: ReviewProps) {
  const { t } = useWords();
  const { message } = App.useApp();
  const define = useCommand<{ readonly version: number }>(refreshes);
  const [reason, setReason] = useState("");
  const changes = differences(before, after);
  const save = () =>
    define.mutate(
      { method: "PUT", path, body: after, reason },
      {
        onSuccess: ({ version }) => {
          void message.success(t("regions.saved", { id, version }));
          saved();
        },
      },
    );
  return (
    <Section title={t("regions.changes")}>
      {changes.length === 0 ? (
        <p className="faint">{t("regions.none")}</p>
      ) : (
        <DifferenceTable changes={changes} currency={currency} timeZone={timeZone} />
      )}
      <Input
        className="decision-note"
        aria-label={t("packages.reason")}
        placeholder={t("packages.reason")}
        maxLength={300}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
      />
      {define.isError && <Failure error={define.error} />}
      <div className="form-actions">
        <Button type="primary" onClick={save} loading={define.isPending} disabled={changes.length === 0}>
          {t("regions.save")}
        </Button>
        <Button onClick={back}>{t("regions.back")}</Button>
      </div>
    </Section>
  );
}
