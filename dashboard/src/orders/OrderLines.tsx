import { litres, money } from "../format/money.ts";
import { time, zone } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { Grade } from "../ui/Grade.tsx";
import { OrderState } from "../ui/State.tsx";
import { listedAt } from "./listedAt.ts";
import type { OrderListProps } from "./OrderTable.tsx";

/** Orders where a table would not fit: two lines each. */
export function OrderLines({ orders, open, zoneOf, stations }: OrderListProps) {
  const { t, language, nameOf, wordOf } = useWords();
  return (
    <ul className="cards">
      {orders.map((order) => {
        const { orderId, kind, state, amountMinor, currency, fueling, topup } = order;
        const timeZone = zoneOf(fueling?.stationId);
        const station = fueling === undefined ? undefined : stations.get(fueling.stationId);
        const place =
          fueling === undefined
            ? wordOf("providers", topup?.provider ?? "")
            : station === undefined
              ? fueling.stationId
              : nameOf(station.names);
        return (
          <li key={orderId}>
            <button type="button" className="card-link" onClick={() => open(orderId)}>
              <span className="card-row">
                <span className="strong">
                  {t(`orders.kinds.${kind}`)} · {place}
                </span>
                <span className="num strong">{money(amountMinor, currency)}</span>
              </span>
              <span className="card-row faint">
                <span className="card-facts">
                  <span className="num">
                    {time(listedAt(order), timeZone, language, "minute")} {zone(timeZone, listedAt(order))}
                  </span>
                  {fueling !== undefined && <Grade grade={fueling.grade} />}
                  {fueling !== undefined && (
                    <span className="num">
                      {litres(fueling.volumeMl)} {t("common.litre")}
                    </span>
                  )}
                </span>
                <OrderState state={state} />
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
