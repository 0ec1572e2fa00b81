import type { UseQueryResult } from "@tanstack/react-query";
import { Skeleton } from "antd";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { useWords } from "../i18n/words.ts";
import { Failure, Nothing } from "../ui/Notices.tsx";
import { Page } from "../ui/Page.tsx";

interface EntryPageProps {
  readonly title: string;
  readonly query: Pick<UseQueryResult, "data" | "isError" | "error" | "refetch">;
  /** Whether it is one that is there: not a new one, and not one that nobody knows. */
  readonly isKnown: boolean;
  readonly isNew: boolean;
  /** Said of one that nobody knows. */
  readonly none: string;
  /** Its editor, for whoever may change it. */
  readonly editor: ReactNode;
  readonly history: ReactNode;
}

/** A page of one thing of the catalog: its terms to be changed, and every version there was. */
export function EntryPage({ title, query, isKnown, isNew, none, editor, history }: EntryPageProps) {
  const { t } = useWords();
  const isRead = query.data !== undefined;
  return (
    <Page
      title={title}
      note={
        <Link to="/catalog" className="back">
          {`‹ ${t("regions.toCatalog")}`}
        </Link>
      }
    >
      {!isRead && (query.isError ? <Failure error={query.error} retry={() => void query.refetch()} /> : <Skeleton active />)}
      {isRead && !isNew && !isKnown && <Nothing title={none} />}
      {isRead && (isNew || isKnown) && editor}
      {isKnown && history}
    </Page>
  );
}
