import { DownloadOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Select, Skeleton, Table } from "antd";
import { type FundReport, fundReportQuery } from "../api/payments.ts";
import { saveCsv, toCsv } from "../format/csv.ts";
import { count, money, plainMoney } from "../format/money.ts";
import { percent } from "../format/rate.ts";
import { time, zone } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { Fact, Facts } from "../ui/Facts.tsx";
import type { Filters } from "../ui/filters.ts";
import { Failure, NeedsYou } from "../ui/Notices.tsx";
import { Section } from "../ui/Page.tsx";
import { scrolledByKeys } from "../ui/ScrollTable.tsx";
import { monthsUntil, periodOf, quartersUntil } from "./period.ts";
import { addsUp, linesOf, type ReportLine, reportRows } from "./report.ts";

interface PeriodReportProps {
  readonly currency: string;
  readonly currencies: readonly string[];
  readonly filters: Filters;
  readonly timeZone: string;
}

/** The prepaid fund of a month or a quarter: opening, what came in, was spent and sent back, closing, and what is held in custody. */
export function PeriodReport({ currency, currencies, filters, timeZone }: PeriodReportProps) {
  const { t } = useWords();
  const now = Date.now();
  const period = periodOf(filters.get("period"), now, timeZone);
  const { data, isError, error, refetch } = useQuery(fundReportQuery(period, currency));
  const lineName = (key: ReportLine["key"] | "custody") =>
    key === "opening" || key === "closing" || key === "custody" ? t(`funds.lines.${key}`) : t(`movementKinds.${key}`);
  const save = (report: FundReport) =>
    saveCsv(
      `forecourt-prepaid-fund-${period}-${currency}`,
      toCsv(
        [`${t("funds.line")} (${currency})`, t("funds.count"), t("common.principal"), t("common.bonus"), t("common.debt")],
        reportRows(report, lineName, plainMoney),
      ),
    );
  const periods = [
    { label: t("funds.months"), options: monthsUntil(now, timeZone).map((value) => ({ value, label: value })) },
    { label: t("funds.quarters"), options: quartersUntil(now, timeZone).map((value) => ({ value, label: value })) },
  ];
  return (
    <Section
      title={t("funds.report")}
      extra={
        <>
          {currencies.length > 1 && (
            <Select
              size="small"
              aria-label={t("common.currency")}
              value={currency}
              options={currencies.map((value) => ({ value, label: value }))}
              onChange={(value: string) => filters.set({ currency: value })}
            />
          )}
          <Select
            size="small"
            className="filter"
            aria-label={t("funds.period")}
            virtual={false}
            value={period}
            options={periods}
            onChange={(value: string) => filters.set({ period: value })}
          />
          <Button size="small" icon={<DownloadOutlined />} disabled={data === undefined} onClick={() => data !== undefined && save(data)}>
            {t("common.csv")}
          </Button>
        </>
      }
    >
      {data === undefined &&
        (isError ? <Failure error={error} retry={() => void refetch()} /> : <Skeleton active paragraph={{ rows: 6 }} />)}
      {data !== undefined && !addsUp(data) && <NeedsYou>{t("funds.doesNotAddUp")}</NeedsYou>}
      {data !== undefined && (
        <div className="columns">
          <Lines report={data} lineName={lineName} />
          <Summary report={data} timeZone={timeZone} />
        </div>
      )}
    </Section>
  );
}

function Lines({ report, lineName }: { readonly report: FundReport; readonly lineName: (key: ReportLine["key"]) => string }) {
  const { t } = useWords();
  const part = (title: string, of: (line: ReportLine) => number) => ({
    title,
    key: title,
    align: "right" as const,
    className: "num",
    render: (_: unknown, line: ReportLine) => (of(line) === 0 ? <span className="faint">–</span> : money(of(line), report.currency)),
  });
  return (
    <Table<ReportLine>
      components={scrolledByKeys}
      size="small"
      rowKey="key"
      pagination={false}
      dataSource={linesOf(report)}
      scroll={{ x: 520 }}
      rowClassName={({ count: movements }) => (movements === null ? "sum" : "")}
      columns={[
        { title: t("funds.line"), key: "line", render: (_, { key }) => lineName(key) },
        {
          title: t("funds.count"),
          key: "count",
          align: "right",
          className: "num",
          render: (_, { count: movements }) => (movements === null ? "" : count(movements)),
        },
        part(t("common.principal"), ({ held }) => held.principalMinor),
        part(t("common.bonus"), ({ held }) => held.bonusMinor),
        part(t("common.debt"), ({ held }) => held.debtMinor),
      ]}
    />
  );
}

function Summary({ report, timeZone }: { readonly report: FundReport; readonly timeZone: string }) {
  const { t, language } = useWords();
  const { opening, closing, inMinor, spentMinor, refundedMinor, otherMinor, custody, currency, from, to } = report;
  const at = (instant: string) => `${time(instant, timeZone, language, "minute")} ${zone(timeZone, instant)}`;
  return (
    <div className="order">
      <Facts title={t("funds.principalOf")}>
        <Fact name={t("funds.lines.opening")} value={money(opening.principalMinor, currency)} />
        <Fact name={t("funds.in")} value={`+ ${money(inMinor, currency)}`} />
        <Fact name={t("funds.spent")} value={`− ${money(spentMinor, currency)}`} />
        <Fact name={t("funds.refunded")} value={`− ${money(refundedMinor, currency)}`} />
        <Fact name={t("funds.other")} value={money(otherMinor, currency)} />
        <Fact name={t("funds.lines.closing")} value={<span className="strong">{money(closing.principalMinor, currency)}</span>} />
      </Facts>
      <Facts title={t("funds.custody")}>
        <Fact name={t("funds.share")} value={percent(custody.perMyriad)} />
        <Fact name={t("funds.lines.custody")} value={<span className="strong">{money(custody.requiredMinor, currency)}</span>} />
        <Fact name={t("funds.from")} value={at(from)} />
        <Fact name={t("funds.to")} value={at(to)} />
      </Facts>
    </div>
  );
}
