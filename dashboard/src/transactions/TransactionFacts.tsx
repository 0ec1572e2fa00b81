import { Typography } from "antd";
import type { ReactNode } from "react";
import { Link } from "react-router";
import type { Transaction } from "../api/transactions.ts";
import { placeText } from "../format/place.ts";
import { time, zone } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { Fact, Facts } from "../ui/Facts.tsx";
import { Figure } from "../ui/Figure.tsx";
import { useStations } from "../ui/home.ts";
import { useMay } from "../ui/Permit.tsx";
import { OutcomeMark } from "./OutcomeMark.tsx";
import { codeText } from "./words.ts";

/** Who, what, when, and where from; each name leads to what else is known by it. */
export function TransactionFacts({ entry, timeZone }: { readonly entry: Transaction; readonly timeZone: string }) {
  const { t, language, nameOf } = useWords();
  const maySeeDrivers = useMay("drivers.read");
  const stations = useStations();
  const { at, outcome, code, driver, caller, operator, subjectId, stationId, amountMinor, currency, origin, terminal } = entry;
  const station = stationId === null ? undefined : stations.get(stationId);
  const placeOf = (place: string | null) => (place === null ? t("transactions.unknown") : placeText(place, language));
  return (
    <>
      <div className="order-hero">
        {amountMinor === null ? <span /> : <Figure value={amountMinor} of={{ kind: "money", currency: currency ?? "CNY" }} size="hero" />}
        <OutcomeMark outcome={outcome} />
      </div>
      <Facts title={t("transactions.what")}>
        <Fact name={t("common.time")} value={`${time(at, timeZone, language, "full")} ${zone(timeZone, at)}`} />
        <Fact name={t("transactions.caller")} value={operator ?? t(`transactions.callers.${caller}`)} />
        {code !== null && (
          <Fact
            name={t("transactions.why")}
            value={
              <>
                {codeText(t, code)} <code className="faint">{code}</code>
              </>
            }
          />
        )}
        {driver !== null && (
          <Fact
            name={t("orderFilters.driver")}
            value={maySeeDrivers ? <Link to={`/drivers/${driver.driverId}`}>{driver.name}</Link> : driver.name}
          />
        )}
        {stationId !== null && (
          <Fact
            name={t("common.station")}
            value={<Link to={`/stations/${stationId}`}>{station === undefined ? stationId : nameOf(station.names)}</Link>}
          />
        )}
        {subjectId !== null && <Fact name={t("transactions.about")} value={<Subject id={subjectId} />} />}
      </Facts>
      <Facts title={t(operator === null ? "transactions.phone" : "transactions.desk")}>
        <Fact
          name={t("transactions.ip")}
          value={<Found by="address" name={origin.ipKey} text={origin.ip ?? t("transactions.unknown")} />}
        />
        <Fact name={t("transactions.place")} value={placeOf(origin.place)} />
        <Fact
          name={t("transactions.device")}
          value={<Found by="device" name={origin.device} text={origin.device ?? t("transactions.unknown")} />}
        />
        {origin.agent !== null && <Fact name={t("transactions.client")} value={t(`transactions.agents.${origin.agent}`)} />}
      </Facts>
      {terminal !== null && (
        <Facts title={t("transactions.terminal")}>
          <Fact name={t("transactions.terminal")} value={<code>{terminal.terminalId}</code>} />
          <Fact
            name={t("transactions.ip")}
            value={<Found by="address" name={terminal.ipKey} text={terminal.ip ?? t("transactions.unknown")} />}
          />
          <Fact name={t("transactions.place")} value={placeOf(terminal.place)} />
        </Facts>
      )}
    </>
  );
}

/** Orders have a page of their own; for others the number is all there is. */
function Subject({ id }: { readonly id: string }): ReactNode {
  if (/^(top|fue)_/.test(id)) return <Link to={`/orders?order=${id}`}>{id}</Link>;
  return (
    <Typography.Text copyable code>
      {id}
    </Typography.Text>
  );
}

/** What leads to the other entries of the same device or address. */
function Found({ by, name, text }: { readonly by: "device" | "address"; readonly name: string | null; readonly text: string }): ReactNode {
  const { t } = useWords();
  if (name === null) return text;
  return (
    <Link to={`/transactions?${by}=${encodeURIComponent(name)}`} title={t("transactions.others")}>
      {text}
    </Link>
  );
}
