import { useQuery } from "@tanstack/react-query";
import { Drawer, Skeleton } from "antd";
import { type OperatorOrder, orderQuery } from "../api/people.ts";
import type { Station } from "../api/types.ts";
import { useWords } from "../i18n/words.ts";
import { Failure } from "../ui/Notices.tsx";
import { OrderFacts } from "./OrderFacts.tsx";
import { Timeline } from "./Timeline.tsx";

interface OrderDrawerProps {
  readonly orderId: string;
  /** As the list has it; one that came by its address may lie further down, and is asked for by its number. */
  readonly listed: OperatorOrder | undefined;
  readonly zoneOf: (stationId: string | undefined) => string;
  readonly stations: ReadonlyMap<string, Station>;
  readonly close: () => void;
}

/** An order with all its facts and all that happened to it, beside the list it was chosen from. */
export function OrderDrawer({ orderId, listed, zoneOf, stations, close }: OrderDrawerProps) {
  const { t } = useWords();
  const { data = listed, isError, error, refetch } = useQuery(orderQuery(orderId));
  const timeZone = zoneOf(data?.fueling?.stationId);
  return (
    <Drawer open onClose={close} size={520} title={data === undefined ? t("orders.order") : t(`orders.kinds.${data.kind}`)}>
      {data === undefined ? (
        isError ? (
          <Failure error={error} retry={() => void refetch()} />
        ) : (
          <Skeleton active paragraph={{ rows: 8 }} />
        )
      ) : (
        <div className="order">
          <OrderFacts order={data} timeZone={timeZone} station={stations.get(data.fueling?.stationId ?? "")} />
          <Timeline orderId={orderId} currency={data.currency} timeZone={timeZone} />
        </div>
      )}
    </Drawer>
  );
}
