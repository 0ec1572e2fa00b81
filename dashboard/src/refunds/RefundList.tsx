import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { type OperatorRefund, refundsQuery } from "../api/payments.ts";
import { useFilters } from "../ui/filters.ts";
import { Section } from "../ui/Page.tsx";
import { PagedList } from "../ui/PagedList.tsx";
import { RefundDrawer } from "./RefundDrawer.tsx";
import { RefundTable } from "./RefundTable.tsx";

/** The refunds in a state, as many pages as have been read. */
export function useRefunds(state: string | undefined, channel: string | undefined) {
  const query = useInfiniteQuery(refundsQuery(state, channel));
  return { query, refunds: query.data?.pages.flatMap(({ items }) => items) ?? [] };
}

interface RefundListProps extends ReturnType<typeof useRefunds> {
  readonly timeZone: string;
  /** What narrows the list. */
  readonly filters: ReactNode;
  /** Instead of a list that is empty. */
  readonly nothing: ReactNode;
  readonly chosen?: readonly string[];
  readonly choose?: (refundIds: readonly string[]) => void;
}

/** A list of refunds, and the one of them that the address names, opened beside it. */
export function RefundList({ query, refunds, timeZone, filters: narrowing, nothing, chosen, choose }: RefundListProps) {
  const filters = useFilters();
  const opened = filters.get("refund");
  return (
    <>
      <Section flush>
        <search className="filters">{narrowing}</search>
        <PagedList query={query} length={refunds.length} empty={nothing}>
          <RefundTable
            refunds={refunds}
            timeZone={timeZone}
            open={(refund) => filters.set({ refund }, { replace: false })}
            {...(chosen === undefined || choose === undefined ? {} : { chosen, choose })}
          />
        </PagedList>
      </Section>
      {opened !== undefined && (
        <RefundDrawer
          key={opened}
          refundId={opened}
          listed={refunds.find(({ refundId }: OperatorRefund) => refundId === opened)}
          timeZone={timeZone}
          close={() => filters.set({ refund: undefined })}
        />
      )}
    </>
  );
}
