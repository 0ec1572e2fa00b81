import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { App, Button, Input, Select, Table } from "antd";
import { useState } from "react";
import { useCommand } from "../api/commands.ts";
import { type BillImport, billsQuery, paymentHealthQuery } from "../api/payments.ts";
import { count, money } from "../format/money.ts";
import { addDaysMs, dayText, startOfDayMs, time } from "../format/time.ts";
import { plural } from "../i18n/plural.ts";
import { useWords } from "../i18n/words.ts";
import { useRegion } from "../ui/home.ts";
import { Nothing } from "../ui/Notices.tsx";
import { Section } from "../ui/Page.tsx";
import { PagedList } from "../ui/PagedList.tsx";
import { useMay } from "../ui/Permit.tsx";
import { scrolledByKeys } from "../ui/ScrollTable.tsx";
import { Mark, type Tone } from "../ui/State.tsx";

const tones: Readonly<Record<BillImport["state"], Tone>> = { done: "done", not_ready: "running", failed: "risk" };

/** Which of the providers' bills were compared, by day, and what they came to. */
export function Bills({ timeZone }: { readonly timeZone: string }) {
  const { t, language, wordOf } = useWords();
  const { region } = useRegion(undefined);
  const query = useInfiniteQuery(billsQuery);
  const mayWrite = useMay("reconciliation.write");
  const bills = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const inMoney = (minor: number) => (region === undefined ? "" : money(minor, region.currency));
  return (
    <Section title={t("bills.title")} flush extra={mayWrite && <ImportBill timeZone={timeZone} />}>
      <PagedList
        query={query}
        length={bills.length}
        rows={3}
        empty={<Nothing compact title={t("bills.none")} hint={t("bills.noneHint")} />}
      >
        <Table<BillImport>
          components={scrolledByKeys}
          size="small"
          rowKey={({ provider, day }) => `${provider}/${day}`}
          pagination={false}
          dataSource={bills}
          scroll={{ x: 900 }}
          columns={[
            { title: t("bills.day"), dataIndex: "day", width: 110, className: "num" },
            { title: t("orders.provider"), key: "provider", render: (_, { provider }) => wordOf("providers", provider) },
            {
              title: t("bills.payments"),
              key: "payments",
              align: "right",
              className: "num",
              render: (_, { payments, paidMinor }) => `${count(payments)} · ${inMoney(paidMinor)}`,
            },
            {
              title: t("bills.refunds"),
              key: "refunds",
              align: "right",
              className: "num",
              render: (_, { refunds, refundedMinor }) => `${count(refunds)} · ${inMoney(refundedMinor)}`,
            },
            { title: t("bills.fees"), key: "fees", align: "right", className: "num", render: (_, { feesMinor }) => inMoney(feesMinor) },
            {
              title: t("bills.cases"),
              key: "cases",
              align: "right",
              className: "num",
              render: (_, { cases }) => (cases === 0 ? <span className="faint">0</span> : <span className="strong">{count(cases)}</span>),
            },
            {
              title: t("common.state"),
              key: "state",
              width: 130,
              render: (_, { state }) => <Mark tone={tones[state]}>{t(`bills.states.${state}`)}</Mark>,
            },
            {
              title: t("bills.tried"),
              key: "tried",
              width: 130,
              className: "num",
              render: (_, { triedAt }) => time(triedAt, timeZone, language, "minute"),
            },
          ]}
        />
      </PagedList>
    </Section>
  );
}

/** Compares a bill now; each morning it happens by itself. */
function ImportBill({ timeZone }: { readonly timeZone: string }) {
  const { t, wordOf, problemOf } = useWords();
  const { message } = App.useApp();
  const { data } = useQuery(paymentHealthQuery);
  const providers = data?.items.filter(({ isOn }) => isOn).map(({ provider }) => provider) ?? [];
  const [chosen, setChosen] = useState<string>();
  const provider = chosen ?? providers[0];
  const today = startOfDayMs(Date.now(), timeZone);
  const [day, setDay] = useState(dayText(addDaysMs(today, -1, timeZone), timeZone));
  const command = useCommand<BillImport>([["bills"], ["cases"]]);
  const compare = () =>
    command.mutate(
      { method: "POST", path: "/v1/operator/bills", body: { provider, day } },
      {
        onSuccess: ({ cases }) => void message.success(plural(t, "bills.compared", cases)),
        onError: (error) => void message.error(problemOf(error)),
      },
    );
  return (
    <>
      <Select
        size="small"
        className="filter"
        aria-label={t("orders.provider")}
        value={provider ?? null}
        options={providers.map((value) => ({ value, label: wordOf("providers", value) }))}
        onChange={(value: string) => setChosen(value)}
      />
      <Input
        size="small"
        type="date"
        className="filter"
        aria-label={t("bills.day")}
        max={dayText(today, timeZone)}
        value={day}
        onChange={({ target }) => setDay(target.value)}
      />
      <Button size="small" disabled={provider === undefined || day === ""} loading={command.isPending} onClick={compare}>
        {t("bills.compare")}
      </Button>
    </>
  );
}
