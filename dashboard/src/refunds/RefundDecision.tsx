import { App, Button, Input } from "antd";
import { useState } from "react";
import { useCommand } from "../api/commands.ts";
import type { OperatorRefund } from "../api/payments.ts";
import { money } from "../format/money.ts";
import { useWords } from "../i18n/words.ts";
import { Failure } from "../ui/Notices.tsx";
import { useMay } from "../ui/Permit.tsx";

/** What to read again once a refund has been decided on. */
export const refundReads = (refundId: string) => [["refunds"], ["refund", refundId], ["liability"], ["driver"], ["order"]] as const;

/** The decision that a refund waits for, to those who may: about asking at all, or about a transfer that is with the bank. */
export function RefundDecision({ refund }: { readonly refund: OperatorRefund }) {
  const mayWrite = useMay("refunds.write");
  if (!mayWrite) return null;
  if (refund.state === "review") return <Review refund={refund} />;
  return refund.state === "bank_exported" ? <Transfer refund={refund} /> : null;
}

function Review({ refund: { refundId, principalMinor, currency } }: { readonly refund: OperatorRefund }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const [note, setNote] = useState("");
  const command = useCommand(refundReads(refundId));
  const text = note.trim();
  const decide = (verb: "approve" | "decline") =>
    command.mutate(
      {
        method: "POST",
        path: `/v1/operator/refunds/${refundId}/${verb}`,
        body: verb === "decline" ? { reason: text } : text === "" ? {} : { note: text },
        reason: text,
      },
      { onSuccess: () => void message.success(t(verb === "approve" ? "refunds.approved" : "refunds.declined")) },
    );
  return (
    <Decision
      label={t("refunds.note")}
      hint={t("refunds.noteHint")}
      value={note}
      change={setNote}
      error={command.error}
      actions={
        <>
          <Button type="primary" loading={command.isPending} onClick={() => decide("approve")}>
            {t("refunds.approve", { amount: money(principalMinor, currency) })}
          </Button>
          <Button disabled={text === "" || command.isPending} onClick={() => decide("decline")}>
            {t("refunds.decline")}
          </Button>
        </>
      }
    />
  );
}

function Transfer({ refund: { refundId } }: { readonly refund: OperatorRefund }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const [words, setWords] = useState("");
  const command = useCommand(refundReads(refundId));
  const text = words.trim();
  const say = (verb: "confirm" | "reject") =>
    command.mutate(
      {
        method: "POST",
        path: `/v1/operator/bank-transfers/${refundId}/${verb}`,
        body: verb === "confirm" ? { reference: text } : { reason: text },
        reason: text,
      },
      { onSuccess: () => void message.success(t(verb === "confirm" ? "transfers.confirmed" : "transfers.rejected")) },
    );
  return (
    <Decision
      label={t("transfers.words")}
      hint={t("transfers.wordsHint")}
      value={words}
      change={setWords}
      error={command.error}
      actions={
        <>
          <Button type="primary" disabled={text === "" || text.length > 80} loading={command.isPending} onClick={() => say("confirm")}>
            {t("transfers.confirm")}
          </Button>
          <Button disabled={text === "" || command.isPending} onClick={() => say("reject")}>
            {t("transfers.reject")}
          </Button>
        </>
      }
    />
  );
}

interface DecisionProps {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly change: (value: string) => void;
  readonly error: Error | null;
  readonly actions: React.ReactNode;
}

/** A line to write, and what it decides. */
function Decision({ label, hint, value, change, error, actions }: DecisionProps) {
  return (
    <div className="inline-form">
      <Input aria-label={label} placeholder={label} maxLength={200} value={value} onChange={({ target }) => change(target.value)} />
      <p className="faint">{hint}</p>
      {error !== null && <Failure error={error} />}
      <div className="form-actions">{actions}</div>
    </div>
  );
}
