import { balanceMaxMinor, custodyPerMyriad, refundAutomaticMaxMinor } from "@forecourt/contract/catalog";
import { useQuery } from "@tanstack/react-query";
import { Skeleton, Table, Tag } from "antd";
import { Link } from "react-router";
import { regionsQuery } from "../api/queries.ts";
import type { RegionItem } from "../api/types.ts";
import { money } from "../format/money.ts";
import { percent } from "../format/rate.ts";
import { useWords } from "../i18n/words.ts";
import { Failure, Nothing } from "../ui/Notices.tsx";
import { Section } from "../ui/Page.tsx";

/** The limits in force in each region, those that nobody has set marked as such; a region's page is where they are set. */
export function RegionLimits() {
  const { t, nameOf, wordOf } = useWords();
  const { data, error, isError, refetch } = useQuery(regionsQuery);
  const limit = (text: string, isSet: boolean) => (
    <>
      {text}
      {!isSet && <div className="faint">{t("settings.byDefault")}</div>}
    </>
  );
  return (
    <Section title={t("settings.limits")} flush>
      {data === undefined && (isError ? <Failure error={error} retry={() => void refetch()} /> : <Skeleton active className="pad" />)}
      {data?.items.length === 0 && <Nothing title={t("catalog.noRegions")} hint={t("catalog.noRegionsHint")} />}
      {data !== undefined && data.items.length > 0 && (
        <>
          <p className="soft settings-note">{t("settings.limitsNote")}</p>
          <Table<RegionItem>
            size="small"
            rowKey="regionId"
            pagination={false}
            dataSource={data.items}
            scroll={{ x: 820 }}
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
              {
                title: t("settings.balanceMax"),
                key: "balanceMax",
                align: "right",
                className: "num",
                render: (_, { region }) => limit(money(balanceMaxMinor(region), region.currency), region.balanceMaxMinor !== undefined),
              },
              {
                title: t("settings.refundMax"),
                key: "refundMax",
                align: "right",
                className: "num",
                render: (_, { region }) =>
                  limit(money(refundAutomaticMaxMinor(region), region.currency), region.refundAutomaticMaxMinor !== undefined),
              },
              {
                title: t("settings.custody"),
                key: "custody",
                align: "right",
                className: "num",
                render: (_, { region }) => limit(percent(custodyPerMyriad(region)), region.custodyPerMyriad !== undefined),
              },
              { title: t("catalog.policy"), key: "policy", render: (_, { region }) => t(`catalog.policies.${region.spendingPolicy}`) },
              {
                title: t("catalog.providers"),
                key: "providers",
                render: (_, { region }) => region.providers.map((provider) => <Tag key={provider}>{wordOf("providers", provider)}</Tag>),
              },
            ]}
          />
        </>
      )}
    </Section>
  );
}
