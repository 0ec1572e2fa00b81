import type { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";

/** A filter that finds little looks through many pages: so many by itself, then it asks. */
const SEARCHED_PAGES = 25;
const ENOUGH = 20;

type Query = Pick<ReturnType<typeof useInfiniteQuery>, "hasNextPage" | "isFetching" | "fetchNextPage">;

/** Goes on by itself while little has been found, and says whether it does. */
export function useSearchingOn({ hasNextPage, isFetching, fetchNextPage }: Query, found: number, pages: number, filter: string): boolean {
  const [begun, setBegun] = useState({ filter, pages: 0 });
  const looked = begun.filter === filter ? pages - begun.pages : 0;
  const searchesOn = hasNextPage && pages > 0 && found < ENOUGH && looked < SEARCHED_PAGES;
  useEffect(() => {
    if (begun.filter !== filter) setBegun({ filter, pages: 0 });
    else if (searchesOn && !isFetching) void fetchNextPage();
  }, [begun.filter, filter, searchesOn, isFetching, fetchNextPage]);
  return searchesOn;
}
