import { useQuery } from "@tanstack/react-query";
import { Drawer, Skeleton, Typography } from "antd";
import { Link } from "react-router";
import { type OperatorRefund, refundQuery } from "../api/payments.ts";
import { orderQuery } from "../api/people.ts";
import { money } from "../format/money.ts";
import { time, zone } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { Fact, Facts } from "../ui/Facts.tsx";
import { Figure } from "../ui/Figure.tsx";
import { Failure } from "../ui/Notices.tsx";
import { Permit } from "../ui/Permit.tsx";
import { DriverHistory } from "./DriverHistory.tsx";
import { LotOf } from "./LotOf.tsx";
import { RefundDecision } from "./RefundDecision.tsx";
import { RefundState } from "./states.tsx";

interface RefundDrawerProps {
  readonly refundId: string;
  /** As the list has it; one that came by its address may lie further down. */
  readonly listed: OperatorRefund | undefined;
  readonly timeZone: string;
  readonly close: () => void;
}

/** A refund with what decides on it: what goes back and what lapses, its order and lot, its driver, every step; and the decision. */
export function RefundDrawer({ refundId, listed, timeZone, close }: RefundDrawerProps) {
  const { t } = useWords();
  const { data = listed, isError, error, refetch } = useQuery(refundQuery(refundId));
  return (
    <Drawer open onClose={close} size={560} title={t("refunds.refund")}>
      {data === undefined &&
        (isError ? <Failure error={error} retry={() => void refetch()} /> : <Skeleton active paragraph={{ rows: 8 }} />)}
      {data !== undefined && <Refund refund={data} timeZone={timeZone} />}
    </Drawer>
  );
}

function Refund({ refund, timeZone }: { readonly refund: OperatorRefund; readonly timeZone: string }) {
  const { t, wordOf } = useWords();
  const { orderId, principalMinor, bonusMinor, currency, reason, channel, provider, providerTransactionId, reference } = refund;
  const { data: order } = useQuery(orderQuery(orderId));
  const code = (text: string) => (
    <Typography.Text copyable code>
      {text}
    </Typography.Text>
  );
  return (
    <div className="order">
      <div className="order-hero">
        <Figure value={principalMinor} of={{ kind: "money", currency }} size="hero" />
        <RefundState state={refund.state} />
      </div>
      <p className="refund-reason">{reason}</p>
      <RefundDecision refund={refund} />
      <Facts title={t("refunds.comesTo")}>
        <Fact name={t("refunds.back")} value={money(principalMinor, currency)} />
        <Fact name={t("refunds.lapses")} value={money(bonusMinor, currency)} />
        <Fact name={t("refunds.way")} value={channel === "bank" ? t("refunds.channels.bank") : wordOf("providers", provider)} />
        {channel === "bank" && <Fact name={t("refunds.account")} value={t(refund.hasBankAccount ? "refunds.named" : "refunds.notNamed")} />}
        <Fact name={t("refunds.policy")} value={t(refund.automatic ? "refunds.automatic" : "refunds.byPerson")} />
      </Facts>
      <Facts title={t("refunds.topup")}>
        <Fact name={t("orders.order")} value={<Link to={`/orders?order=${orderId}`}>{orderId}</Link>} />
        {order !== undefined && <Fact name={t("refunds.paid")} value={money(order.amountMinor, order.currency)} />}
        <Fact name={t("cases.measures.transactionId")} value={code(providerTransactionId)} />
        {order?.driver != null && (
          <Permit to="drivers.read">
            <LotOf driverId={order.driver.driverId} order={order} refund={refund} />
          </Permit>
        )}
      </Facts>
      {order?.driver != null && (
        <Permit to="drivers.read">
          <DriverHistory driver={order.driver} refund={refund} timeZone={timeZone} />
        </Permit>
      )}
      <Steps refund={refund} timeZone={timeZone} />
      <Facts title={t("orders.number")}>
        <Fact name={t("refunds.refund")} value={code(refund.refundId)} />
        {reference !== null && <Fact name={t("refunds.reference")} value={code(reference)} />}
        {refund.batchId !== null && <Fact name={t("refunds.batch")} value={code(refund.batchId)} />}
        {refund.decidedBy !== null && <Fact name={t("refunds.decidedBy")} value={refund.decidedBy} />}
      </Facts>
    </div>
  );
}

function Steps({ refund: { steps }, timeZone }: { readonly refund: OperatorRefund; readonly timeZone: string }) {
  const { t, language } = useWords();
  return (
    <section className="facts" aria-label={t("orderFilters.timeline")}>
      <h3>{t("orderFilters.timeline")}</h3>
      <ol className="timeline">
        {steps.map(({ step, at, note }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: steps are only ever added, and one may come twice
          <li key={index}>
            <span className="strong">{t(`refunds.steps.${step}`, { defaultValue: step })}</span>
            <div className="timeline-facts num">
              <span>{`${time(at, timeZone, language, "full")} ${zone(timeZone, at)}`}</span>
              {/* A provider says why in a word of the contract, a person in their own. */}
              {note !== null && <span>{t(`cases.values.why.${note}`, { defaultValue: note })}</span>}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
