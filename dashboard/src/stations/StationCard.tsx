import { Link } from "react-router";
import type { Station } from "../api/types.ts";
import { count, litres, money, price } from "../format/money.ts";
import { useWords } from "../i18n/words.ts";
import { Grade } from "../ui/Grade.tsx";
import { Mark } from "../ui/State.tsx";
import { terminalHealth } from "./health.ts";
import { PumpTile } from "./PumpTile.tsx";

interface StationCardProps {
  readonly station: Station;
  readonly nowMs: number;
}

/** A station on the board: pumps, prices, terminals, what it sold in this shift. */
export function StationCard({ station, nowMs }: StationCardProps) {
  const { t, nameOf } = useWords();
  const { currency } = station;
  const fills = new Map(station.fuelings.map((fill) => [fill.fuelingId, fill]));
  const enrolled = station.terminals.filter(({ revoked }) => !revoked);
  const isSilent = enrolled.some((terminal) => terminalHealth(terminal, nowMs) === "silent");
  const online = enrolled.filter((terminal) => terminalHealth(terminal, nowMs) === "online").length;
  const sold = station.shiftTotals.reduce(
    (sum, { amountMinor, volumeMl, count: fillsOf }) => ({
      amountMinor: sum.amountMinor + amountMinor,
      volumeMl: sum.volumeMl + volumeMl,
      fills: sum.fills + fillsOf,
    }),
    { amountMinor: 0, volumeMl: 0, fills: 0 },
  );
  return (
    <section className="section station" aria-label={nameOf(station.names)}>
      <header className="station-head">
        <div>
          <h2>
            <Link to={`/stations/${station.stationId}`}>{nameOf(station.names)}</Link>
          </h2>
          <p className="faint">{station.address}</p>
        </div>
        <Mark tone={online > 0 && !isSilent ? "done" : "attention"}>{t("stations.terminalsOnline", { online, all: enrolled.length })}</Mark>
      </header>
      <div className={station.pumps.length === 4 ? "pumps pumps-square" : "pumps"}>
        {station.pumps.map((pump) => (
          <PumpTile
            key={pump.pump}
            pump={pump}
            fill={pump.fuelingId === null ? undefined : fills.get(pump.fuelingId)}
            currency={currency}
          />
        ))}
      </div>
      <footer className="station-foot">
        <span className="prices">
          {station.prices.map(({ grade, unitPriceMilli }) => (
            <span key={grade} className="price">
              <Grade grade={grade} />
              <span className="num strong">{price(unitPriceMilli, currency)}</span>
            </span>
          ))}
        </span>
        <span className="num soft">
          {t("stations.shiftSold", { amount: money(sold.amountMinor, currency), litres: litres(sold.volumeMl), fills: count(sold.fills) })}
        </span>
      </footer>
    </section>
  );
}
