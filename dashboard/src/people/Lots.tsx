import { useQuery } from "@tanstack/react-query";
import { Skeleton, Table } from "antd";
import { Link } from "react-router";
import { type Lot, lotsQuery } from "../api/people.ts";
import { money } from "../format/money.ts";
import { time } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { Failure, Nothing } from "../ui/Notices.tsx";
import { Section } from "../ui/Page.tsx";

interface LotsProps {
  readonly driverId: string;
  readonly currency: string;
  readonly timeZone: string;
}

/** What the balance is made of, in the order in which it is spent. */
export function Lots({ driverId, currency, timeZone }: LotsProps) {
  const { t, language } = useWords();
  const { data, isError, error, refetch } = useQuery(lotsQuery(driverId));
  return (
    <Section title={t("driver.lots")} extra={<span className="faint">{t("driver.lotsHint")}</span>} flush>
      {data === undefined && (isError ? <Failure error={error} retry={() => void refetch()} /> : <Skeleton active className="pad" />)}
      {data?.items.length === 0 && <Nothing compact title={t("driver.noLots")} />}
      {data !== undefined && data.items.length > 0 && (
        <Table<Lot>
          size="small"
          rowKey="lotId"
          pagination={false}
          dataSource={data.items}
          scroll={{ x: 540 }}
          columns={[
            {
              title: t("driver.credited"),
              key: "at",
              className: "num",
              width: 130,
              render: (_, { creditedAt }) => time(creditedAt, timeZone, language, "minute"),
            },
            {
              title: t("driver.source"),
              key: "source",
              render: (_, { sourceId }) =>
                sourceId.startsWith("top_") ? (
                  <Link to={`/orders?order=${sourceId}`}>{t("movementKinds.topup")}</Link>
                ) : (
                  t("movementKinds.adjustment")
                ),
            },
            {
              title: t("common.principal"),
              key: "principal",
              align: "right",
              className: "num",
              render: (_, { principalMinor, paidMinor }) => <Part left={principalMinor} of={paidMinor} currency={currency} />,
            },
            {
              title: t("common.bonus"),
              key: "bonus",
              align: "right",
              className: "num",
              render: (_, { bonusMinor, grantedMinor }) => <Part left={bonusMinor} of={grantedMinor} currency={currency} />,
            },
            {
              title: t("driver.expires"),
              key: "expires",
              className: "num",
              width: 130,
              render: (_, { bonusExpiresAt, grantedMinor }) =>
                grantedMinor === 0 ? (
                  <span className="faint">–</span>
                ) : bonusExpiresAt === null ? (
                  <span className="faint">{t("driver.never")}</span>
                ) : (
                  time(bonusExpiresAt, timeZone, language, "minute")
                ),
            },
          ]}
        />
      )}
    </Section>
  );
}

/** What is left of a part, and what it was, where that differs. */
function Part({ left, of, currency }: { readonly left: number; readonly of: number; readonly currency: string }) {
  if (of === 0) return <span className="faint">–</span>;
  return (
    <>
      <span className="strong">{money(left, currency)}</span>
      {left !== of && <span className="faint">{` / ${money(of, currency)}`}</span>}
    </>
  );
}
