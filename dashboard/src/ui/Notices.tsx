import { Alert, Button } from "antd";
import type { ReactNode } from "react";
import { toProblem } from "../api/problem.ts";
import { useWords } from "../i18n/words.ts";

interface NothingProps {
  readonly title: string;
  readonly hint?: string;
  readonly action?: ReactNode;
  /** A line instead of a picture, where a page has several lists. */
  readonly compact?: boolean;
}

/** Nothing here: a drawing, a line that says so, and what to do. */
export function Nothing({ title, hint, action, compact = false }: NothingProps) {
  if (compact) {
    return (
      <p className="nothing-line-text">
        <span className="strong">{title}</span> {hint}
      </p>
    );
  }
  return (
    <div className="nothing">
      <svg viewBox="0 0 120 72" width="120" height="72" aria-hidden="true">
        <path d="M8 64h104" className="nothing-line" />
        <path d="M24 28 32 14h56l8 14z" className="nothing-roof" />
        <path d="M36 28v36M84 28v36" className="nothing-line" />
        <rect x="53" y="42" width="14" height="22" rx="3" className="nothing-pump" />
        <path d="M67 50h4v8a2.500 2.500 0 0 0 5 0V47l-3-3" className="nothing-line" />
      </svg>
      <p className="nothing-title">{title}</p>
      {hint !== undefined && <p className="nothing-hint">{hint}</p>}
      {action}
    </div>
  );
}

interface FailureProps {
  readonly error: unknown;
  readonly retry?: () => void;
  /** Where the way on is another than trying again. */
  readonly retryWord?: string;
}

/** What went wrong and the way on. `requestId` is what support asks for. */
export function Failure({ error, retry, retryWord }: FailureProps) {
  const { t, problemOf } = useWords();
  const { requestId, status } = toProblem(error);
  // Of use where something broke; a refusal explains itself.
  const isBroken = status >= 500 && requestId !== undefined;
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={problemOf(error)}
      description={!isBroken ? undefined : <span className="faint">{t("common.requestId", { id: requestId })}</span>}
      action={
        retry === undefined ? undefined : (
          <Button size="small" onClick={retry}>
            {retryWord ?? t("common.retry")}
          </Button>
        )
      }
    />
  );
}

/** Something that waits for somebody. */
export function NeedsYou({ children, action }: { readonly children: ReactNode; readonly action?: ReactNode }) {
  return <Alert type="warning" showIcon title={children} action={action} />;
}
