import { Modal } from "antd";
import type { ReactNode } from "react";
import { useWords } from "../i18n/words.ts";
import { menuOf } from "../shell/menu.tsx";

interface KeysHelpProps {
  readonly isOpen: boolean;
  readonly close: () => void;
  readonly role: string;
}

/** The keys, on a sheet. */
export function KeysHelp({ isOpen, close, role }: KeysHelpProps) {
  const { t } = useWords();
  return (
    <Modal open={isOpen} onCancel={close} footer={null} title={t("keys.title")} width={560}>
      <dl className="keys">
        <Key keys={[["/"], [COMMAND, "K"]]}>{t("keys.search")}</Key>
        <Key keys={[["?"]]}>{t("keys.help")}</Key>
        <Key keys={[["Esc"]]}>{t("keys.close")}</Key>
        {menuOf(role).map(({ key, letter }) => (
          <Key key={key} keys={[["g", letter]]}>
            {t("keys.go", { page: t(`menu.${key}`) })}
          </Key>
        ))}
        <Key keys={[["j"], ["k"]]}>{t("keys.steps")}</Key>
        <Key keys={[["←↑↓→"], ["+", "−"]]}>{t("keys.map")}</Key>
      </dl>
    </Modal>
  );
}

/** As this machine's keyboard writes it. */
export const COMMAND = /Mac|iPhone|iPad/.test(navigator.platform) ? "⌘" : "Ctrl";

/** Ways to do one thing; each is a sequence of keys. */
function Key({ keys, children }: { readonly keys: readonly (readonly string[])[]; readonly children: ReactNode }) {
  return (
    <div>
      <dt>
        {keys.map((way) => (
          <span key={way.join(" ")} className="keys-way">
            {way.map((one) => (
              <kbd key={one}>{one}</kbd>
            ))}
          </span>
        ))}
      </dt>
      <dd>{children}</dd>
    </div>
  );
}
