import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import { Drawer, Skeleton } from "antd";
import { useEffect, useState } from "react";
import type { Order, Station } from "../api/types.ts";
import { useWords } from "../i18n/words.ts";
import { Nothing } from "../ui/Notices.tsx";
import { OrderFacts } from "./OrderFacts.tsx";

/** An order that came by its address may lie further down: so many more pages are looked through. */
const PAGES_MAX = 10;

interface OrderDrawerProps {
  /** Undefined while it is not among those that were read. */
  readonly order: Order | undefined;
  readonly query: Pick<UseInfiniteQueryResult, "hasNextPage" | "isFetching" | "fetchNextPage">;
  readonly zoneOf: (stationId: string | undefined) => string;
  readonly stations: ReadonlyMap<string, Station>;
  readonly close: () => void;
}

/** An order with all its facts, beside the list it was chosen from. */
export function OrderDrawer({ order, query, zoneOf, stations, close }: OrderDrawerProps) {
  const { t } = useWords();
  const [looked, setLooked] = useState(0);
  const { hasNextPage, isFetching, fetchNextPage } = query;
  const looksOn = order === undefined && hasNextPage && looked < PAGES_MAX;
  useEffect(() => {
    if (!looksOn || isFetching) return;
    setLooked((pages) => pages + 1);
    void fetchNextPage();
  }, [looksOn, isFetching, fetchNextPage]);
  return (
    <Drawer open onClose={close} size={480} title={order === undefined ? t("orders.order") : t(`orders.kinds.${order.kind}`)}>
      {order !== undefined && (
        <OrderFacts order={order} timeZone={zoneOf(order.fueling?.stationId)} station={stations.get(order.fueling?.stationId ?? "")} />
      )}
      {order === undefined && (looksOn || isFetching) && <Skeleton active paragraph={{ rows: 8 }} />}
      {order === undefined && !looksOn && !isFetching && <Nothing title={t("orders.notHere")} hint={t("orders.notHereHint")} />}
    </Drawer>
  );
}
