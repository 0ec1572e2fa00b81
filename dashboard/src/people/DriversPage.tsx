import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Input, Segmented, Table } from "antd";
import { Link } from "react-router";
import { type DriverItem, driversQuery } from "../api/people.ts";
import { ExportButton } from "../exports/ExportButton.tsx";
import { money } from "../format/money.ts";
import { time, zone } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { Freshness } from "../ui/Freshness.tsx";
import { useFilters } from "../ui/filters.ts";
import { useRegion } from "../ui/home.ts";
import { useMedia } from "../ui/media.ts";
import { Nothing } from "../ui/Notices.tsx";
import { Page, Section } from "../ui/Page.tsx";
import { PagedList } from "../ui/PagedList.tsx";
import { Mark } from "../ui/State.tsx";

const statuses = ["all", "frozen", "debt"] as const;

/** Everybody who has signed in, with what their wallets hold; search and status stand in the address. */
export function DriversPage() {
  const { t } = useWords();
  const filters = useFilters();
  const { timeZone } = useRegion(undefined);
  const isNarrow = useMedia("(max-width: 859px)");
  const q = filters.get("q");
  const status = statuses.find((one) => one === filters.get("status")) ?? "all";
  const query = useInfiniteQuery(driversQuery(status, q));
  const drivers = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const isNarrowed = q !== undefined || status !== "all";
  const List = isNarrow ? DriverLines : DriverTable;
  return (
    <Page
      title={t("menu.drivers")}
      note={<Freshness at={query.data?.pages[0]?.asOf} timeZone={timeZone} isStale={query.isRefetchError} />}
      actions={
        <>
          <Link to="/adjustments">{t("drivers.queue")}</Link>
          <ExportButton subject="drivers" filter={{ status }} timeZone={timeZone} />
        </>
      }
    >
      <Section flush>
        <search className="filters">
          <Segmented
            value={status}
            options={statuses.map((value) => ({ value, label: t(`drivers.statuses.${value}`) }))}
            onChange={(value) => filters.set({ status: value === "all" ? undefined : value, q: undefined })}
          />
          <Input.Search
            key={q ?? ""}
            allowClear
            className="filter-search"
            aria-label={t("drivers.search")}
            placeholder={t("drivers.search")}
            defaultValue={q}
            onSearch={(text) => filters.set({ q: text.trim(), status: undefined })}
          />
        </search>
        <PagedList
          query={query}
          length={drivers.length}
          rows={10}
          empty={
            <Nothing
              title={t(isNarrowed ? "drivers.noMatch" : "drivers.empty")}
              hint={t(isNarrowed ? "drivers.noMatchHint" : "drivers.emptyHint")}
              action={
                isNarrowed ? (
                  <Button onClick={() => filters.set({ q: undefined, status: undefined })}>{t("filters.clear")}</Button>
                ) : undefined
              }
            />
          }
        >
          <List drivers={drivers} timeZone={timeZone} />
        </PagedList>
      </Section>
    </Page>
  );
}

interface DriverListProps {
  readonly drivers: readonly DriverItem[];
  readonly timeZone: string;
}

function DriverTable({ drivers, timeZone }: DriverListProps) {
  const { t, language } = useWords();
  const amount = (minor: number, currency: string | null) => (currency === null ? "–" : money(minor, currency));
  return (
    <Table<DriverItem>
      size="small"
      rowKey="driverId"
      pagination={false}
      dataSource={drivers}
      scroll={{ x: 820 }}
      columns={[
        {
          title: t("drivers.name"),
          key: "name",
          render: (_, { driverId, name, frozenAt }) => (
            <span className="cell-link">
              <Link to={`/drivers/${driverId}`} className="strong">
                {name}
              </Link>
              {frozenAt !== null && <Mark tone="attention">{t("drivers.frozen")}</Mark>}
            </span>
          ),
        },
        {
          title: `${t("drivers.registered")} (${zone(timeZone)})`,
          key: "registered",
          width: 168,
          className: "num",
          render: (_, { registeredAt }) => time(registeredAt, timeZone, language, "minute"),
        },
        {
          title: t("common.principal"),
          key: "principal",
          align: "right",
          className: "num strong",
          width: 132,
          render: (_, { principalMinor, currency }) => amount(principalMinor, currency),
        },
        {
          title: t("common.bonus"),
          key: "bonus",
          align: "right",
          className: "num",
          width: 112,
          render: (_, { bonusMinor, currency }) => amount(bonusMinor, currency),
        },
        {
          title: t("common.debt"),
          key: "debt",
          align: "right",
          className: "num",
          width: 112,
          render: (_, { debtMinor, currency }) =>
            debtMinor === 0 ? <span className="faint">–</span> : <span className="risk">{amount(debtMinor, currency)}</span>,
        },
        { title: t("common.wallet"), key: "wallet", width: 250, render: (_, { walletId }) => <code className="faint">{walletId}</code> },
      ]}
    />
  );
}

function DriverLines({ drivers, timeZone }: DriverListProps) {
  const { t, language } = useWords();
  return (
    <ul className="cards">
      {drivers.map(({ driverId, name, currency, principalMinor, bonusMinor, debtMinor, frozenAt, registeredAt }) => (
        <li key={driverId}>
          <Link to={`/drivers/${driverId}`} className="card-link">
            <span className="card-row">
              <span className="strong">{name}</span>
              <span className="num strong">{currency === null ? "–" : money(principalMinor + bonusMinor, currency)}</span>
            </span>
            <span className="card-row faint">
              <span className="num">{`${time(registeredAt, timeZone, language, "minute")} ${zone(timeZone, registeredAt)}`}</span>
              {frozenAt !== null && <Mark tone="attention">{t("drivers.frozen")}</Mark>}
              {debtMinor > 0 && currency !== null && (
                <span className="risk num">{`${t("common.debt")} ${money(debtMinor, currency)}`}</span>
              )}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
