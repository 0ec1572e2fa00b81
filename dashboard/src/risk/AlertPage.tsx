import { useQuery } from "@tanstack/react-query";
import { Skeleton } from "antd";
import { Link, useParams } from "react-router";
import { driverQuery } from "../api/people.ts";
import { type RiskAlert, riskAlertQuery } from "../api/risk.ts";
import { time, zone } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { DriverWallet } from "../people/DriverWallet.tsx";
import { Fact, Facts } from "../ui/Facts.tsx";
import { useRegion } from "../ui/home.ts";
import { Failure } from "../ui/Notices.tsx";
import { Page, Section } from "../ui/Page.tsx";
import { Permit } from "../ui/Permit.tsx";
import { Evidence } from "./Evidence.tsx";
import { Handling } from "./Handling.tsx";
import { AlertState, Outcome } from "./marks.tsx";
import "./risk.css";

/** One alert: why it was raised, what was done at once, and what somebody makes of it. */
export function AlertPage() {
  const { alertId = "" } = useParams();
  const { t, language } = useWords();
  const { timeZone } = useRegion(undefined);
  const { data: alert, isError, error, refetch } = useQuery(riskAlertQuery(alertId));
  const back = (
    <Link to="/risk" className="back">
      {`‹ ${t("risk.back")}`}
    </Link>
  );
  if (alert === undefined) {
    return (
      <Page title={t("risk.title")} note={back}>
        {isError ? <Failure error={error} retry={() => void refetch()} /> : <Skeleton active paragraph={{ rows: 10 }} />}
      </Page>
    );
  }
  return (
    <Page
      title={t(`risk.kinds.${alert.kind}`)}
      note={
        <>
          {back}
          <AlertState state={alert.state} />
          <span className="freshness">{`${time(alert.raisedAt, timeZone, language, "full")} ${zone(timeZone, alert.raisedAt)}`}</span>
        </>
      }
      actions={<Link to={`/risk?driver=${alert.driverId}&state=all`}>{t("risk.others")}</Link>}
    >
      <div className="columns">
        <div className="stack">
          <Evidence alert={alert} timeZone={timeZone} />
        </div>
        <div className="stack">
          <Handling alert={alert} timeZone={timeZone} />
          <Known alert={alert} />
          <Permit to="drivers.read">
            <Wallet driverId={alert.driverId} timeZone={timeZone} />
          </Permit>
        </div>
      </div>
    </Page>
  );
}

function Known({ alert: { alertId, driverId, driverName, ruleId, version, outcome, subject } }: { readonly alert: RiskAlert }) {
  const { t } = useWords();
  return (
    <Section>
      <Facts title={t("risk.outcome")}>
        <Fact name={t("risk.driver")} value={<Link to={`/drivers/${driverId}`}>{driverName ?? t("risk.unknownDriver")}</Link>} />
        <Fact name={t("risk.judged")} value={t(`risk.subjects.${subject}`)} />
        <Fact name={t("risk.outcome")} value={<Outcome outcome={outcome} />} />
        <Fact name={t("risk.what")} value={<Link to="/risk/rules">{ruleId}</Link>} />
        <Fact name={t("risk.version")} value={t("risk.versionN", { n: version })} />
        <Fact name={t("risk.ruleId")} value={<code>{alertId}</code>} />
      </Facts>
    </Section>
  );
}

/** What the driver has this moment, and the way to freeze it. */
function Wallet({ driverId, timeZone }: { readonly driverId: string; readonly timeZone: string }) {
  const { data } = useQuery(driverQuery(driverId));
  return data === undefined ? null : <DriverWallet driver={data} timeZone={timeZone} />;
}
