import { useQuery } from "@tanstack/react-query";
import { Drawer, Skeleton } from "antd";
import { Link } from "react-router";
import { deviceQuery } from "../api/devices.ts";
import { placeText } from "../format/place.ts";
import { time, zone } from "../format/time.ts";
import { plural } from "../i18n/plural.ts";
import { useWords } from "../i18n/words.ts";
import { Fact, Facts } from "../ui/Facts.tsx";
import { Failure } from "../ui/Notices.tsx";
import { useMay } from "../ui/Permit.tsx";

interface DeviceDrawerProps {
  readonly device: string;
  readonly timeZone: string;
  readonly close: () => void;
}

/** A device with everybody who has signed in on it, and the way to what was done from it. */
export function DeviceDrawer({ device, timeZone, close }: DeviceDrawerProps) {
  const { t, language } = useWords();
  const mayReadLog = useMay("transactions.read");
  const { data, isError, error, refetch } = useQuery(deviceQuery(device));
  const at = (instant: string) => `${time(instant, timeZone, language, "minute")} ${zone(timeZone, instant)}`;
  const title = data === undefined || data.name === "" ? t("devices.unnamed") : data.name;
  return (
    <Drawer open onClose={close} size={520} title={title}>
      {data === undefined ? (
        isError ? (
          <Failure error={error} retry={() => void refetch()} />
        ) : (
          <Skeleton active paragraph={{ rows: 6 }} />
        )
      ) : (
        <div className="order">
          <Facts title={t("devices.device")}>
            <Fact name={t("devices.firstSeen")} value={at(data.firstSeenAt)} />
            <Fact name={t("devices.lastSeen")} value={at(data.lastSeenAt)} />
            {data.place !== null && <Fact name={t("devices.place")} value={placeText(data.place, language)} />}
            <Fact name={t("devices.number")} value={<code>{device}</code>} />
          </Facts>
          <section className="facts" aria-label={t("devices.signedIn")}>
            <h3>{t("devices.signedIn")}</h3>
            <ul>
              {data.signedIn.map((driver) => (
                <li key={driver.driverId} className="line">
                  <span className="line-main">
                    <Link to={`/drivers/${driver.driverId}`}>{driver.name ?? driver.driverId}</Link>
                    <span className="line-facts">
                      <span className="num">{at(driver.lastSeenAt)}</span>
                      {driver.place !== null && <span>{placeText(driver.place, language)}</span>}
                    </span>
                  </span>
                  <span className="faint num">{plural(t, "devices.signIns", driver.signIns)}</span>
                </li>
              ))}
            </ul>
          </section>
          {mayReadLog && <Link to={`/transactions?device=${device}`}>{t("devices.log")}</Link>}
        </div>
      )}
    </Drawer>
  );
}
