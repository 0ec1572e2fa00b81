import { useQuery } from "@tanstack/react-query";
import { Skeleton, Table } from "antd";
import { type PaymentHealth, paymentHealthQuery } from "../api/payments.ts";
import { count } from "../format/money.ts";
import { time } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { Failure } from "../ui/Notices.tsx";
import { Section } from "../ui/Page.tsx";
import { scrolledByKeys } from "../ui/ScrollTable.tsx";
import { Mark } from "../ui/State.tsx";

type Provider = PaymentHealth["items"][number];
interface Row {
  readonly key: string;
  readonly provider: string;
  readonly isOn: boolean;
  readonly call: Provider["calls"][number] | null;
}

/** How payment providers answer: calls, errors, the time they take, the last one of each kind; notifications among them. */
export function ProviderCalls({ timeZone }: { readonly timeZone: string }) {
  const { t, language, wordOf } = useWords();
  const { data, isError, error, refetch } = useQuery(paymentHealthQuery);
  const rows = (data?.items ?? []).flatMap(rowsOf);
  const dash = <span className="faint">–</span>;
  return (
    <Section title={t("providerHealth.title")} flush>
      {data === undefined &&
        (isError ? <Failure error={error} retry={() => void refetch()} /> : <Skeleton active paragraph={{ rows: 3 }} className="pad" />)}
      {data !== undefined && (
        <Table<Row>
          components={scrolledByKeys}
          size="small"
          pagination={false}
          dataSource={rows}
          scroll={{ x: 820 }}
          columns={[
            { title: t("orders.provider"), key: "provider", width: 130, render: (_, { provider }) => wordOf("providers", provider) },
            {
              title: t("providerHealth.call"),
              key: "call",
              render: (_, { call, isOn }) =>
                call === null ? (
                  <span className="faint">{t(isOn ? "providerHealth.quiet" : "providerHealth.off")}</span>
                ) : (
                  t(`providerHealth.callNames.${call.call}`, { defaultValue: call.call })
                ),
            },
            {
              title: t("providerHealth.calls"),
              key: "calls",
              align: "right",
              className: "num",
              render: (_, { call }) => (call === null ? dash : count(call.calls)),
            },
            {
              title: t("providerHealth.errors"),
              key: "errors",
              align: "right",
              className: "num",
              render: (_, { call }) => {
                if (call === null || call.errors === 0) return dash;
                return <Mark tone={call.errors * 10 > call.calls ? "risk" : "attention"}>{count(call.errors)}</Mark>;
              },
            },
            {
              title: t("providerHealth.average"),
              key: "average",
              align: "right",
              className: "num",
              render: (_, { call }) => (call === null ? dash : t("providerHealth.ms", { n: count(call.averageMs) })),
            },
            {
              title: t("providerHealth.most"),
              key: "most",
              align: "right",
              className: "num",
              render: (_, { call }) => (call === null ? dash : t("providerHealth.ms", { n: count(call.maxMs) })),
            },
            {
              title: t("providerHealth.last"),
              key: "last",
              className: "num",
              render: (_, { call }) => {
                const last = call?.hours.at(-1);
                return last === undefined ? dash : time(last.at, timeZone, language, "minute");
              },
            },
            {
              title: t("providerHealth.lastError"),
              key: "error",
              render: (_, { call }) =>
                call === null || call.lastErrorAt === null ? (
                  dash
                ) : (
                  <span className="two-lines">
                    <span>{call.lastError}</span>
                    <span className="faint num">{time(call.lastErrorAt, timeZone, language, "minute")}</span>
                  </span>
                ),
            },
          ]}
        />
      )}
    </Section>
  );
}

function rowsOf({ provider, isOn, calls }: Provider): readonly Row[] {
  if (calls.length === 0) return [{ key: provider, provider, isOn, call: null }];
  return calls.map((call) => ({ key: `${provider}/${call.call}`, provider, isOn, call }));
}
