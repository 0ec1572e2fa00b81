import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import { Button, Skeleton } from "antd";
import type { ReactNode } from "react";
import { count } from "../format/money.ts";
import { useWords } from "../i18n/words.ts";
import { Failure } from "./Notices.tsx";

interface PagedListProps {
  readonly query: UseInfiniteQueryResult;
  /** How many have come so far. */
  readonly length: number;
  /** Instead of the list, when there is nothing. */
  readonly empty: ReactNode;
  /** How many lines stand for it until it comes. */
  readonly rows?: number;
  /** Behind how many are shown: how far the list was searched. */
  readonly also?: ReactNode;
  /** Instead of the way to more, when there is no more. */
  readonly end?: string | undefined;
  /** The list itself. */
  readonly children: ReactNode;
}

/** A list that comes page by page: what stands there until it comes, when it can't be had or is empty, and the way to more behind it. */
export function PagedList({ query, length, empty, rows = 6, also, end, children }: PagedListProps) {
  const { t } = useWords();
  const { isError, isPending, isSuccess, hasNextPage } = query;
  return (
    <>
      {isError && length === 0 && <Failure error={query.error} retry={() => void query.refetch()} />}
      {isPending && <Skeleton active paragraph={{ rows }} className="pad" />}
      {isSuccess && length === 0 && !hasNextPage && empty}
      {length > 0 && children}
      {(length > 0 || hasNextPage) && (
        <div className="table-foot">
          <span className="faint num" role="status">
            {t("common.shown", { n: count(length) })}
            {also}
          </span>
          {hasNextPage ? (
            <Button onClick={() => void query.fetchNextPage()} loading={query.isFetchingNextPage}>
              {t("common.more")}
            </Button>
          ) : (
            <span className="faint">{end ?? t("common.end")}</span>
          )}
        </div>
      )}
    </>
  );
}
