import { useQuery } from "@tanstack/react-query";
import type { OperatorRefund } from "../api/payments.ts";
import { lotsQuery, type OperatorOrder } from "../api/people.ts";
import { money } from "../format/money.ts";
import { useWords } from "../i18n/words.ts";
import { Fact } from "../ui/Facts.tsx";

/** States in which the money is set apart, or gone. */
const taken: ReadonlySet<string> = new Set([
  "review",
  "sending",
  "processing",
  "bank_details",
  "bank_listed",
  "bank_exported",
  "succeeded",
]);

interface LotOfProps {
  readonly driverId: string;
  readonly order: OperatorOrder;
  readonly refund: OperatorRefund;
}

/** What the top-up brought, what was spent of it, and what is left. A lot that is used up is no longer listed. */
export function LotOf({ driverId, order: { topup }, refund }: LotOfProps) {
  const { t } = useWords();
  const { data } = useQuery(lotsQuery(driverId));
  if (data === undefined || topup === undefined) return null;
  const { currency, orderId } = refund;
  const left = data.items.find(({ sourceId }) => sourceId === orderId) ?? { principalMinor: 0, bonusMinor: 0 };
  const apart = taken.has(refund.state) ? refund : { principalMinor: 0, bonusMinor: 0 };
  const pair = (principalMinor: number, bonusMinor: number) =>
    t("refunds.pair", { principal: money(principalMinor, currency), bonus: money(bonusMinor, currency) });
  return (
    <>
      <Fact name={t("refunds.credited")} value={pair(topup.principalMinor, topup.bonusMinor)} />
      <Fact
        name={t("refunds.spent")}
        value={pair(
          topup.principalMinor - left.principalMinor - apart.principalMinor,
          Math.max(0, topup.bonusMinor - left.bonusMinor - apart.bonusMinor),
        )}
      />
      <Fact name={t("refunds.left")} value={pair(left.principalMinor, left.bonusMinor)} />
    </>
  );
}
