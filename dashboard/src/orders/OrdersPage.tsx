import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Skeleton } from "antd";
import { ordersQuery } from "../api/queries.ts";
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
import { filterNames, orderQueryOf, wrongFilters } from "./filter.ts";
import { OrderDrawer } from "./OrderDrawer.tsx";
import { OrderFilters } from "./OrderFilters.tsx";
import { OrderLines } from "./OrderLines.tsx";
import { OrderTable } from "./OrderTable.tsx";

/** Everybody's top-ups and fills, newest first; what is filtered and which one is open stands in the address. */
export function OrdersPage() {
  const { t, language } = useWords();
  const filters = useFilters();
  const isNarrow = useMedia("(max-width: 1099px)");
  const { timeZone } = useRegion(undefined);
  const stations = useStations();
  const isAsked = wrongFilters(filters, timeZone).length === 0;
  const asked = orderQueryOf(filters, timeZone);
  const query = useInfiniteQuery({ ...ordersQuery(asked), enabled: isAsked });
  const pages = isAsked ? (query.data?.pages ?? []) : [];
  const orders = pages.flatMap(({ items }) => items);
  const searchedTo = pages.at(-1)?.searchedTo ?? null;
  const searchesOn = useSearchingOn(query, orders.length, pages.length, JSON.stringify(asked));
  const opened = filters.get("order");
  const open = (orderId: string) => filters.set({ order: orderId }, { replace: false });
  const isFiltered = filterNames.some((name) => filters.get(name) !== undefined);
  const clear = () => filters.set(Object.fromEntries(filterNames.map((name) => [name, undefined])));
  const zoneOf = (stationId: string | undefined) => (stationId === undefined ? undefined : stations.get(stationId)?.timeZone) ?? timeZone;
  const List = isNarrow ? OrderLines : OrderTable;
  return (
    <Page
      title={t("menu.orders")}
      note={<Freshness at={pages[0]?.asOf} timeZone={timeZone} isStale={query.isRefetchError} />}
      actions={
        <>
          <Button onClick={() => void query.refetch()} loading={query.isRefetching && !query.isFetchingNextPage}>
            {t("common.refresh")}
          </Button>
          {isAsked && <ExportButton subject="orders" filter={asked} timeZone={timeZone} />}
        </>
      }
    >
      <Section flush>
        <OrderFilters filters={filters} stations={stations} timeZone={timeZone} />
        {query.isError && orders.length === 0 && <Failure error={query.error} retry={() => void query.refetch()} />}
        {!isAsked && <Nothing title={t("orders.walletRule")} />}
        {isAsked && query.isPending && <Skeleton active paragraph={{ rows: 10 }} className="pad" />}
        {query.isSuccess && orders.length === 0 && !query.hasNextPage && (
          <Nothing
            title={t(isFiltered ? "orders.noMatch" : "orders.empty")}
            hint={t(isFiltered ? "orders.noMatchHint" : "orders.emptyHint")}
            action={isFiltered ? <Button onClick={clear}>{t("orders.clear")}</Button> : undefined}
          />
        )}
        {orders.length > 0 && <List orders={orders} open={open} zoneOf={zoneOf} stations={stations} />}
        {(orders.length > 0 || query.hasNextPage) && (
          <div className="table-foot">
            <span className="faint num" role="status">
              {t("orders.shown", { n: count(orders.length) })}
              {searchedTo !== null && ` · ${t("orderFilters.searchedTo", { time: time(searchedTo, timeZone, language, "minute") })}`}
              {searchesOn && ` · ${t("orderFilters.searching")}`}
            </span>
            {query.hasNextPage ? (
              <Button onClick={() => void query.fetchNextPage()} loading={query.isFetchingNextPage}>
                {t("common.more")}
              </Button>
            ) : (
              <span className="faint">{t("common.end")}</span>
            )}
          </div>
        )}
      </Section>
      {opened !== undefined && (
        <OrderDrawer
          key={opened}
          orderId={opened}
          listed={orders.find(({ orderId }) => orderId === opened)}
          zoneOf={zoneOf}
          stations={stations}
          close={() => filters.set({ order: undefined })}
        />
      )}
    </Page>
  );
}
