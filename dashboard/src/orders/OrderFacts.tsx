import { Typography } from "antd";
import { Link } from "react-router";
import type { OperatorOrder } from "../api/people.ts";
import type { Station } from "../api/types.ts";
import { litres, money, price } from "../format/money.ts";
import { time, zone } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { Fact, Facts } from "../ui/Facts.tsx";
import { Figure } from "../ui/Figure.tsx";
import { Grade } from "../ui/Grade.tsx";
import { Permit } from "../ui/Permit.tsx";
import { Mark, OrderState } from "../ui/State.tsx";

interface OrderFactsProps {
  readonly order: OperatorOrder;
  readonly timeZone: string;
  readonly station: Station | undefined;
}

/** Everything that is known of an order: money first, then how it was split, what was sold, when. */
export function OrderFacts({ order, timeZone, station }: OrderFactsProps) {
  const { t, language, nameOf, wordOf } = useWords();
  const { fueling, topup, currency } = order;
  const at = (instant: string) => <span className="num">{`${time(instant, timeZone, language, "full")} ${zone(timeZone, instant)}`}</span>;
  return (
    <div className="order">
      <div className="order-hero">
        <Figure value={order.amountMinor} of={{ kind: "money", currency }} size="hero" />
        <OrderState state={order.state} />
      </div>
      {fueling !== undefined && (
        <>
          <Facts title={t("orders.paidWith")}>
            <Fact name={t("common.principal")} value={money(fueling.principalMinor, currency)} />
            <Fact name={t("common.bonus")} value={money(fueling.bonusMinor, currency)} />
            <Fact
              name={t("common.debt")}
              value={fueling.debtMinor === 0 ? money(0, currency) : <Mark tone="risk">{money(fueling.debtMinor, currency)}</Mark>}
            />
          </Facts>
          <Facts title={t("orders.sold")}>
            <Fact name={t("common.gradeHead")} value={<Grade grade={fueling.grade} />} />
            <Fact name={t("common.volume")} value={`${litres(fueling.volumeMl)} ${t("common.litre")}`} />
            <Fact name={t("common.price")} value={`${price(fueling.unitPriceMilli, currency)}${t("common.perLitre")}`} />
            <Fact
              name={t("common.station")}
              value={<Link to={`/stations/${fueling.stationId}`}>{station === undefined ? fueling.stationId : nameOf(station.names)}</Link>}
            />
            <Fact name={t("common.pump")} value={t("orders.pumpNozzle", { pump: fueling.pump, nozzle: fueling.nozzle })} />
            <Fact
              name={t("orders.transaction")}
              value={
                <Typography.Text copyable code>
                  {fueling.transactionId}
                </Typography.Text>
              }
            />
          </Facts>
        </>
      )}
      {topup !== undefined && (
        <Facts title={t("orders.credited")}>
          <Fact name={t("common.principal")} value={money(topup.principalMinor, currency)} />
          <Fact name={t("common.bonus")} value={money(topup.bonusMinor, currency)} />
          <Fact name={t("orders.provider")} value={wordOf("providers", topup.provider)} />
        </Facts>
      )}
      <Facts title={t("orders.times", { zone: timeZone })}>
        {fueling === undefined ? (
          <Fact name={t("orders.created")} value={at(order.createdAt)} />
        ) : (
          <>
            <Fact name={t("orders.started")} value={at(fueling.startedAt)} />
            <Fact name={t("orders.ended")} value={at(fueling.endedAt)} />
          </>
        )}
        {order.completedAt !== null && (
          <Fact name={t(fueling === undefined ? "orders.closed" : "orders.settled")} value={at(order.completedAt)} />
        )}
        {topup !== undefined && order.completedAt === null && <Fact name={t("orders.expires")} value={at(topup.expiresAt)} />}
        {fueling?.offline === true && <Fact name={t("orders.arrival")} value={t("orders.offline")} />}
      </Facts>
      <Facts title={t("orders.number")}>
        {order.driver !== null && (
          <Permit to="drivers.read">
            <Fact name={t("orderFilters.driver")} value={<Link to={`/drivers/${order.driver.driverId}`}>{order.driver.name}</Link>} />
          </Permit>
        )}
        <Fact
          name={t("orders.order")}
          value={
            <Typography.Text copyable code>
              {order.orderId}
            </Typography.Text>
          }
        />
      </Facts>
    </div>
  );
}
