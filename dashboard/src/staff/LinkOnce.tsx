import { CheckOutlined, CopyOutlined } from "@ant-design/icons";
import { Button, Modal } from "antd";
import { useState } from "react";
import { time } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { useRegion } from "../ui/home.ts";
import { NeedsYou } from "../ui/Notices.tsx";

/** A link to choose a password by. */
export interface Link {
  readonly token: string;
  readonly expiresAt: string;
}

/** The link, this once. Only the button closes it: a stray click must not lose it. */
export function LinkOnce({ link, done }: { readonly link: Link; readonly done: () => void }) {
  const { t, language } = useWords();
  const { timeZone } = useRegion(undefined);
  const [isCopied, setCopied] = useState(false);
  const address = `${location.origin}/invitation#${link.token}`;
  const copy = async () => {
    await navigator.clipboard.writeText(address);
    setCopied(true);
  };
  return (
    <Modal
      open
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      title={t("operators.linkTitle")}
      footer={
        <Button type="primary" onClick={done}>
          {t("operators.linkDone")}
        </Button>
      }
    >
      <NeedsYou>{t("operators.linkHint", { time: time(link.expiresAt, timeZone, language, "minute") })}</NeedsYou>
      <code className="staff-link">{address}</code>
      <Button icon={isCopied ? <CheckOutlined /> : <CopyOutlined />} onClick={() => void copy()}>
        {t(isCopied ? "common.copied" : "common.copy")}
      </Button>
    </Modal>
  );
}
