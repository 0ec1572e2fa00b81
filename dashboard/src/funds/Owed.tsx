import { Table } from "antd";
import { Link } from "react-router";
import type { Liability } from "../api/payments.ts";
import { money } from "../format/money.ts";
import { plural } from "../i18n/plural.ts";
import { useWords } from "../i18n/words.ts";
import { Figure } from "../ui/Figure.tsx";
import { useRegion } from "../ui/home.ts";
import { Section } from "../ui/Page.tsx";
import { Permit } from "../ui/Permit.tsx";
import { scrolledByKeys } from "../ui/ScrollTable.tsx";
import { Mark } from "../ui/State.tsx";

/** Owed in one currency: as it was added up movement by movement, and whether a recount of every wallet says the same. */
export function Owed({ owed }: { readonly owed: Liability["byCurrency"][number] }) {
  const { t } = useWords();
  const { currency, principalMinor, bonusMinor, debtMinor, recount, agrees } = owed;
  const inMoney = { kind: "money", currency } as const;
  const off = { principalMinor: principalMinor - recount.principalMinor, bonusMinor: bonusMinor - recount.bonusMinor };
  return (
    <section className="summary summary-short" aria-label={t("funds.owedIn", { currency })}>
      <Tile label={t("funds.owed")}>
        <Figure value={principalMinor + bonusMinor} of={inMoney} />
      </Tile>
      <Tile label={t("common.principal")}>
        <Figure value={principalMinor} of={inMoney} />
      </Tile>
      <Tile label={t("common.bonus")}>
        <Figure value={bonusMinor} of={inMoney} />
      </Tile>
      <Tile label={t("overview.debt")}>
        <Figure value={debtMinor} of={inMoney} tone={debtMinor > 0 ? "red" : "ink"} />
      </Tile>
      <Tile label={t("funds.recount")}>
        <div className="recount">
          {agrees ? (
            <Mark tone="done">{t("funds.agrees")}</Mark>
          ) : (
            <Mark tone="risk">{t("funds.differs", { amount: money(off.principalMinor + off.bonusMinor, currency) })}</Mark>
          )}
        </div>
        <div className="tile-note">{plural(t, "overview.wallets", recount.wallets)}</div>
        {!agrees && (
          <Permit to="reconciliation.read">
            <Link to="/reconciliation?kind=liability_differs">{t("funds.toCases")}</Link>
          </Permit>
        )}
      </Tile>
    </section>
  );
}

function Tile({ label, children }: { readonly label: string; readonly children: React.ReactNode }) {
  return (
    <div className="tile">
      <div className="tile-label">{label}</div>
      {children}
    </div>
  );
}

type RegionRow = Liability["byRegion"][number];

/** The recount, by where drivers are at home. */
export function ByRegion({ regions: rows }: { readonly regions: readonly RegionRow[] }) {
  const { t, nameOf } = useWords();
  const { regions } = useRegion(undefined);
  const name = (regionId: string | null) => {
    const region = regions.find((one) => one.regionId === regionId);
    return region === undefined ? (regionId ?? t("funds.noRegion")) : nameOf(region.names);
  };
  return (
    <Section title={t("funds.byRegion")} flush>
      <Table<RegionRow>
        components={scrolledByKeys}
        size="small"
        rowKey={({ regionId, currency }) => `${regionId}/${currency}`}
        pagination={false}
        dataSource={rows}
        scroll={{ x: 320 }}
        columns={[
          { title: t("catalog.region"), key: "region", render: (_, { regionId }) => name(regionId) },
          {
            title: t("common.principal"),
            key: "principal",
            align: "right",
            className: "num strong",
            render: (_, { principalMinor, currency }) => money(principalMinor, currency),
          },
          {
            title: t("common.bonus"),
            key: "bonus",
            align: "right",
            className: "num",
            render: (_, { bonusMinor, currency }) => money(bonusMinor, currency),
          },
          {
            title: t("common.debt"),
            key: "debt",
            align: "right",
            className: "num",
            render: (_, { debtMinor, currency }) =>
              debtMinor === 0 ? <span className="faint">–</span> : <span className="risk">{money(debtMinor, currency)}</span>,
          },
        ]}
      />
    </Section>
  );
}
