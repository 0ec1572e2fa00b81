import { useQuery } from "@tanstack/react-query";
import { Skeleton } from "antd";
import { Link } from "react-router";
import { figuresQuery } from "../api/figures.ts";
import { money } from "../format/money.ts";
import { percent, shareOf } from "../format/rate.ts";
import { plural } from "../i18n/plural.ts";
import { useWords } from "../i18n/words.ts";
import { Failure, Nothing } from "../ui/Notices.tsx";
import { Section } from "../ui/Page.tsx";

const DAY_MS = 24 * 3_600_000;

/** How payments went with each provider in the last day. */
export function Providers() {
  const { t, wordOf } = useWords();
  const range = () => ({ fromMs: Date.now() - DAY_MS, toMs: Date.now(), by: "hour" as const, isLive: true });
  const { data, error, isError, refetch } = useQuery(figuresQuery("analytics/payments", "last-day", undefined, range, 30_000));
  return (
    <Section title={t("health.providers")} extra={<Link to="/analytics?tab=payments">{t("menu.analytics")}</Link>} flush>
      {data === undefined &&
        (isError ? <Failure error={error} retry={() => void refetch()} /> : <Skeleton active paragraph={{ rows: 2 }} className="pad" />)}
      {data?.byProvider.length === 0 && <Nothing compact title={t("health.noPayments")} hint={t("health.noPaymentsHint")} />}
      <ul className="lines lines-pad">
        {data?.byProvider.map(({ provider, requested, topups, unpaid, toppedUpMinor, refunds }) => {
          const share = shareOf(topups, topups + unpaid);
          return (
            <li key={provider} className="line">
              <div className="line-main">
                <div className="line-title strong">{wordOf("providers", provider)}</div>
                <div className="line-facts num">
                  <span>{plural(t, "counts.orders", requested)}</span>
                  <span>{plural(t, "counts.refunds", refunds)}</span>
                  <span>{money(toppedUpMinor, data.currency)}</span>
                </div>
              </div>
              <div className="num">
                {t("kpis.paid")} <span className="strong">{share === null ? "–" : percent(share)}</span>
              </div>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
