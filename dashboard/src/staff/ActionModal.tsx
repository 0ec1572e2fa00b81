import { Input, Modal } from "antd";
import { useState } from "react";
import { useCommand } from "../api/commands.ts";
import type { OperatorItem } from "../api/types.ts";
import { useWords } from "../i18n/words.ts";
import { Failure } from "../ui/Notices.tsx";
import type { Link } from "./LinkOnce.tsx";

/** What an administrator does to another's account. */
export type Action = "disable" | "enable" | "unlock" | "require-password-change" | "reset-second-factor" | "end-sessions" | "link";

/** Those that make sense as the account stands. */
export function actionsFor({ state, lockedUntil, hasSecondFactor, mustChangePassword }: OperatorItem): readonly Action[] {
  if (state === "disabled") return ["enable"];
  if (state === "invited") return ["link", "disable"];
  const sensible: readonly (Action | false)[] = [
    lockedUntil !== null && "unlock",
    "link",
    !mustChangePassword && "require-password-change",
    hasSecondFactor && "reset-second-factor",
    "end-sessions",
    "disable",
  ];
  return sensible.filter((action) => action !== false);
}

interface ActionModalProps {
  readonly operator: OperatorItem;
  readonly action: Action;
  readonly close: () => void;
  readonly linked: (link: Link) => void;
}

/** Asks once more, and why: the reason goes into the audit log. */
export function ActionModal({ operator, action, close, linked }: ActionModalProps) {
  const { t } = useWords();
  const [reason, setReason] = useState("");
  const send = useCommand<Link | undefined>([["operators"]]);
  const path = `/v1/operator/operators/${operator.operatorId}/${action}`;
  const carryOut = () =>
    send.mutate(
      { method: "POST", path, reason },
      {
        onSuccess: (reply) => {
          if (reply !== undefined) linked(reply);
          close();
        },
      },
    );
  return (
    <Modal
      open
      title={t(`operators.actions.${action}`)}
      onCancel={close}
      onOk={carryOut}
      okText={t("operators.confirm")}
      cancelText={t("common.cancel")}
      okButtonProps={{ danger: action === "disable" }}
      confirmLoading={send.isPending}
    >
      <p>{t("operators.confirmHint", { name: operator.name, email: operator.email })}</p>
      <Input.TextArea
        rows={2}
        maxLength={300}
        aria-label={t("operators.reason")}
        placeholder={`${t("operators.reason")} (${t("operators.reasonHint")})`}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
      />
      {send.isError && <Failure error={send.error} />}
    </Modal>
  );
}
