import { useQuery } from "@tanstack/react-query";
import type { PaymentFigures } from "../api/figures.ts";
import { packagesQuery } from "../api/payments.ts";
import { ChartCard } from "../charts/ChartCard.tsx";
import type { Series } from "../charts/data.ts";
import { bucketLabels } from "../format/buckets.ts";
import { count, money, plainMoney } from "../format/money.ts";
import { percent, plainPercent, shareOf } from "../format/rate.ts";
import { zone } from "../format/time.ts";
import { plural } from "../i18n/plural.ts";
import { useWords } from "../i18n/words.ts";
import type { RangeFilter } from "../ranges/useRange.ts";
import { Figures, Tiles, useFigures } from "./Figures.tsx";

type Orders = PaymentFigures["totals"];
const paidShare = ({ topups, unpaid }: Orders) => shareOf(topups, topups + unpaid);
const refundShare = ({ refundedMinor, toppedUpMinor }: Orders) => shareOf(refundedMinor, toppedUpMinor);

/** Top-up orders: how many are paid and how many go back, over time, by provider and by package. */
export function PaymentsTab({ chosen }: { readonly chosen: RangeFilter }) {
  const { t, language, nameOf, wordOf } = useWords();
  const { data: known } = useQuery(packagesQuery(undefined));
  /** One that was defined under another id, or is not listed yet, goes by its id. */
  const packageName = (packageId: string): string => {
    const names = known?.items.find((item) => item.package.packageId === packageId)?.package.names;
    return names === undefined ? packageId : nameOf(names);
  };
  const query = useFigures("analytics/payments", chosen);
  const share = { text: percent, plain: plainPercent, per: 100 };
  const counted = { text: count, plain: (value: number) => value };
  return (
    <Figures query={query} timeZone={chosen.timeZone}>
      {({ totals, buckets, byProvider, byPackage, by, timeZone, currency, from, to }) => {
        const inMoney = { text: (value: number) => money(value, currency), plain: plainMoney, per: 100 };
        const ordersOf = (rows: readonly Orders[]): readonly Series[] => [
          { name: t("analytics.sold"), values: rows.map(({ topups }) => topups), ...counted },
          { name: t("analytics.unpaid"), values: rows.map(({ unpaid }) => unpaid), ...counted },
        ];
        const providers = byProvider.toSorted((a, b) => b.toppedUpMinor - a.toppedUpMinor);
        const packages = byPackage.toSorted((a, b) => b.topups - a.topups);
        const day = from.slice(0, 10);
        return (
          <>
            <Tiles
              label={t("overview.summary")}
              tiles={[
                {
                  label: t("kpis.paid"),
                  value: paidShare(totals),
                  of: { kind: "share" },
                  note: plural(t, "kpis.paidNote", totals.topups + totals.unpaid, { paid: count(totals.topups) }),
                },
                {
                  label: t("kpis.refunded"),
                  value: refundShare(totals),
                  of: { kind: "share" },
                  note: plural(t, "kpis.refundedNote", totals.refunds, { amount: money(totals.refundedMinor, currency) }),
                },
                { label: t("kpis.toppedUp"), value: totals.toppedUpMinor, of: { kind: "money", currency } },
                { label: t("overview.bonus"), value: totals.bonusMinor, of: { kind: "money", currency } },
              ]}
            />
            <ChartCard
              title={t("analytics.success")}
              note={t("analytics.successNote")}
              form="line"
              file={`forecourt-payments-${day}`}
              data={{
                head: `${t("common.time")} (${zone(timeZone, to)})`,
                ...bucketLabels(buckets, by, timeZone, language),
                most: 100,
                series: [
                  { name: t("kpis.paid"), values: buckets.map(paidShare), ...share },
                  { name: t("kpis.refunded"), values: buckets.map(refundShare), ...share },
                ],
              }}
            />
            <div className="columns columns-even">
              <ChartCard
                title={t("analytics.byProvider")}
                form="pie"
                file={`forecourt-providers-${day}`}
                data={{
                  head: t("analytics.provider"),
                  labels: providers.map(({ provider }) => wordOf("providers", provider)),
                  series: [
                    {
                      name: `${t("kpis.toppedUp")} (${currency})`,
                      values: providers.map(({ toppedUpMinor }) => toppedUpMinor),
                      ...inMoney,
                    },
                  ],
                }}
              />
              <ChartCard
                title={t("analytics.byPackage")}
                form="bar"
                file={`forecourt-packages-${day}`}
                data={{
                  head: t("analytics.package"),
                  labels: packages.map(({ packageId }) => (packageId === null ? t("analytics.ownAmount") : packageName(packageId))),
                  series: ordersOf(packages),
                }}
              />
            </div>
          </>
        );
      }}
    </Figures>
  );
}
