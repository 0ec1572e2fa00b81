import { Table } from "antd";
import type { GradeTotals } from "../api/types.ts";
import { count, litres, money } from "../format/money.ts";
import { useWords } from "../i18n/words.ts";
import { Grade } from "../ui/Grade.tsx";
import { Nothing } from "../ui/Notices.tsx";
import { Section } from "../ui/Page.tsx";

interface TotalsProps {
  readonly title: string;
  readonly totals: readonly GradeTotals[];
  readonly currency: string;
}

/** What was sold, by grade, with the sum. */
export function Totals({ title, totals, currency }: TotalsProps) {
  const { t } = useWords();
  const sum = totals.reduce(
    (all, one) => ({ volumeMl: all.volumeMl + one.volumeMl, amountMinor: all.amountMinor + one.amountMinor, count: all.count + one.count }),
    {
      volumeMl: 0,
      amountMinor: 0,
      count: 0,
    },
  );
  return (
    <Section title={title} flush>
      {totals.length === 0 ? (
        <Nothing compact title={t("stations.noneSold")} />
      ) : (
        <Table<GradeTotals>
          size="small"
          rowKey="grade"
          pagination={false}
          dataSource={totals}
          columns={[
            { title: t("common.gradeHead"), key: "grade", render: (_, { grade }) => <Grade grade={grade} /> },
            { title: t("overview.fillCount"), key: "count", align: "right", className: "num", render: (_, one) => count(one.count) },
            { title: t("common.volume"), key: "volume", align: "right", className: "num", render: (_, { volumeMl }) => litres(volumeMl) },
            {
              title: t("common.amount"),
              key: "amount",
              align: "right",
              className: "num",
              render: (_, { amountMinor }) => money(amountMinor, currency),
            },
          ]}
          summary={() => (
            <Table.Summary.Row className="sum">
              <Table.Summary.Cell index={0}>{t("common.sum")}</Table.Summary.Cell>
              <Table.Summary.Cell index={1} align="right" className="num">
                {count(sum.count)}
              </Table.Summary.Cell>
              <Table.Summary.Cell index={2} align="right" className="num">
                {litres(sum.volumeMl)}
              </Table.Summary.Cell>
              <Table.Summary.Cell index={3} align="right" className="num">
                {money(sum.amountMinor, currency)}
              </Table.Summary.Cell>
            </Table.Summary.Row>
          )}
        />
      )}
    </Section>
  );
}
