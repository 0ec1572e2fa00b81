import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { ordersQuery } from "../api/queries.ts";
import { ExportButton } from "../exports/ExportButton.tsx";
import { useWords } from "../i18n/words.ts";
import { Freshness } from "../ui/Freshness.tsx";
import { readFilters } from "../ui/filterRules.ts";
import { useFilters } from "../ui/filters.ts";
import { useRegion, useStations } from "../ui/home.ts";
import { useMedia } from "../ui/media.ts";
import { Page, Section } from "../ui/Page.tsx";
import { SearchedList } from "../ui/SearchedList.tsx";
import { orderFilters } from "./filter.ts";
import { OrderDrawer } from "./OrderDrawer.tsx";
import { OrderFilters } from "./OrderFilters.tsx";
import { OrderLines } from "./OrderLines.tsx";
import { OrderTable } from "./OrderTable.tsx";

/** Everybody's top-ups and fills, newest first; what is filtered and which one is open stands in the address. */
export function OrdersPage() {
  const { t } = useWords();
  const filters = useFilters();
  const isNarrow = useMedia("(max-width: 1099px)");
  const { timeZone } = useRegion(undefined);
  const stations = useStations();
  const read = readFilters(orderFilters, filters.get, timeZone);
  const isAsked = read.wrong.length === 0;
  const query = useInfiniteQuery({ ...ordersQuery(read.asked), enabled: isAsked });
  const pages = isAsked ? (query.data?.pages ?? []) : [];
  const orders = pages.flatMap(({ items }) => items);
  const opened = filters.get("order");
  const open = (orderId: string) => filters.set({ order: orderId }, { replace: false });
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
          {isAsked && <ExportButton subject="orders" filter={read.asked} timeZone={timeZone} />}
        </>
      }
    >
      <Section flush>
        <OrderFilters filters={filters} stations={stations} wrong={read.wrong} />
        <SearchedList
          query={query}
          read={read}
          length={orders.length}
          pages={pages.length}
          searchedTo={pages.at(-1)?.searchedTo ?? null}
          timeZone={timeZone}
          words={{
            empty: t("orders.empty"),
            emptyHint: t("orders.emptyHint"),
            noMatch: t("orders.noMatch"),
            noMatchHint: t("orders.noMatchHint"),
          }}
          clear={() => filters.clear(Object.keys(orderFilters))}
        >
          <List orders={orders} open={open} zoneOf={zoneOf} stations={stations} />
        </SearchedList>
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
