import { DownloadOutlined } from "@ant-design/icons";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Skeleton } from "antd";
import { ordersQuery } from "../api/queries.ts";
import { saveCsv } from "../format/csv.ts";
import { count } from "../format/money.ts";
import { minuteText } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { Freshness } from "../ui/Freshness.tsx";
import { useFilters } from "../ui/filters.ts";
import { useRegion, useStations } from "../ui/home.ts";
import { useMedia } from "../ui/media.ts";
import { Failure, Nothing } from "../ui/Notices.tsx";
import { Page, Section } from "../ui/Page.tsx";
import { OrderDrawer } from "./OrderDrawer.tsx";
import { isWallet, OrderFilters } from "./OrderFilters.tsx";
import { OrderLines } from "./OrderLines.tsx";
import { OrderTable } from "./OrderTable.tsx";
import { ordersCsv } from "./ordersCsv.ts";

/** Everybody's top-ups and fills, newest first; what is filtered and which one is open stands in the address. */
export function OrdersPage() {
  const { t, wordOf } = useWords();
  const filters = useFilters();
  const isNarrow = useMedia("(max-width: 1099px)");
  const { timeZone } = useRegion(undefined);
  const stations = useStations();
  const isAsked = isWallet(filters.get("wallet"));
  const query = useInfiniteQuery({
    ...ordersQuery({
      kind: filters.get("kind"),
      state: filters.get("state"),
      stationId: filters.get("station"),
      walletId: filters.get("wallet"),
    }),
    enabled: isAsked,
  });
  const pages = isAsked ? (query.data?.pages ?? []) : [];
  const orders = pages.flatMap(({ items }) => items);
  const opened = filters.get("order");
  const open = (orderId: string) => filters.set({ order: orderId }, { replace: false });
  const isFiltered = ["kind", "state", "station", "wallet"].some((name) => filters.get(name) !== undefined);
  const zoneOf = (stationId: string | undefined) => (stationId === undefined ? undefined : stations.get(stationId)?.timeZone) ?? timeZone;
  const save = () =>
    saveCsv(`forecourt-orders-${minuteText(Date.now(), timeZone).replaceAll(":", "")}`, ordersCsv(orders, t, wordOf, zoneOf));
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
          <Button icon={<DownloadOutlined />} onClick={save} disabled={orders.length === 0}>
            {t("common.csv")}
          </Button>
        </>
      }
    >
      <Section flush>
        <OrderFilters filters={filters} stations={stations} />
        {query.isError && orders.length === 0 && <Failure error={query.error} retry={() => void query.refetch()} />}
        {!isAsked && <Nothing title={t("orders.walletRule")} />}
        {isAsked && query.isPending && <Skeleton active paragraph={{ rows: 10 }} className="pad" />}
        {query.isSuccess && orders.length === 0 && (
          <Nothing
            title={t(isFiltered ? "orders.noMatch" : "orders.empty")}
            hint={t(isFiltered ? "orders.noMatchHint" : "orders.emptyHint")}
            action={
              isFiltered ? (
                <Button onClick={() => filters.set({ kind: undefined, state: undefined, station: undefined, wallet: undefined })}>
                  {t("orders.clear")}
                </Button>
              ) : undefined
            }
          />
        )}
        {orders.length > 0 && <List orders={orders} open={open} zoneOf={zoneOf} stations={stations} />}
        {orders.length > 0 && (
          <div className="table-foot">
            <span className="faint num">{t("orders.shown", { n: count(orders.length) })}</span>
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
          order={orders.find(({ orderId }) => orderId === opened)}
          query={query}
          zoneOf={zoneOf}
          stations={stations}
          close={() => filters.set({ order: undefined })}
        />
      )}
    </Page>
  );
}
