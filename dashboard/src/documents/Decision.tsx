import { type RejectionCause, rejectionCauses } from "@forecourt/contract/documents";
import { App, Button, Select } from "antd";
import { useState } from "react";
import { useCommand } from "../api/commands.ts";
import { type DocumentItem, documentPath } from "../api/documents.ts";
import type { Page } from "../api/types.ts";
import { useWords } from "../i18n/words.ts";
import { Failure } from "../ui/Notices.tsx";
import { Section } from "../ui/Page.tsx";

interface DecisionProps {
  readonly document: DocumentItem;
  /** Nobody approves what they have not looked at. */
  readonly hasLooked: boolean;
}

/** Approve, or reject for a reason that the driver is shown. */
export function Decision({ document: { driverId, documentId }, hasLooked }: DecisionProps) {
  const { t } = useWords();
  const { message } = App.useApp();
  const [cause, setCause] = useState<RejectionCause | null>(null);
  const command = useCommand<Page<DocumentItem>>([["documents"], ["driver", driverId, "documents"]]);
  const decide = (verb: "approve" | "reject") =>
    command.mutate(
      {
        method: "POST",
        path: documentPath(driverId, documentId, `/${verb}`),
        ...(verb === "reject" ? { body: { cause } } : {}),
      },
      { onSuccess: () => void message.success(t(verb === "approve" ? "documents.approved" : "documents.rejected")) },
    );
  return (
    <Section title={t("documents.decide")}>
      <div className="document-decision">
        <Button type="primary" disabled={!hasLooked} loading={command.isPending} onClick={() => decide("approve")}>
          {t("documents.approve")}
        </Button>
        <Select<RejectionCause>
          aria-label={t("documents.cause")}
          placeholder={t("documents.chooseCause")}
          value={cause}
          options={rejectionCauses.map((value) => ({ value, label: t(`documents.causes.${value}`) }))}
          onChange={setCause}
        />
        <Button danger disabled={cause === null || command.isPending} onClick={() => decide("reject")}>
          {t("documents.reject")}
        </Button>
      </div>
      <p className="faint">{hasLooked ? t("documents.causeHint") : `${t("documents.lookFirst")} ${t("documents.causeHint")}`}</p>
      {command.isError && <Failure error={command.error} />}
    </Section>
  );
}
