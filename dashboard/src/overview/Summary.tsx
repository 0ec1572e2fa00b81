import type { ReactNode } from "react";
import type { Overview } from "../api/types.ts";
import { count, litres, money } from "../format/money.ts";
import { useWords } from "../i18n/words.ts";
import { Figure } from "../ui/Figure.tsx";

interface SummaryProps {
  readonly overview: Overview;
  /** The same length before; absent until it is known. */
  readonly before: Overview | undefined;
}

/** The figures that the business is about, side by side. */
export function Summary({ overview, before }: SummaryProps) {
  const { t } = useWords();
  const { currency, totals, liability } = overview;
  const inMoney = { kind: "money", currency } as const;
  const owedMinor = liability.principalMinor + liability.bonusMinor;
  const earlier = (value: string | undefined) => (value === undefined ? "\u00a0" : t("overview.before", { value }));
  return (
    <section className="summary" aria-label={t("overview.summary")}>
      <Tile
        label={t("overview.fueled")}
        note={t("overview.fills", { n: count(totals.fuelings) })}
        earlier={earlier(before && money(before.totals.fueledMinor, currency))}
      >
        <Figure value={totals.fueledMinor} of={inMoney} />
      </Tile>
      <Tile
        label={t("overview.litres")}
        note={totals.fuelings === 0 ? "\u00a0" : t("overview.perFill", { n: litres(Math.round(totals.volumeMl / totals.fuelings)) })}
        earlier={earlier(before && `${litres(before.totals.volumeMl)} ${t("common.litre")}`)}
      >
        <Figure value={totals.volumeMl} of={{ kind: "litres" }} />
      </Tile>
      <Tile
        label={t("overview.toppedUp")}
        note={t("overview.topups", { n: count(totals.topups), bonus: money(totals.bonusMinor, currency) })}
        earlier={earlier(before && money(before.totals.toppedUpMinor, currency))}
      >
        <Figure value={totals.toppedUpMinor} of={inMoney} />
      </Tile>
      <Tile
        label={t("overview.liability")}
        hint={t("overview.liabilityHint")}
        note={t("overview.split", { principal: money(liability.principalMinor, currency), bonus: money(liability.bonusMinor, currency) })}
        earlier={t("overview.wallets", { n: count(liability.wallets) })}
      >
        <Figure value={owedMinor} of={inMoney} />
      </Tile>
      <Tile label={t("overview.debt")} hint={t("overview.debtHint")} note={t("overview.debtNote")} earlier={"\u00a0"}>
        <Figure value={liability.debtMinor} of={inMoney} tone={liability.debtMinor > 0 ? "red" : "ink"} />
      </Tile>
    </section>
  );
}

interface TileProps {
  readonly label: string;
  readonly hint?: string;
  readonly note: string;
  readonly earlier: string;
  readonly children: ReactNode;
}

function Tile({ label, hint, note, earlier, children }: TileProps) {
  return (
    <div className="tile" title={hint}>
      <div className="tile-label">{label}</div>
      {children}
      <div className="tile-note">{note}</div>
      <div className="tile-note faint">{earlier}</div>
    </div>
  );
}
