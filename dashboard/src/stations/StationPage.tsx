import { ArrowLeftOutlined } from "@ant-design/icons";
import { Button, Skeleton } from "antd";
import { Link, useNavigate, useParams } from "react-router";
import { useWords } from "../i18n/words.ts";
import { ParkedList } from "../operations/ParkedList.tsx";
import { Freshness } from "../ui/Freshness.tsx";
import { Failure } from "../ui/Notices.tsx";
import { useNow } from "../ui/now.ts";
import { Page, Section } from "../ui/Page.tsx";
import { Permit, useMay } from "../ui/Permit.tsx";
import { Mark } from "../ui/State.tsx";
import { hoursText } from "./hours.ts";
import { Prices } from "./Prices.tsx";
import { PumpTile } from "./PumpTile.tsx";
import { RunningFills } from "./RunningFills.tsx";
import { Terminals } from "./Terminals.tsx";
import { Totals } from "./Totals.tsx";
import { useStation } from "./useStation.ts";

/** A station: pumps as they are, prices, terminals, what runs and what it sold. */
export function StationPage() {
  const { t, language, nameOf } = useWords();
  const { stationId = "" } = useParams();
  const navigate = useNavigate();
  const seesParked = useMay("operations.read");
  const nowMs = useNow();
  const { data, dataUpdatedAt, error, isError, isLive, isRefetchError, refetch } = useStation(stationId);
  if (data === undefined) {
    return (
      <Page title={stationId} note={<Back />}>
        {isError ? (
          <Failure error={error} retry={() => void refetch()} />
        ) : (
          <Section>
            <Skeleton active paragraph={{ rows: 8 }} />
          </Section>
        )}
      </Page>
    );
  }
  const fills = new Map(data.fuelings.map((fill) => [fill.fuelingId, fill]));
  return (
    <Page
      title={nameOf(data.names)}
      note={
        <>
          <Back />
          {isLive ? (
            <Mark tone="done">{t("stations.live")}</Mark>
          ) : (
            <Freshness at={dataUpdatedAt} timeZone={data.timeZone} isStale={isRefetchError} />
          )}
        </>
      }
      actions={
        <>
          <Link to={`/orders?kind=fueling&station=${data.stationId}`}>{t("stations.orders")}</Link>
          <Permit to="stations.write">
            <Button onClick={() => void navigate(`/stations/${data.stationId}/edit`)}>{t("setup.edit")}</Button>
          </Permit>
        </>
      }
    >
      <p className="facts-line">
        <span>{data.address}</span>
        <span>{hoursText(data.hours, t, language)}</span>
        {data.services.length > 0 && <span>{data.services.map((service) => t(`services.${service}`)).join(" · ")}</span>}
        <code>{data.stationId}</code>
        <span>
          {data.currency} · {data.timeZone}
        </span>
        <span className="num">
          {data.location.lat.toFixed(5)}, {data.location.lng.toFixed(5)}
        </span>
      </p>
      <Section title={t("stations.pumps")}>
        <div className="pumps pumps-large">
          {data.pumps.map((pump) => (
            <PumpTile
              key={pump.pump}
              pump={pump}
              fill={pump.fuelingId === null ? undefined : fills.get(pump.fuelingId)}
              currency={data.currency}
            />
          ))}
        </div>
      </Section>
      <div className="columns columns-even">
        <Prices station={data} />
        <Terminals station={data} nowMs={nowMs} />
      </div>
      <RunningFills station={data} />
      <div className="columns columns-even">
        <Totals title={t("stations.shiftTotals")} totals={data.shiftTotals} currency={data.currency} />
        <Totals title={t("stations.totals")} totals={data.totals} currency={data.currency} />
      </div>
      {seesParked && (
        <Section title={t("parked.title")} flush>
          <ParkedList actor={`station/${data.stationId}`} timeZone={data.timeZone} />
        </Section>
      )}
    </Page>
  );
}

function Back() {
  const { t } = useWords();
  return (
    <Link to="/stations" className="back">
      <ArrowLeftOutlined aria-hidden /> {t("menu.stations")}
    </Link>
  );
}
