import { Table } from "antd";
import { Link } from "react-router";
import type { RiskAlert } from "../api/risk.ts";
import { money } from "../format/money.ts";
import { time, zone } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { AlertState, Outcome } from "./marks.tsx";

interface AlertListProps {
  readonly alerts: readonly RiskAlert[];
  readonly timeZone: string;
}

/** Alerts as a table that keeps its columns. */
export function AlertTable({ alerts, timeZone }: AlertListProps) {
  const { t, language } = useWords();
  return (
    <Table<RiskAlert>
      size="small"
      rowKey="alertId"
      pagination={false}
      dataSource={alerts}
      scroll={{ x: 900 }}
      columns={[
        {
          title: `${t("risk.raised")} (${zone(timeZone)})`,
          key: "raised",
          width: 150,
          className: "num",
          render: (_, { raisedAt }) => time(raisedAt, timeZone, language, "minute"),
        },
        {
          title: t("risk.what"),
          key: "what",
          render: (_, { alertId, kind, subject }) => (
            <span className="cell-link">
              <Link to={`/risk/${alertId}`} className="strong">
                {t(`risk.kinds.${kind}`)}
              </Link>
              <span className="faint">{t(`risk.subjects.${subject}`)}</span>
            </span>
          ),
        },
        { title: t("risk.driver"), key: "driver", render: (_, { driverName }) => driverName ?? t("risk.unknownDriver") },
        {
          title: t("risk.amount"),
          key: "amount",
          width: 120,
          align: "right",
          className: "num strong",
          render: (_, alert) => amountOf(alert) ?? <span className="faint">–</span>,
        },
        { title: t("risk.outcome"), key: "outcome", width: 160, render: (_, { outcome }) => <Outcome outcome={outcome} /> },
        { title: t("common.state"), key: "state", width: 130, render: (_, { state }) => <AlertState state={state} /> },
      ]}
    />
  );
}

/** The same where it is narrow. */
export function AlertLines({ alerts, timeZone }: AlertListProps) {
  const { t, language } = useWords();
  return (
    <ul className="cards">
      {alerts.map((alert) => (
        <li key={alert.alertId}>
          <Link to={`/risk/${alert.alertId}`} className="card-link">
            <span className="card-row">
              <span className="strong">{t(`risk.kinds.${alert.kind}`)}</span>
              <AlertState state={alert.state} />
            </span>
            <span className="card-row">
              <span>{alert.driverName ?? t("risk.unknownDriver")}</span>
              <span className="num strong">{amountOf(alert)}</span>
            </span>
            <span className="card-row faint">
              <span>{`${t(`risk.subjects.${alert.subject}`)} · ${t(`risk.outcomes.${alert.outcome}`)}`}</span>
              <span className="num">{`${time(alert.raisedAt, timeZone, language, "minute")} ${zone(timeZone)}`}</span>
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** What was judged; null where no money was in it. */
function amountOf({ evidence, currency }: RiskAlert): string | null {
  return evidence.amountMinor === null ? null : money(evidence.amountMinor, currency);
}
