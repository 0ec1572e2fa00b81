import { App } from "antd";
import { useEffect, useRef } from "react";
import { useBlocker } from "react-router";
import { useWords } from "../i18n/words.ts";

/** Asks before what was typed and not sent is left, by a link or by closing the page. */
export function useUnsaved(isUnsaved: () => boolean): void {
  const { t } = useWords();
  const { modal } = App.useApp();
  const latest = useRef(isUnsaved);
  useEffect(() => {
    latest.current = isUnsaved;
  });
  const blocker = useBlocker(({ currentLocation, nextLocation }) => latest.current() && currentLocation.pathname !== nextLocation.pathname);
  useEffect(() => {
    if (blocker.state !== "blocked") return;
    const asked = modal.confirm({
      title: t("common.unsaved"),
      okText: t("common.leave"),
      cancelText: t("common.stay"),
      onOk: () => blocker.proceed(),
      onCancel: () => blocker.reset(),
    });
    return () => asked.destroy();
  }, [blocker, modal, t]);
  useEffect(() => {
    const closing = (event: BeforeUnloadEvent) => {
      if (latest.current()) event.preventDefault();
    };
    addEventListener("beforeunload", closing);
    return () => removeEventListener("beforeunload", closing);
  }, []);
}
