import { time } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { useRegion } from "../ui/home.ts";
import { NeedsYou } from "../ui/Notices.tsx";
import { CopyButton, ShownOnce } from "../ui/ShownOnce.tsx";

/** A link to choose a password by. */
export interface Link {
  readonly token: string;
  readonly expiresAt: string;
}

/** The link, this once. */
export function LinkOnce({ link, done }: { readonly link: Link; readonly done: () => void }) {
  const { t, language } = useWords();
  const { timeZone } = useRegion(undefined);
  const address = `${location.origin}/invitation#${link.token}`;
  return (
    <ShownOnce title={t("operators.linkTitle")} doneWord={t("operators.linkDone")} done={done}>
      <NeedsYou>{t("operators.linkHint", { time: time(link.expiresAt, timeZone, language, "minute") })}</NeedsYou>
      <code className="staff-link">{address}</code>
      <CopyButton text={address} />
    </ShownOnce>
  );
}
