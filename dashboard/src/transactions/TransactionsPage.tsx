import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Skeleton } from "antd";
import { transactionsQuery } from "../api/transactions.ts";
import { ExportButton } from "../exports/ExportButton.tsx";
import { count } from "../format/money.ts";
import { time } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { Freshness } from "../ui/Freshness.tsx";
import { useFilters } from "../ui/filters.ts";
import { useRegion, useStations } from "../ui/home.ts";
import { useMedia } from "../ui/media.ts";
import { Failure, Nothing } from "../ui/Notices.tsx";
import { Page, Section } from "../ui/Page.tsx";
import { useSearchingOn } from "../ui/searchingOn.ts";
import { filterNames, transactionQueryOf, wrongFilters } from "./filter.ts";
import { TransactionDrawer } from "./TransactionDrawer.tsx";
import { TransactionFilters } from "./TransactionFilters.tsx";
import { TransactionLines } from "./TransactionLines.tsx";
import { TransactionTable } from "./TransactionTable.tsx";
import "./transactions.css";

/** Every command that moved money or was refused, with where it came from; filters and the open entry stand in the address. */
export function TransactionsPage() {
  const { t, language } = useWords();
  const filters = useFilters();
  const isNarrow = useMedia("(max-width: 1099px)");
  const { timeZone } = useRegion(undefined);
  const stations = useStations();
  const isAsked = wrongFilters(filters, timeZone).length === 0;
  const asked = transactionQueryOf(filters, timeZone);
  const query = useInfiniteQuery({ ...transactionsQuery(asked), enabled: isAsked });
  const pages = isAsked ? (query.data?.pages ?? []) : [];
  const entries = pages.flatMap(({ items }) => items);
  const [first] = pages;
  const searchedTo = pages.at(-1)?.searchedTo ?? null;
  const searchesOn = useSearchingOn(query, entries.length, pages.length, JSON.stringify(asked));
  const opened = filters.get("entry");
  const open = (entryId: string) => filters.set({ entry: entryId }, { replace: false });
  const isFiltered = filterNames.some((name) => filters.get(name) !== undefined);
  const clear = () => filters.set(Object.fromEntries(filterNames.map((name) => [name, undefined])));
  const List = isNarrow ? TransactionLines : TransactionTable;
  // A plain address goes into no file's filter: its name does.
  const { ip, ...exported } = asked;
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
        <TransactionFilters filters={filters} stations={stations} timeZone={timeZone} />
        {query.isError && entries.length === 0 && <Failure error={query.error} retry={() => void query.refetch()} />}
        {!isAsked && <Nothing title={t("transactions.wrong")} />}
        {isAsked && query.isPending && <Skeleton active paragraph={{ rows: 10 }} className="pad" />}
        {query.isSuccess && entries.length === 0 && !query.hasNextPage && (
          <Nothing
            title={t(isFiltered ? "transactions.noMatch" : "transactions.empty")}
            hint={t(isFiltered ? "transactions.noMatchHint" : "transactions.emptyHint")}
            action={isFiltered ? <Button onClick={clear}>{t("orders.clear")}</Button> : undefined}
          />
        )}
        {entries.length > 0 && <List entries={entries} open={open} timeZone={timeZone} />}
        {(entries.length > 0 || query.hasNextPage) && (
          <div className="table-foot">
            <span className="faint num" role="status">
              {t("transactions.shown", { n: count(entries.length) })}
              {searchedTo !== null && ` · ${t("orderFilters.searchedTo", { time: time(searchedTo, timeZone, language, "minute") })}`}
              {searchesOn && ` · ${t("orderFilters.searching")}`}
            </span>
            {query.hasNextPage ? (
              <Button onClick={() => void query.fetchNextPage()} loading={query.isFetchingNextPage}>
                {t("common.more")}
              </Button>
            ) : (
              <span className="faint">{first !== undefined && t("transactions.kept", { n: count(first.keptDays) })}</span>
            )}
          </div>
        )}
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
