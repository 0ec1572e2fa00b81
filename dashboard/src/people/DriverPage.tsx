import { useQuery } from "@tanstack/react-query";
import { Skeleton } from "antd";
import { Link, useParams } from "react-router";
import { driverQuery } from "../api/people.ts";
import { DriverSessions } from "../devices/DriverSessions.tsx";
import { DriverDocuments } from "../documents/DriverDocuments.tsx";
import { time, zone } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { useRegion } from "../ui/home.ts";
import { Failure } from "../ui/Notices.tsx";
import { Page, Section } from "../ui/Page.tsx";
import { Permit, useMay } from "../ui/Permit.tsx";
import { DriverAdjustments } from "./DriverAdjustments.tsx";
import { DriverWallet } from "./DriverWallet.tsx";
import { Lots } from "./Lots.tsx";
import { Notes } from "./Notes.tsx";
import { Statement } from "./Statement.tsx";

/** A driver: the wallet of this moment, what it is made of, what moved it, and what can be done for them. */
export function DriverPage() {
  const { driverId = "" } = useParams();
  const { t, language, gradeOf } = useWords();
  const { timeZone } = useRegion(undefined);
  const maySeeOrders = useMay("orders.read");
  const maySeeLog = useMay("transactions.read");
  const { data: driver, isError, error, refetch } = useQuery(driverQuery(driverId));
  const back = (
    <Link to="/drivers" className="back">
      {`‹ ${t("driver.back")}`}
    </Link>
  );
  if (driver === undefined) {
    return (
      <Page title={t("menu.drivers")} note={back}>
        {isError ? <Failure error={error} retry={() => void refetch()} /> : <Skeleton active paragraph={{ rows: 12 }} />}
      </Page>
    );
  }
  const { name, wallet, vehicles, registeredAt } = driver;
  const currency = wallet?.currency ?? "CNY";
  return (
    <Page
      title={name}
      note={
        <>
          {back}
          <span className="freshness">
            {`${t("drivers.registered")} ${time(registeredAt, timeZone, language, "minute")} ${zone(timeZone, registeredAt)}`}
          </span>
        </>
      }
      actions={
        <>
          {maySeeOrders && <Link to={`/orders?driver=${driverId}`}>{t("driver.orders")}</Link>}
          <Permit to="risk.read">
            <Link to={`/risk?driver=${driverId}&state=all`}>{t("risk.ofDriver")}</Link>
          </Permit>
          {maySeeLog && <Link to={`/transactions?driver=${driverId}`}>{t("menu.transactions")}</Link>}
        </>
      }
    >
      <div className="facts-line">
        <code className="faint">{driverId}</code>
        <code className="faint">{driver.walletId}</code>
      </div>
      <div className="columns">
        <div className="stack">
          <DriverWallet driver={driver} timeZone={timeZone} />
          <Lots driverId={driverId} currency={currency} timeZone={timeZone} />
          <Statement driverId={driverId} currency={currency} timeZone={timeZone} />
        </div>
        <div className="stack">
          <DriverAdjustments driverId={driverId} currency={currency} timeZone={timeZone} canPropose={wallet !== null} />
          <Notes driverId={driverId} timeZone={timeZone} />
          <Permit to="documents.read">
            <DriverDocuments driverId={driverId} timeZone={timeZone} />
          </Permit>
          <Permit to="devices.read">
            <DriverSessions driverId={driverId} timeZone={timeZone} />
          </Permit>
          <Section title={t("driver.vehicles")}>
            {vehicles.length === 0 && <p className="faint">{t("driver.noVehicles")}</p>}
            <ul aria-label={t("driver.vehicles")}>
              {vehicles.map((vehicle) => (
                <li key={vehicle.vehicleId} className="line">
                  <span className="line-title">
                    <span className="strong">{vehicle.plate}</span>
                    {vehicle.name !== null && <span>{vehicle.name}</span>}
                    {vehicle.isDefault && <span className="faint">{t("driver.defaultVehicle")}</span>}
                  </span>
                  <span className="faint">{gradeOf(vehicle.grade)}</span>
                </li>
              ))}
            </ul>
          </Section>
        </div>
      </div>
    </Page>
  );
}
