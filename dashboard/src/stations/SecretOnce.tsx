import { CheckOutlined, CopyOutlined } from "@ant-design/icons";
import { Button, Modal } from "antd";
import { useState } from "react";
import type { TerminalSecret } from "../api/types.ts";
import { useWords } from "../i18n/words.ts";
import { NeedsYou } from "../ui/Notices.tsx";

interface SecretOnceProps {
  readonly secret: TerminalSecret;
  readonly done: () => void;
}

/** A terminal's new secret, this once. Only the button closes it: a stray click must not lose it. */
export function SecretOnce({ secret, done }: SecretOnceProps) {
  const { t } = useWords();
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(secret.secret);
    setCopied(true);
  };
  return (
    <Modal
      open
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      title={t("terminals.secretOf", { id: secret.terminalId })}
      footer={
        <Button type="primary" onClick={done}>
          {t("terminals.secretDone")}
        </Button>
      }
    >
      <NeedsYou>{t("terminals.secretHint")}</NeedsYou>
      <div className="secret">
        <code>{secret.secret}</code>
        <Button icon={isCopied ? <CheckOutlined /> : <CopyOutlined />} onClick={() => void copy()}>
          {t(isCopied ? "common.copied" : "common.copy")}
        </Button>
      </div>
    </Modal>
  );
}
