import { Link } from "react-router";
import type { AuditItem } from "../api/types.ts";
import { time, zone } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { useStations } from "../ui/home.ts";
import { Change } from "./Change.tsx";
import { pageOfSubject, subjectOf } from "./subject.ts";

/** One action: what, to what, by whom, why, from where, what it changed; the record as it is behind a fold. */
export function Entry({ entry, timeZone }: { readonly entry: AuditItem; readonly timeZone: string }) {
  const { t, language, wordOf } = useWords();
  const { no, at, action, subject, email, role, reason, ip, place, requestId, before, after } = entry;
  const isPerson = entry.operatorId !== "command-line";
  return (
    <li className="line">
      <div className="line-main">
        <div className="line-title">
          <span className="strong">{t(`auditActions.${action}`, { defaultValue: action })}</span>
          <SubjectLink entry={entry} />
        </div>
        <div className="line-facts">
          <span className="num">{`${time(at, timeZone, language, "full")} ${zone(timeZone, at)}`}</span>
          <span>{isPerson ? `${email} (${wordOf("roles", role)})` : t("audit.commandLine")}</span>
          {ip !== null && <span>{ip}</span>}
          {place !== null && <span>{place}</span>}
        </div>
        {reason !== null && (
          <p className="audit-reason">
            <span className="faint">{t("audit.reason")}:</span> {reason}
          </p>
        )}
        <Change before={before} after={after} timeZone={timeZone} />
        <details className="audit-record">
          <summary className="faint">
            <code>{action}</code> {t("audit.of", { no })}
          </summary>
          <div className="audit-raw">
            <div>
              <span className="faint">{t("audit.before")}</span>
              <pre>{toText(before)}</pre>
            </div>
            <div>
              <span className="faint">{t("audit.after")}</span>
              <pre>{toText(after)}</pre>
            </div>
          </div>
          <p className="faint">
            <code>{subject}</code> · {t("audit.request", { id: requestId })}
          </p>
        </details>
      </div>
    </li>
  );
}

/** By its kind and its name, or its id, leading to its page where there is one. Who acted on their own account is named. */
function SubjectLink({ entry: { subject, operatorId, email } }: { readonly entry: AuditItem }) {
  const { t, nameOf } = useWords();
  const stations = useStations();
  const { kind, id } = subjectOf(subject);
  const station = kind === "station" ? stations.get(id) : undefined;
  const to = pageOfSubject({ kind, id });
  const name = station !== undefined ? nameOf(station.names) : kind === "operator" && id === operatorId ? email : id;
  return (
    <span className="audit-subject">
      <span className="faint">{t(`auditKinds.${kind}`, { defaultValue: kind })}</span>{" "}
      {/* What there is but one of says enough by its kind. */}
      {to === null ? <code>{name}</code> : <Link to={to}>{name === kind ? t(`auditKinds.${kind}`) : name}</Link>}
    </span>
  );
}

function toText(value: unknown): string {
  return value === null || value === undefined ? "–" : JSON.stringify(value, null, 2);
}
