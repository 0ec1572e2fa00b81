import { Table } from "antd";
import { Link } from "react-router";
import type { LiveStation, RunningFill } from "../api/types.ts";
import { money, price } from "../format/money.ts";
import { useWords } from "../i18n/words.ts";
import { Figure } from "../ui/Figure.tsx";
import { Grade } from "../ui/Grade.tsx";
import { Nothing } from "../ui/Notices.tsx";
import { Section } from "../ui/Page.tsx";
import { OrderState } from "../ui/State.tsx";
import { READING_MS } from "./PumpTile.tsx";

/** States after which nothing moves any more; the station remembers the latest such fills. */
const over = new Set(["settled", "cancelled", "expired"]);

/** Fills that are authorised or under way here. */
export function RunningFills({ station }: { readonly station: LiveStation }) {
  const { t } = useWords();
  const { currency } = station;
  const running = station.fuelings.filter(({ state }) => !over.has(state));
  return (
    <Section title={t("stations.running")} flush>
      {running.length === 0 ? (
        <Nothing compact title={t("stations.noneRunning")} hint={t("stations.noneRunningHint")} />
      ) : (
        <Table<RunningFill>
          size="small"
          rowKey="fuelingId"
          pagination={false}
          dataSource={running}
          scroll={{ x: 760 }}
          columns={[
            { title: t("common.pump"), dataIndex: "pump", align: "right", className: "num", width: 64 },
            { title: t("common.state"), key: "state", render: (_, { state }) => <OrderState state={state} /> },
            { title: t("common.gradeHead"), key: "grade", render: (_, { grade }) => <Grade grade={grade} /> },
            {
              title: t("common.wallet"),
              key: "wallet",
              render: (_, { walletId }) => (
                <Link to={`/orders?wallet=${walletId}`}>
                  <code>{walletId}</code>
                </Link>
              ),
            },
            {
              title: t("common.price"),
              key: "price",
              align: "right",
              className: "num",
              render: (_, { unitPriceMilli }) => price(unitPriceMilli, currency),
            },
            {
              title: t("stations.limit"),
              key: "limit",
              align: "right",
              className: "num",
              render: (_, { limitMinor }) => money(limitMinor, currency),
            },
            {
              title: t("common.volume"),
              key: "volume",
              align: "right",
              className: "num",
              render: (_, { volumeMl }) => <Figure value={volumeMl} of={{ kind: "litres" }} size="body" durationMs={READING_MS} />,
            },
            {
              title: t("common.amount"),
              key: "amount",
              align: "right",
              className: "num",
              render: (_, { amountMinor }) => (
                <Figure value={amountMinor} of={{ kind: "money", currency }} size="body" durationMs={READING_MS} />
              ),
            },
          ]}
        />
      )}
    </Section>
  );
}
