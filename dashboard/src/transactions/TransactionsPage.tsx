import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { transactionsQuery } from "../api/transactions.ts";
import { ExportButton } from "../exports/ExportButton.tsx";
import { plural } from "../i18n/plural.ts";
import { useWords } from "../i18n/words.ts";
import { Freshness } from "../ui/Freshness.tsx";
import { readFilters } from "../ui/filterRules.ts";
import { useFilters } from "../ui/filters.ts";
import { useRegion, useStations } from "../ui/home.ts";
import { useMedia } from "../ui/media.ts";
import { Page, Section } from "../ui/Page.tsx";
import { SearchedList } from "../ui/SearchedList.tsx";
import { transactionFilters } from "./filter.ts";
import { TransactionDrawer } from "./TransactionDrawer.tsx";
import { TransactionFilters } from "./TransactionFilters.tsx";
import { TransactionLines } from "./TransactionLines.tsx";
import { TransactionTable } from "./TransactionTable.tsx";
import "./transactions.css";

/** Every command that moved money or was refused, with where it came from; filters and the open entry stand in the address. */
export function TransactionsPage() {
  const { t } = useWords();
  const filters = useFilters();
  const isNarrow = useMedia("(max-width: 1099px)");
  const { timeZone } = useRegion(undefined);
  const stations = useStations();
  const read = readFilters(transactionFilters, filters.get, timeZone);
  const isAsked = read.wrong.length === 0;
  const query = useInfiniteQuery({ ...transactionsQuery(read.asked), enabled: isAsked });
  const pages = isAsked ? (query.data?.pages ?? []) : [];
  const entries = pages.flatMap(({ items }) => items);
  const [first] = pages;
  const opened = filters.get("entry");
  const open = (entryId: string) => filters.set({ entry: entryId }, { replace: false });
  const List = isNarrow ? TransactionLines : TransactionTable;
  // A plain address goes into no file's filter: its name does.
  const { ip, ...exported } = read.asked;
  const filter = ip === undefined || first?.ipKey == null ? exported : { ...exported, ipKey: first.ipKey };
  return (
    <Page
      title={t("menu.transactions")}
      note={<Freshness at={first?.asOf} timeZone={timeZone} isStale={query.isRefetchError} />}
      actions={
        <>
          <Button onClick={() => void query.refetch()} loading={query.isRefetching && !query.isFetchingNextPage}>
            {t("common.refresh")}
          </Button>
          {isAsked && (ip === undefined || first !== undefined) && (
            <ExportButton subject="transactions" filter={filter} timeZone={timeZone} />
          )}
        </>
      }
    >
      <Section flush>
        <TransactionFilters filters={filters} stations={stations} wrong={read.wrong} />
        <SearchedList
          query={query}
          read={read}
          length={entries.length}
          pages={pages.length}
          searchedTo={pages.at(-1)?.searchedTo ?? null}
          timeZone={timeZone}
          words={{
            empty: t("transactions.empty"),
            emptyHint: t("transactions.emptyHint"),
            noMatch: t("transactions.noMatch"),
            noMatchHint: t("transactions.noMatchHint"),
          }}
          clear={() => filters.clear(Object.keys(transactionFilters))}
          end={first && plural(t, "transactions.kept", first.keptDays)}
        >
          <List entries={entries} open={open} timeZone={timeZone} />
        </SearchedList>
      </Section>
      {opened !== undefined && (
        <TransactionDrawer
          key={opened}
          entryId={opened}
          listed={entries.find(({ entryId }) => entryId === opened)}
          timeZone={timeZone}
          close={() => filters.set({ entry: undefined })}
        />
      )}
    </Page>
  );
}
