import { useQuery } from "@tanstack/react-query";
import { Skeleton, Table, Tag } from "antd";
import { Link } from "react-router";
import { regionsQuery } from "../api/queries.ts";
import type { RegionItem } from "../api/types.ts";
import { zone } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { Freshness } from "../ui/Freshness.tsx";
import { Failure, Nothing } from "../ui/Notices.tsx";
import { Page, Section } from "../ui/Page.tsx";
import { Permit } from "../ui/Permit.tsx";
import { Grades } from "./Grades.tsx";

/** Regions with their terms, and grades. */
export function CatalogPage() {
  const { t, nameOf, wordOf } = useWords();
  const { data, error, isError, isRefetchError, refetch } = useQuery(regionsQuery);
  const timeZone = data?.items[0]?.region.timeZone ?? "UTC";
  return (
    <Page title={t("menu.catalog")} note={<Freshness at={data?.asOf} timeZone={timeZone} isStale={isRefetchError} />}>
      <Section
        title={t("catalog.regions")}
        flush
        extra={
          <Permit to="catalog.write">
            <Link to="/catalog/regions/new">{t("regions.add")}</Link>
          </Permit>
        }
      >
        {data === undefined && (isError ? <Failure error={error} retry={() => void refetch()} /> : <Skeleton active className="pad" />)}
        {data?.items.length === 0 && <Nothing title={t("catalog.noRegions")} hint={t("catalog.noRegionsHint")} />}
        {data !== undefined && data.items.length > 0 && (
          <Table<RegionItem>
            size="small"
            rowKey="regionId"
            pagination={false}
            dataSource={data.items}
            scroll={{ x: 760 }}
            columns={[
              {
                title: t("catalog.region"),
                key: "name",
                render: (_, { regionId, region }) => (
                  <Link to={`/catalog/regions/${regionId}`} className="strong">
                    {nameOf(region.names)}
                  </Link>
                ),
              },
              { title: t("catalog.id"), key: "id", render: (_, { regionId }) => <code className="nowrap">{regionId}</code> },
              { title: t("common.currency"), key: "currency", render: (_, { region }) => region.currency },
              { title: t("catalog.timeZone"), key: "zone", render: (_, { region }) => `${region.timeZone} (${zone(region.timeZone)})` },
              { title: t("catalog.policy"), key: "policy", render: (_, { region }) => t(`catalog.policies.${region.spendingPolicy}`) },
              {
                title: t("catalog.providers"),
                key: "providers",
                render: (_, { region }) => region.providers.map((provider) => <Tag key={provider}>{wordOf("providers", provider)}</Tag>),
              },
              { title: t("catalog.version"), dataIndex: "version", align: "right", className: "num", width: 80 },
            ]}
          />
        )}
      </Section>
      <Grades />
    </Page>
  );
}
