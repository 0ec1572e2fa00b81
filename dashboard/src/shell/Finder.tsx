import { QuestionCircleOutlined, SearchOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";
import { useWords } from "../i18n/words.ts";
import { COMMAND, KeysHelp } from "../keys/KeysHelp.tsx";
import { takeStep } from "../keys/steps.ts";
import { useKeys } from "../keys/useKeys.ts";
import { SearchPalette } from "../search/SearchPalette.tsx";
import { menuOf } from "./menu.tsx";

/** Ways to get somewhere without the mouse: the search, the keys, and the sheet that tells them. */
export function Finder({ role, isWide }: { readonly role: string; readonly isWide: boolean }) {
  const { t } = useWords();
  const navigate = useNavigate();
  const [shown, show] = useState<"search" | "help" | null>(null);
  const close = () => show(null);
  useKeys((meaning) => {
    if (meaning.type === "step") {
      takeStep(meaning.step);
      return;
    }
    if (meaning.type !== "go") {
      show(meaning.type);
      return;
    }
    const page = menuOf(role).find(({ letter }) => letter === meaning.letter);
    if (page === undefined) return;
    close();
    void navigate(page.path);
  });
  return (
    <>
      <Button
        className={isWide ? "search-button" : ""}
        type="text"
        icon={<SearchOutlined />}
        {...(isWide ? {} : { "aria-label": t("search.title") })}
        aria-keyshortcuts="/ Control+K"
        onClick={() => show("search")}
      >
        {isWide && (
          <>
            {t("search.placeholder")} <kbd aria-hidden>{COMMAND} K</kbd>
          </>
        )}
      </Button>
      <span className="shell-space" />
      {isWide && (
        <Button
          type="text"
          icon={<QuestionCircleOutlined />}
          aria-label={t("keys.title")}
          title={t("keys.title")}
          onClick={() => show("help")}
        />
      )}
      <SearchPalette isOpen={shown === "search"} close={close} role={role} />
      <KeysHelp isOpen={shown === "help"} close={close} role={role} />
    </>
  );
}
