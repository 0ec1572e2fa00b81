import { useInfiniteQuery } from "@tanstack/react-query";
import { Table, type TableProps } from "antd";
import { Link } from "react-router";
import { type Movement, statementQuery } from "../api/people.ts";
import { ExportButton } from "../exports/ExportButton.tsx";
import { money } from "../format/money.ts";
import { time } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { useMedia } from "../ui/media.ts";
import { Nothing } from "../ui/Notices.tsx";
import { Section } from "../ui/Page.tsx";
import { PagedList } from "../ui/PagedList.tsx";
import { Verification } from "./Verification.tsx";

interface StatementProps {
  readonly driverId: string;
  readonly currency: string;
  readonly timeZone: string;
}

/** Every movement, newest first, from the wallet itself; its chain can be verified here, in this browser. */
export function Statement({ driverId, currency, timeZone }: StatementProps) {
  const { t, language } = useWords();
  const isNarrow = useMedia("(max-width: 719px)");
  const query = useInfiniteQuery(statementQuery(driverId));
  const movements = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const signed = (minor: number) => (minor === 0 ? <span className="faint">–</span> : `${minor > 0 ? "+" : ""}${money(minor, currency)}`);
  const columns: NonNullable<TableProps<Movement>["columns"]> = [
    { title: "#", dataIndex: "no", width: 56, align: "right", className: "num faint" },
    {
      title: t("common.time"),
      key: "at",
      width: 124,
      className: "num",
      render: (_, { atMs }) => time(atMs, timeZone, language, "minute"),
    },
    {
      title: t("driver.kind"),
      key: "kind",
      render: (_, { kind, sourceId }) => {
        const word = t(`movementKinds.${kind}`, { defaultValue: kind });
        return /^(top|fue)_/.test(sourceId) ? <Link to={`/orders?order=${sourceId}`}>{word}</Link> : word;
      },
    },
    {
      title: t("common.principal"),
      key: "principal",
      align: "right",
      className: "num",
      render: (_, { principalMinor }) => signed(principalMinor),
    },
    { title: t("common.bonus"), key: "bonus", align: "right", className: "num", render: (_, { bonusMinor }) => signed(bonusMinor) },
    { title: t("common.debt"), key: "debt", align: "right", className: "num", render: (_, { debtMinor }) => signed(debtMinor) },
    {
      title: t("drivers.balance"),
      key: "balance",
      align: "right",
      className: "num strong",
      render: (_, { balance }) => money(balance.principalMinor + balance.bonusMinor - balance.debtMinor, currency),
    },
  ];
  // A phone shows what is looked for: what it was, how much it moved, and what there was then.
  const narrow = [
    ...columns.filter(({ key }) => key === "kind" || key === "balance"),
    {
      title: t("common.amount"),
      key: "narrow",
      align: "right" as const,
      className: "num",
      render: (_: unknown, { atMs, principalMinor, bonusMinor, debtMinor }: Movement) => (
        <>
          <div className="strong">{signed(principalMinor + bonusMinor - debtMinor)}</div>
          <div className="faint">{time(atMs, timeZone, language, "minute")}</div>
        </>
      ),
    },
  ];
  return (
    <Section
      title={t("driver.statement")}
      flush
      extra={
        <>
          <Verification driverId={driverId} />
          <ExportButton subject="statement" filter={{ driverId }} timeZone={timeZone} />
        </>
      }
    >
      <PagedList query={query} length={movements.length} empty={<Nothing compact title={t("driver.noMovements")} />}>
        <Table<Movement>
          size="small"
          rowKey="no"
          pagination={false}
          dataSource={movements}
          {...(isNarrow ? {} : { scroll: { x: 600 } })}
          columns={isNarrow ? narrow : columns}
        />
      </PagedList>
    </Section>
  );
}
