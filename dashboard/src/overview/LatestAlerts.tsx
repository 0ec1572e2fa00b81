import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { AlertLine } from "../alerts/AlertLine.tsx";
import { recentAlertsQuery } from "../api/queries.ts";
import { useWords } from "../i18n/words.ts";
import { Nothing } from "../ui/Notices.tsx";
import { Section } from "../ui/Page.tsx";

const SHOWN = 5;

/** The newest alerts. */
export function LatestAlerts() {
  const { t } = useWords();
  const { data } = useQuery(recentAlertsQuery);
  return (
    <Section title={t("overview.latestAlerts")} extra={<Link to="/alerts">{t("alerts.all")}</Link>} flush>
      {data?.items.length === 0 && <Nothing compact title={t("alerts.empty")} hint={t("alerts.emptyHint")} />}
      <div className="lines lines-pad">
        {data?.items.slice(0, SHOWN).map((alert) => (
          <AlertLine key={alert.alertId} alert={alert} compact />
        ))}
      </div>
    </Section>
  );
}
