import { may } from "@forecourt/contract/permissions";
import { Link } from "react-router";
import { useSession } from "../api/session.ts";
import type { Alert } from "../api/types.ts";
import { time, zone } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { useRegion, useStations } from "../ui/home.ts";
import { useMay } from "../ui/Permit.tsx";
import { Mark } from "../ui/State.tsx";
import { actorOf, alertTone, factsTold, wayFrom } from "./facts.ts";

interface AlertLineProps {
  readonly alert: Alert;
  /** In the bell: without the facts. */
  readonly compact?: boolean;
}

/** One alert: what, where, when, the facts, and where to go with it. */
export function AlertLine({ alert, compact = false }: AlertLineProps) {
  const words = useWords();
  const { t, language, nameOf, wordOf } = words;
  const session = useSession();
  const { region, timeZone: homeZone } = useRegion(undefined);
  const stations = useStations();
  const seesParked = useMay("operations.read");
  const { kind, id } = actorOf(alert);
  const station = kind === "station" ? stations.get(id) : undefined;
  const timeZone = station?.timeZone ?? homeZone;
  const currency = station?.currency ?? region?.currency ?? "CNY";
  const way = wayFrom(alert);
  const name = kind === "security" ? t("risk.title") : station === undefined ? id : nameOf(station.names);
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
          {way !== null && may(session?.role ?? "", way.permission) ? <Link to={way.to}>{name}</Link> : <span>{name}</span>}
          {!compact && <code>{alert.subjectId}</code>}
          {!compact &&
            factsTold(words, alert.facts, { currency, timeZone }).map(([name, value]) => (
              <span key={name}>
                {name} <span className="num ink">{value}</span>
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
