import { useQuery } from "@tanstack/react-query";
import { Skeleton } from "antd";
import { liabilityQuery } from "../api/payments.ts";
import { useWords } from "../i18n/words.ts";
import { Freshness } from "../ui/Freshness.tsx";
import { useFilters } from "../ui/filters.ts";
import { useRegion } from "../ui/home.ts";
import { Failure, Nothing } from "../ui/Notices.tsx";
import { Page } from "../ui/Page.tsx";
import { LiabilityTrend } from "./LiabilityTrend.tsx";
import { ByRegion, Owed } from "./Owed.tsx";
import { PeriodReport } from "./PeriodReport.tsx";

/** What is owed to drivers now, how that has gone, and the report of a period. */
export function FundsPage() {
  const { t } = useWords();
  const filters = useFilters();
  const { region, timeZone } = useRegion(undefined);
  const { data, isError, error, isRefetchError, refetch } = useQuery(liabilityQuery);
  const currencies = data?.byCurrency.map(({ currency }) => currency) ?? [];
  const home = currencies.find((one) => one === region?.currency) ?? currencies[0];
  const currency = currencies.find((one) => one === filters.get("currency")) ?? home;
  return (
    <Page title={t("menu.funds")} note={<Freshness at={data?.asOf} timeZone={timeZone} isStale={isRefetchError} />}>
      {data === undefined && (isError ? <Failure error={error} retry={() => void refetch()} /> : <Skeleton active />)}
      {data?.byCurrency.length === 0 && <Nothing title={t("funds.none")} hint={t("funds.noneHint")} />}
      {data?.byCurrency.map((owed) => (
        <Owed key={owed.currency} owed={owed} />
      ))}
      {currency !== undefined && (
        <>
          <PeriodReport currency={currency} currencies={currencies} filters={filters} timeZone={timeZone} />
          <div className="columns">
            <LiabilityTrend currency={currency} timeZone={timeZone} />
            {data !== undefined && <ByRegion regions={data.byRegion} />}
          </div>
        </>
      )}
    </Page>
  );
}
