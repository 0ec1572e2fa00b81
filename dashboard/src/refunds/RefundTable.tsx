import { Table } from "antd";
import type { OperatorRefund } from "../api/payments.ts";
import { money } from "../format/money.ts";
import { time, zone } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { useIsPhone } from "../ui/media.ts";
import { RefundState } from "./states.tsx";

interface RefundTableProps {
  readonly refunds: readonly OperatorRefund[];
  readonly timeZone: string;
  readonly open: (refundId: string) => void;
  /** Those that are ticked, where some can be. */
  readonly chosen?: readonly string[];
  readonly choose?: (refundIds: readonly string[]) => void;
}

/** Refunds as a table; a row opens the refund. Narrow windows leave out what is told there. */
export function RefundTable({ refunds, timeZone, open, chosen, choose }: RefundTableProps) {
  const { t, language, wordOf } = useWords();
  const isPhone = useIsPhone();
  return (
    <Table<OperatorRefund>
      size="small"
      rowKey="refundId"
      pagination={false}
      dataSource={refunds}
      {...(chosen === undefined || choose === undefined
        ? {}
        : {
            rowSelection: {
              selectedRowKeys: [...chosen],
              onChange: (keys) => choose(keys.map(String)),
              // antd repeats what stands in the head in a hidden row, where a box to tick must not be.
              hideSelectAll: true,
              getCheckboxProps: ({ refundId, principalMinor, currency }) => ({
                "aria-label": t("refunds.choose", { amount: money(principalMinor, currency), id: refundId }),
              }),
            },
          })}
      columns={[
        {
          title: `${t("refunds.asked")} (${zone(timeZone)})`,
          key: "asked",
          width: 140,
          responsive: ["md"],
          className: "num",
          render: (_, { requestedAt }) => time(requestedAt, timeZone, language, "minute"),
        },
        {
          title: t("refunds.reason"),
          key: "reason",
          render: (_, { refundId, reason, orderId, requestedAt }) => (
            <button type="button" className="cell-link" onClick={() => open(refundId)}>
              <span className="two-at-most">{reason}</span>
              <span className="faint">{isPhone ? time(requestedAt, timeZone, language, "minute") : orderId}</span>
            </button>
          ),
        },
        {
          title: t("refunds.way"),
          key: "channel",
          width: 130,
          responsive: ["lg"],
          render: (_, { channel, provider }) => (channel === "bank" ? t("refunds.channels.bank") : wordOf("providers", provider)),
        },
        {
          title: t("refunds.back"),
          key: "principal",
          width: isPhone ? 96 : 120,
          align: "right",
          className: "num strong",
          render: (_, { principalMinor, currency }) => money(principalMinor, currency),
        },
        {
          title: t("refunds.lapses"),
          key: "bonus",
          width: 110,
          responsive: ["xl"],
          align: "right",
          className: "num",
          render: (_, { bonusMinor, currency }) => (bonusMinor === 0 ? <span className="faint">–</span> : money(bonusMinor, currency)),
        },
        { title: t("common.state"), key: "state", width: isPhone ? 96 : 150, render: (_, { state }) => <RefundState state={state} /> },
      ]}
    />
  );
}
