import { Link } from "react-router";
import type { Alert } from "../api/types.ts";
import { time, zone } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { useRegion, useStations } from "../ui/home.ts";
import { useMay } from "../ui/Permit.tsx";
import { Mark } from "../ui/State.tsx";
import { actorOf, alertTone, factText } from "./facts.ts";

interface AlertLineProps {
  readonly alert: Alert;
  /** In the bell: without the facts. */
  readonly compact?: boolean;
}

/** One alert: what, where, when, the facts, and where to go with it. */
export function AlertLine({ alert, compact = false }: AlertLineProps) {
  const { t, language, nameOf, wordOf } = useWords();
  const { region, timeZone: homeZone } = useRegion(undefined);
  const stations = useStations();
  const seesParked = useMay("operations.read");
  const { kind, id } = actorOf(alert);
  const station = kind === "station" ? stations.get(id) : undefined;
  const timeZone = station?.timeZone ?? homeZone;
  const currency = station?.currency ?? region?.currency ?? "CNY";
  const told = (name: string, value: Alert["facts"][string]): string =>
    (name === "reason" || name === "why") && typeof value === "string"
      ? t(`cases.values.${name}.${value}`, { defaultValue: value })
      : factText(name, value, currency, t("common.litre"));
  return (
    <article className="line">
      <div className="line-main">
        <div className="line-title">
          <Mark tone={alertTone(alert.kind)}>{wordOf("alertKinds", alert.kind)}</Mark>
          <span className="faint num">
            {time(alert.raisedAt, timeZone, language, "minute")} {zone(timeZone, alert.raisedAt)}
          </span>
        </div>
        <div className="line-facts">
          {kind === "station" ? (
            <Link to={`/stations/${id}`}>{station === undefined ? id : nameOf(station.names)}</Link>
          ) : (
            <Link to={`/orders?wallet=${id}`}>{id}</Link>
          )}
          {!compact && <code>{alert.subjectId}</code>}
          {!compact &&
            Object.entries(alert.facts).map(([name, value]) => (
              <span key={name}>
                {wordOf("facts", name)} <span className="num ink">{told(name, value)}</span>
              </span>
            ))}
        </div>
      </div>
      {!compact && alert.kind === "delivery_parked" && seesParked && (
        <div className="line-actions">
          <Link to={`/operations?actor=${encodeURIComponent(alert.actor)}`}>{t("alerts.toParked")}</Link>
        </div>
      )}
    </article>
  );
}
