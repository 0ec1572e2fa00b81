import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import { Button, Skeleton } from "antd";
import type { ReactNode } from "react";
import { useWords } from "../i18n/words.ts";
import { Failure } from "./Notices.tsx";

interface PagedListProps {
  readonly query: UseInfiniteQueryResult;
  /** How many have come so far. */
  readonly length: number;
  /** How many are shown, in words. */
  readonly shown: string;
  /** Instead of the list, when there is nothing. */
  readonly empty: ReactNode;
  /** How many lines stand for it until it comes. */
  readonly rows?: number;
  /** The list itself. */
  readonly children: ReactNode;
}

/** A list that comes page by page: what stands there until it comes, when it can't be had or is empty, and the way to more behind it. */
export function PagedList({ query, length, shown, empty, rows = 6, children }: PagedListProps) {
  const { t } = useWords();
  return (
    <>
      {query.isError && length === 0 && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Skeleton active paragraph={{ rows }} className="pad" />}
      {query.isSuccess && length === 0 && empty}
      {length > 0 && (
        <>
          {children}
          <div className="table-foot">
            <span className="faint num">{shown}</span>
            {query.hasNextPage ? (
              <Button onClick={() => void query.fetchNextPage()} loading={query.isFetchingNextPage}>
                {t("common.more")}
              </Button>
            ) : (
              <span className="faint">{t("common.end")}</span>
            )}
          </div>
        </>
      )}
    </>
  );
}
