import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import { Button } from "antd";
import type { ReactNode } from "react";
import { time } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import type { ReadFilters } from "./filterRules.ts";
import { Nothing } from "./Notices.tsx";
import { PagedList } from "./PagedList.tsx";
import { useSearchingOn } from "./searchingOn.ts";

interface SearchedListProps {
  readonly query: UseInfiniteQueryResult;
  readonly read: ReadFilters<string>;
  /** What has come so far, of how many pages, and back to when these have been searched; null: to the end. */
  readonly length: number;
  readonly pages: number;
  readonly searchedTo: string | null;
  readonly timeZone: string;
  readonly words: Readonly<Record<"empty" | "emptyHint" | "noMatch" | "noMatchHint", string>>;
  readonly clear: () => void;
  readonly end?: string | undefined;
  readonly children: ReactNode;
}

/** A list whose filters may find little in much: it searches on by itself, says how far it has come, and asks nothing that can't be meant. */
export function SearchedList(props: SearchedListProps) {
  const { query, read, length, pages, searchedTo, timeZone, words, clear, end, children } = props;
  const { t, language } = useWords();
  const searchesOn = useSearchingOn(query, length, pages, JSON.stringify(read.asked));
  const way = <Button onClick={clear}>{t("filters.clear")}</Button>;
  if (read.wrong.length > 0) return <Nothing title={t("filters.wrong")} action={way} />;
  return (
    <PagedList
      query={query}
      length={length}
      rows={10}
      also={
        <>
          {searchedTo !== null && ` · ${t("filters.searchedTo", { time: time(searchedTo, timeZone, language, "minute") })}`}
          {searchesOn && ` · ${t("filters.searching")}`}
        </>
      }
      empty={
        read.isFiltered ? (
          <Nothing title={words.noMatch} hint={words.noMatchHint} action={way} />
        ) : (
          <Nothing title={words.empty} hint={words.emptyHint} />
        )
      }
      end={end}
    >
      {children}
    </PagedList>
  );
}
