import type { ReactNode } from "react";
import type { Overview } from "../api/figures.ts";
import { count, money } from "../format/money.ts";
import { changeOf } from "../format/rate.ts";
import { plural } from "../i18n/plural.ts";
import { useWords } from "../i18n/words.ts";
import type { Comparison } from "../ranges/range.ts";
import { Figure } from "../ui/Figure.tsx";
import { type Kpi, kpisOf } from "./kpis.ts";

/** The same figures of another time. */
export interface Compared {
  readonly key: Comparison["key"];
  /** Absent until it is known. */
  readonly overview: Overview | undefined;
}

interface SummaryProps {
  readonly overview: Overview;
  readonly compared: readonly Compared[];
}

/** The figures that the business is about, each held against other times. */
export function Summary({ overview, compared }: SummaryProps) {
  const { t } = useWords();
  const { currency, totals, liability } = overview;
  const inMoney = { kind: "money", currency } as const;
  return (
    <section className="summary" aria-label={t("overview.summary")}>
      {kpisOf(overview).map((kpi) => (
        <KpiTile key={kpi.key} kpi={kpi} overview={overview} compared={compared} note={noteOf(kpi)} />
      ))}
      <Tile label={t("overview.liability")} hint={t("overview.liabilityHint")}>
        <Figure value={liability.principalMinor + liability.bonusMinor} of={inMoney} />
        <Note>
          {t("overview.split", { principal: money(liability.principalMinor, currency), bonus: money(liability.bonusMinor, currency) })}
        </Note>
        <Note>{plural(t, "overview.wallets", liability.wallets)}</Note>
      </Tile>
      <Tile label={t("overview.debt")} hint={t("overview.debtHint")}>
        <Figure value={liability.debtMinor} of={inMoney} tone={liability.debtMinor > 0 ? "red" : "ink"} />
        <Note>{t("overview.debtNote")}</Note>
      </Tile>
    </section>
  );

  function noteOf({ key }: Kpi): string | undefined {
    if (key === "orders") return `${plural(t, "counts.fills", totals.fuelings)} · ${plural(t, "counts.topups", totals.topups)}`;
    if (key === "toppedUp") return t("kpis.toppedUpNote", { bonus: money(totals.bonusMinor, currency) });
    if (key === "paid") return plural(t, "kpis.paidNote", totals.topupsEnded, { paid: count(totals.topups) });
    if (key === "refunded") return plural(t, "kpis.refundedNote", totals.refunds, { amount: money(totals.refundedMinor, currency) });
    return undefined;
  }
}

interface KpiTileProps extends SummaryProps {
  readonly kpi: Kpi;
  readonly note: string | undefined;
}

function KpiTile({ kpi, overview, compared, note }: KpiTileProps) {
  const { t } = useWords();
  const value = kpi.value(overview.totals);
  return (
    <Tile label={t(`kpis.${kpi.key}`)} hint={t(`kpis.${kpi.key}Hint`, { defaultValue: "" })}>
      {value === null ? <span className="figure figure-figure figure-soft">–</span> : <Figure value={value} of={kpi.of} />}
      {note !== undefined && <Note>{note}</Note>}
      {compared.map(({ key, overview: other }) => {
        const before = other === undefined ? null : kpi.value(other.totals);
        const change = before === null || value === null || kpi.of.kind === "share" ? null : changeOf(value, before);
        return (
          <Note key={key} faint>
            {other === undefined ? "\u00a0" : `${t(`ranges.compared.${key}`)} ${before === null ? "–" : kpi.text(before)}`}
            {change !== null && <span className="tile-change">{change}</span>}
          </Note>
        );
      })}
    </Tile>
  );
}

function Note({ children, faint = false }: { readonly children: ReactNode; readonly faint?: boolean }) {
  return <div className={faint ? "tile-note faint" : "tile-note"}>{children}</div>;
}

function Tile({ label, hint, children }: { readonly label: string; readonly hint: string; readonly children: ReactNode }) {
  return (
    <div className="tile" title={hint}>
      <div className="tile-label">{label}</div>
      {children}
    </div>
  );
}
