import { BellOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Badge, Button, Popover } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { AlertLine } from "../alerts/AlertLine.tsx";
import { recentAlertsQuery } from "../api/queries.ts";
import { openRiskQuery } from "../api/risk.ts";
import { useWords } from "../i18n/words.ts";
import { RiskLine } from "../risk/RiskLine.tsx";
import { kept } from "../ui/kept.ts";
import { Nothing } from "../ui/Notices.tsx";
import { useMay } from "../ui/Permit.tsx";

const SHOWN = 5;
const seen = kept("forecourt.alertsSeen", "", (value) => (typeof value === "string" ? value : undefined));

/** New alerts since somebody last looked, in this browser; risk that waits for somebody stands above the others. */
export function AlertBell() {
  const { t } = useWords();
  const isAllowed = useMay("alerts.read");
  const [seenAt, setSeenAt] = useState(seen.read);
  const [isOpen, setOpen] = useState(false);
  const seesRisk = useMay("risk.read");
  const { data } = useQuery({ ...recentAlertsQuery, enabled: isAllowed });
  const { data: risk } = useQuery({ ...openRiskQuery, enabled: seesRisk });
  if (!isAllowed) return null;
  // A risk alert is told of once: by its own line, where that is seen.
  const items = (data?.items ?? []).filter(({ kind }) => kind !== "risk" || !seesRisk);
  const waiting = risk?.items ?? [];
  const raised = [...items, ...waiting].map(({ raisedAt }) => raisedAt).sort();
  const fresh = raised.filter((at) => at > seenAt).length;
  const look = (open: boolean) => {
    setOpen(open);
    const newest = raised.at(-1);
    if (!open || newest === undefined) return;
    seen.write(newest);
    setSeenAt(newest);
  };
  const content = (
    <div className="bell-list">
      {raised.length === 0 && <Nothing title={t("alerts.empty")} hint={t("alerts.emptyHint")} />}
      {waiting.slice(0, SHOWN).map((alert) => (
        <RiskLine key={alert.alertId} alert={alert} open={() => setOpen(false)} />
      ))}
      {items.slice(0, SHOWN).map((alert) => (
        <AlertLine key={alert.alertId} alert={alert} compact />
      ))}
      <Link to="/alerts" className="bell-all" onClick={() => setOpen(false)}>
        {t("alerts.all")}
      </Link>
    </div>
  );
  return (
    <Popover content={content} trigger="click" open={isOpen} onOpenChange={look} placement="bottomRight" arrow={false}>
      <Button
        type="text"
        aria-label={fresh === 0 ? t("shell.bell") : t("shell.bellNew", { n: fresh })}
        icon={
          <Badge count={fresh} size="small" color="var(--amber)" offset={[2, -2]}>
            <BellOutlined />
          </Badge>
        }
      />
    </Popover>
  );
}
