import type { ReactNode } from "react";
import { useEffect } from "react";

interface PageProps {
  readonly title: string;
  /** Beside the title. */
  readonly note?: ReactNode;
  /** On the right: filters and the page's one main action. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A page under the top bar: its title, what can be done, its content. */
export function Page({ title, note, actions, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Forecourt`;
  }, [title]);
  return (
    <div className="page">
      <div className="page-head">
        <div className="page-title">
          <h1>{title}</h1>
          {note}
        </div>
        {actions !== undefined && <div className="page-actions">{actions}</div>}
      </div>
      {children}
    </div>
  );
}

interface SectionProps {
  readonly title?: ReactNode;
  readonly extra?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
  /** Content goes to the edges: tables. */
  readonly flush?: boolean;
}

/** A card with a heading. */
export function Section({ title, extra, children, className = "", flush = false }: SectionProps) {
  return (
    <section className={`section ${flush ? "section-flush" : ""} ${className}`}>
      {(title !== undefined || extra !== undefined) && (
        <header className="section-head">
          {title !== undefined && <h2>{title}</h2>}
          {extra !== undefined && <div className="section-extra">{extra}</div>}
        </header>
      )}
      <div className="section-body">{children}</div>
    </section>
  );
}
