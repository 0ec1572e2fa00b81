import { useRef } from "react";
import { Link } from "react-router";
import type { LiveStation, Station } from "../api/types.ts";
import { litres, money, price } from "../format/money.ts";
import { plural } from "../i18n/plural.ts";
import { useWords } from "../i18n/words.ts";
import { Grade } from "../ui/Grade.tsx";
import { useInView } from "../ui/inView.ts";
import { Mark } from "../ui/State.tsx";
import { inShort, standingOf } from "./health.ts";
import { PumpTile } from "./PumpTile.tsx";
import { useStation } from "./useStation.ts";

interface StationCardProps {
  readonly station: Station;
  readonly nowMs: number;
}

/** A station on the board: pumps, prices, terminals, what it sold in this shift. It is followed while it is in sight. */
export function StationCard({ station, nowMs }: StationCardProps) {
  const { t, nameOf } = useWords();
  const card = useRef<HTMLElement>(null);
  const { data: live } = useStation(station.stationId, useInView(card));
  const short = live === undefined ? station : inShort(station, live);
  const { pumps, terminals } = standingOf(short, nowMs);
  const { currency } = station;
  return (
    <section ref={card} className="section station" aria-label={nameOf(station.names)}>
      <header className="station-head">
        <div>
          <h2>
            <Link to={`/stations/${station.stationId}`}>{nameOf(station.names)}</Link>
          </h2>
          <p className="faint">{station.address}</p>
        </div>
        {terminals === null || pumps === null ? (
          <Mark tone="quiet">{t("stations.noAnswer")}</Mark>
        ) : (
          <Mark tone={terminals.online > 0 && terminals.silent === 0 ? "done" : "attention"}>
            {t("stations.terminalsOnline", { online: terminals.online, all: terminals.all })}
          </Mark>
        )}
      </header>
      <Pumps station={short} live={live} />
      <footer className="station-foot">
        <span className="prices">
          {short.prices.map(({ grade, unitPriceMilli }) => (
            <span key={grade} className="price">
              <Grade grade={grade} />
              <span className="num strong">{price(unitPriceMilli, currency)}</span>
            </span>
          ))}
        </span>
        {live !== undefined && <Sold live={live} />}
      </footer>
    </section>
  );
}

function Pumps({ station, live }: { readonly station: Station; readonly live: LiveStation | undefined }) {
  const fills = new Map(live?.pumps.map(({ pump, fuelingId }) => [pump, live.fuelings.find((fill) => fill.fuelingId === fuelingId)]));
  return (
    <div className={station.pumps.length === 4 ? "pumps pumps-square" : "pumps"}>
      {station.pumps.map(({ pump, grades, state }) => (
        <PumpTile key={pump} pump={{ pump, grades, state }} fill={fills.get(pump)} currency={station.currency} />
      ))}
    </div>
  );
}

function Sold({ live }: { readonly live: LiveStation }) {
  const { t } = useWords();
  const sold = live.shiftTotals.reduce(
    (sum, { amountMinor, volumeMl, count: fillsOf }) => ({
      amountMinor: sum.amountMinor + amountMinor,
      volumeMl: sum.volumeMl + volumeMl,
      fills: sum.fills + fillsOf,
    }),
    { amountMinor: 0, volumeMl: 0, fills: 0 },
  );
  return (
    <span className="num soft">
      {plural(t, "stations.shiftSold", sold.fills, { amount: money(sold.amountMinor, live.currency), litres: litres(sold.volumeMl) })}
    </span>
  );
}
