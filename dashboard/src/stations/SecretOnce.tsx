import type { TerminalSecret } from "../api/types.ts";
import { useWords } from "../i18n/words.ts";
import { NeedsYou } from "../ui/Notices.tsx";
import { CopyButton, ShownOnce } from "../ui/ShownOnce.tsx";

interface SecretOnceProps {
  readonly secret: TerminalSecret;
  readonly done: () => void;
}

/** A terminal's new secret, this once. */
export function SecretOnce({ secret: { terminalId, secret }, done }: SecretOnceProps) {
  const { t } = useWords();
  return (
    <ShownOnce title={t("terminals.secretOf", { id: terminalId })} doneWord={t("terminals.secretDone")} done={done}>
      <NeedsYou>{t("terminals.secretHint")}</NeedsYou>
      <div className="secret">
        <code>{secret}</code>
        <CopyButton text={secret} />
      </div>
    </ShownOnce>
  );
}
