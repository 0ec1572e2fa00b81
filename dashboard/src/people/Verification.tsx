import { Button } from "antd";
import { useEffect, useRef, useState } from "react";
import { call } from "../api/client.ts";
import { driverPath, type Movement } from "../api/people.ts";
import type { Page } from "../api/types.ts";
import { count } from "../format/money.ts";
import { plural } from "../i18n/plural.ts";
import { useWords } from "../i18n/words.ts";
import { Mark } from "../ui/State.tsx";
import { ChainVerifier, type Verdict } from "./verify.ts";

type Progress =
  | { readonly kind: "idle" }
  | ({ readonly kind: "running" | "done" } & Verdict)
  | { readonly kind: "failed"; readonly error: unknown };

/** Reads the whole statement and verifies its chain, page by page; says how far it is, and can be stopped. */
export function Verification({ driverId }: { readonly driverId: string }) {
  const { t, problemOf } = useWords();
  const [progress, setProgress] = useState<Progress>({ kind: "idle" });
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const stop = () => {
    running.current?.abort();
    setProgress({ kind: "idle" });
  };
  const verify = async () => {
    const controller = new AbortController();
    running.current = controller;
    const { signal } = controller;
    const verifier = new ChainVerifier();
    setProgress({ kind: "running", checked: 0, brokenNo: null });
    try {
      for (let cursor: string | null | undefined; cursor !== null && !signal.aborted; ) {
        const page: Page<Movement> = await call("GET", driverPath(driverId, "/statement"), { query: { limit: 100, cursor }, signal });
        const verdict = await verifier.add(page.items);
        if (signal.aborted) return;
        setProgress({ kind: "running", ...verdict });
        cursor = verdict.brokenNo === null ? page.nextCursor : null;
      }
      if (!signal.aborted) setProgress({ kind: "done", ...verifier.end() });
    } catch (error) {
      if (!signal.aborted) setProgress({ kind: "failed", error });
    }
  };
  switch (progress.kind) {
    case "idle":
      return <Button onClick={() => void verify()}>{t("driver.verify")}</Button>;
    case "running":
      return (
        <>
          <span className="faint num" role="status">
            {t("driver.verifying", { n: count(progress.checked) })}
          </span>
          <Button onClick={stop}>{t("driver.stop")}</Button>
        </>
      );
    case "done":
      return progress.brokenNo === null ? (
        <Mark tone="done">{plural(t, "driver.verified", progress.checked)}</Mark>
      ) : (
        <Mark tone="risk">{t("driver.broken", { n: progress.brokenNo })}</Mark>
      );
    case "failed":
      return <Mark tone="attention">{problemOf(progress.error)}</Mark>;
  }
}
