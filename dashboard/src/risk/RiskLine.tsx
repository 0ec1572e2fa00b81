import { Link } from "react-router";
import type { RiskAlert } from "../api/risk.ts";
import { time, zone } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { useRegion } from "../ui/home.ts";
import { Mark } from "../ui/State.tsx";

interface RiskLineProps {
  readonly alert: RiskAlert;
  /** Called when its page is gone to. */
  readonly open: () => void;
}

/** A risk alert in the bell: what was found, whose, when. */
export function RiskLine({ alert: { alertId, kind, driverName, raisedAt }, open }: RiskLineProps) {
  const { t, language } = useWords();
  const { timeZone } = useRegion(undefined);
  return (
    <article className="line">
      <div className="line-main">
        <div className="line-title">
          <Mark tone="risk">{t(`risk.kinds.${kind}`)}</Mark>
          <span className="faint num">{`${time(raisedAt, timeZone, language, "minute")} ${zone(timeZone, raisedAt)}`}</span>
        </div>
        <div className="line-facts">
          <Link to={`/risk/${alertId}`} onClick={open}>
            {driverName ?? t("risk.unknownDriver")}
          </Link>
        </div>
      </div>
    </article>
  );
}
