import type { openedAddresses, transaction, transactions } from "@forecourt/contract/http/transactions";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { call } from "./client.ts";
import { byCursor, whileFirst } from "./pages.ts";

/** What the pages of the transaction log read. */
export type Transaction = (typeof transaction)["_output"];
export type TransactionPage = (typeof transactions)["_output"];
export type OpenedAddresses = (typeof openedAddresses)["_output"];

export const transactionPath = (entryId: string, part = "") => `/v1/operator/transactions/${encodeURIComponent(entryId)}${part}`;

/** @param filter as the API takes it */
export function transactionsQuery(filter: Readonly<Record<string, string | number>>) {
  return infiniteQueryOptions({
    queryKey: ["transactions", filter],
    queryFn: ({ signal, pageParam }) =>
      call<TransactionPage>("GET", "/v1/operator/transactions", { query: { ...filter, limit: 50, cursor: pageParam }, signal }),
    ...byCursor,
    // New entries come in by themselves, until somebody reads on.
    refetchInterval: whileFirst(5_000),
  });
}

export function transactionQuery(entryId: string) {
  return queryOptions({
    queryKey: ["transaction", entryId],
    queryFn: ({ signal }) => call<Transaction>("GET", transactionPath(entryId), { signal }),
  });
}
