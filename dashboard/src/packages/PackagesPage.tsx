import { useQuery } from "@tanstack/react-query";
import { Button, Select, Skeleton, Table } from "antd";
import { Link } from "react-router";
import { type PackageSummary, packagesQuery } from "../api/payments.ts";
import type { Region } from "../api/types.ts";
import { count } from "../format/money.ts";
import { useWords } from "../i18n/words.ts";
import { Freshness } from "../ui/Freshness.tsx";
import { useFilters } from "../ui/filters.ts";
import { useRegion } from "../ui/home.ts";
import { useIsPhone } from "../ui/media.ts";
import { Failure, Nothing } from "../ui/Notices.tsx";
import { Page, Section } from "../ui/Page.tsx";
import { Permit } from "../ui/Permit.tsx";
import { PackageState, Stock, Window } from "./state.tsx";
import { offerOf } from "./terms.ts";

/** What drivers can top up with, by region and in the order in which it is shown to them. */
export function PackagesPage() {
  const { t, nameOf } = useWords();
  const filters = useFilters();
  const { regions, timeZone } = useRegion(undefined);
  const wanted = filters.get("region");
  const { data, isError, error, isRefetchError, refetch } = useQuery(packagesQuery(wanted));
  const shown = regions.filter(({ regionId }) => data?.items.some((item) => item.package.regionId === regionId));
  return (
    <Page
      title={t("menu.packages")}
      note={<Freshness at={data?.asOf} timeZone={timeZone} isStale={isRefetchError} />}
      actions={
        <>
          <Select
            allowClear
            className="filter"
            aria-label={t("catalog.region")}
            placeholder={t("packages.anyRegion")}
            value={wanted ?? null}
            options={regions.map(({ regionId, names }) => ({ value: regionId, label: nameOf(names) }))}
            onChange={(region: string | null | undefined) => filters.set({ region: region ?? undefined })}
          />
          <Permit to="catalog.write">
            <Link to={wanted === undefined ? "/packages/new" : `/packages/new?region=${wanted}`}>
              <Button type="primary" tabIndex={-1}>
                {t("packages.add")}
              </Button>
            </Link>
          </Permit>
        </>
      }
    >
      {data === undefined && (isError ? <Failure error={error} retry={() => void refetch()} /> : <Skeleton active />)}
      {data?.items.length === 0 && (
        <Section>
          <Nothing title={t("packages.none")} hint={t("packages.noneHint")} />
        </Section>
      )}
      {data !== undefined &&
        shown.map((region) => (
          <Section key={region.regionId} title={nameOf(region.names)} flush>
            <Packages region={region} items={data.items.filter((item) => item.package.regionId === region.regionId)} />
          </Section>
        ))}
    </Page>
  );
}

function Packages({ region, items }: { readonly region: Region; readonly items: readonly PackageSummary[] }) {
  const words = useWords();
  const { t, nameOf } = words;
  const isPhone = useIsPhone();
  return (
    <Table<PackageSummary>
      size="small"
      rowKey={(item) => item.package.packageId}
      pagination={false}
      dataSource={items}
      tableLayout="fixed"
      columns={[
        {
          title: t("packages.place"),
          key: "position",
          width: 64,
          responsive: ["xl"],
          align: "right",
          className: "num",
          render: (_, item) => count(item.package.position),
        },
        {
          title: t("packages.package"),
          key: "name",
          render: (_, { package: terms, pictureUrl }) => (
            <span className="package-name">
              {pictureUrl !== null && <img src={pictureUrl} alt="" width={40} height={40} loading="lazy" />}
              <span className="two-lines">
                <Link to={`/packages/${terms.packageId}`} className="strong">
                  {nameOf(terms.names)}
                </Link>
                <code className="faint">{terms.packageId}</code>
              </span>
            </span>
          ),
        },
        {
          title: t("packages.kind"),
          key: "kind",
          width: 130,
          responsive: ["xl"],
          render: (_, item) => t(`packages.kinds.${item.package.kind}`),
        },
        { title: t("packages.offer"), key: "offer", className: "num", render: (_, item) => offerOf(item.package, region.currency, words) },
        {
          title: t("packages.window"),
          key: "window",
          width: 170,
          responsive: ["md"],
          className: "num",
          render: (_, item) => <Window terms={item.package} timeZone={region.timeZone} />,
        },
        {
          title: t("packages.sold"),
          key: "sold",
          width: 150,
          responsive: ["md"],
          className: "num",
          render: (_, item) => <Stock item={item} />,
        },
        { title: t("common.state"), key: "state", width: isPhone ? 88 : 110, render: (_, { state }) => <PackageState state={state} /> },
        { title: t("catalog.version"), dataIndex: "version", width: 72, responsive: ["xl"], align: "right", className: "num" },
      ]}
    />
  );
}
