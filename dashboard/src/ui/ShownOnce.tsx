import { CheckOutlined, CopyOutlined } from "@ant-design/icons";
import { Button, Modal } from "antd";
import { type ReactNode, useState } from "react";
import { useWords } from "../i18n/words.ts";

interface ShownOnceProps {
  readonly title: string;
  /** What whoever has kept it says. */
  readonly doneWord: string;
  readonly done: () => void;
  readonly children: ReactNode;
}

/** Something that is shown this once. Only the button closes it: a stray click must not lose it. */
export function ShownOnce({ title, doneWord, done, children }: ShownOnceProps) {
  return (
    <Modal
      open
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      title={title}
      footer={
        <Button type="primary" onClick={done}>
          {doneWord}
        </Button>
      }
    >
      {children}
    </Modal>
  );
}

/** Copies a text, and says that it has. */
export function CopyButton({ text }: { readonly text: string }) {
  const { t } = useWords();
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return (
    <Button icon={isCopied ? <CheckOutlined /> : <CopyOutlined />} onClick={() => void copy()}>
      {t(isCopied ? "common.copied" : "common.copy")}
    </Button>
  );
}
