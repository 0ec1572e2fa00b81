import { useQueries } from "@tanstack/react-query";
import { Skeleton } from "antd";
import { fundReportQuery } from "../api/payments.ts";
import { ChartCard } from "../charts/ChartCard.tsx";
import { money, plainMoney } from "../format/money.ts";
import { useWords } from "../i18n/words.ts";
import { Failure } from "../ui/Notices.tsx";
import { Section } from "../ui/Page.tsx";
import { monthsUntil } from "./period.ts";

/** Months that the trend goes back. */
const MONTHS = 6;

/** What was owed at the end of each month; of the one under way, what is owed now. */
export function LiabilityTrend({ currency, timeZone }: { readonly currency: string; readonly timeZone: string }) {
  const { t } = useWords();
  const months = monthsUntil(Date.now(), timeZone).slice(0, MONTHS).reverse();
  const queries = useQueries({ queries: months.map((month) => fundReportQuery(month, currency)) });
  const failed = queries.find(({ data, isError }) => isError && data === undefined);
  const reports = queries.flatMap(({ data }) => (data === undefined ? [] : [data]));
  if (reports.length < months.length) {
    return (
      <Section title={t("funds.trend")}>
        {failed === undefined ? (
          <Skeleton active paragraph={{ rows: 6 }} />
        ) : (
          <Failure error={failed.error} retry={() => void failed.refetch()} />
        )}
      </Section>
    );
  }
  const inMoney = { text: (value: number) => money(value, currency), plain: plainMoney, per: 100 };
  return (
    <ChartCard
      title={t("funds.trend")}
      form="line"
      file={`forecourt-liability-${currency}`}
      data={{
        head: t("funds.month"),
        labels: months,
        series: [
          { name: t("common.principal"), values: reports.map(({ closing }) => closing.principalMinor), ...inMoney },
          { name: t("common.bonus"), values: reports.map(({ closing }) => closing.bonusMinor), ...inMoney },
          { name: t("common.debt"), values: reports.map(({ closing }) => closing.debtMinor), ...inMoney },
        ],
      }}
    />
  );
}
