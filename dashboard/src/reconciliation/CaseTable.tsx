import { Table } from "antd";
import type { Case } from "../api/payments.ts";
import { money } from "../format/money.ts";
import { time, zone } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { useIsPhone } from "../ui/media.ts";
import { Mark } from "../ui/State.tsx";

interface CaseTableProps {
  readonly cases: readonly Case[];
  readonly timeZone: string;
  readonly open: (caseId: string) => void;
}

/** Cases as a table; a row opens the case. Narrow windows leave out what is told there. */
export function CaseTable({ cases, timeZone, open }: CaseTableProps) {
  const { t, language, wordOf } = useWords();
  const isPhone = useIsPhone();
  return (
    <Table<Case>
      size="small"
      rowKey="caseId"
      pagination={false}
      dataSource={cases}
      columns={[
        {
          title: `${t("cases.opened")} (${zone(timeZone)})`,
          key: "opened",
          width: 150,
          responsive: ["md"],
          className: "num",
          render: (_, { openedAt }) => time(openedAt, timeZone, language, "minute"),
        },
        {
          title: t("cases.kind"),
          key: "kind",
          render: (_, { caseId, kind, subject, openedAt }) => (
            <button type="button" className="cell-link" onClick={() => open(caseId)}>
              <span>{t(`cases.kinds.${kind}`)}</span>
              <span className="faint">{isPhone ? time(openedAt, timeZone, language, "minute") : subject}</span>
            </button>
          ),
        },
        {
          title: t("orders.provider"),
          key: "provider",
          width: 120,
          responsive: ["xl"],
          render: (_, { provider }) => (provider === null ? <span className="faint">–</span> : wordOf("providers", provider)),
        },
        {
          title: t("common.amount"),
          key: "amount",
          width: isPhone ? 96 : 120,
          align: "right",
          className: "num strong",
          render: (_, { amountMinor, currency }) => {
            // Between a station and wallets it is the station's own currency, which the case does not name.
            return amountMinor === null ? <span className="faint">–</span> : money(amountMinor, currency ?? "").trim();
          },
        },
        {
          title: t("cases.owner"),
          key: "owner",
          width: 180,
          responsive: ["lg"],
          render: (_, { owner }) => owner ?? <span className="faint">{t("cases.nobody")}</span>,
        },
        { title: t("common.state"), key: "state", width: isPhone ? 96 : 140, render: (_, found) => <CaseState found={found} /> },
      ]}
    />
  );
}

export function CaseState({ found: { state, resolution } }: { readonly found: Case }) {
  const { t } = useWords();
  if (state === "open") return <Mark tone="attention">{t("cases.states.open")}</Mark>;
  return (
    <Mark tone={resolution === "mended" ? "quiet" : "done"}>
      {t(`cases.resolutions.${resolution ?? "closed"}`, { defaultValue: t("cases.states.resolved") })}
    </Mark>
  );
}
