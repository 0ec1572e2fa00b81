import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import type { OperatorRefund } from "../api/payments.ts";
import { ordersQuery } from "../api/queries.ts";
import { money } from "../format/money.ts";
import { time } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { Fact, Facts } from "../ui/Facts.tsx";

/** As many as show what somebody usually does. */
const SHOWN = 5;

interface DriverHistoryProps {
  readonly driver: { readonly driverId: string; readonly name: string };
  readonly refund: OperatorRefund;
  readonly timeZone: string;
}

/** Who asks, and what they did last: top-ups with how those ended, fills with what they cost. */
export function DriverHistory({ driver, refund, timeZone }: DriverHistoryProps) {
  const { t, language, wordOf } = useWords();
  const { data } = useInfiniteQuery(ordersQuery({ walletId: refund.walletId }));
  const orders = data?.pages[0]?.items.slice(0, SHOWN) ?? [];
  return (
    <Facts title={t("refunds.history")}>
      <Fact name={t("orderFilters.driver")} value={<Link to={`/drivers/${driver.driverId}`}>{driver.name}</Link>} />
      {orders.map(({ orderId, kind, createdAt, state, amountMinor, currency }) => (
        <Fact
          key={orderId}
          name={`${time(createdAt, timeZone, language, "minute")} · ${t(`orders.kinds.${kind}`)}`}
          value={`${money(amountMinor, currency)} · ${wordOf("states", state)}`}
        />
      ))}
    </Facts>
  );
}
