import type { exportedTransfers } from "@forecourt/contract/http/refunds";
import { App, Button, Segmented } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { useCommand } from "../api/commands.ts";
import { saveCsv } from "../format/csv.ts";
import { count } from "../format/money.ts";
import { plural } from "../i18n/plural.ts";
import { useWords } from "../i18n/words.ts";
import { Freshness } from "../ui/Freshness.tsx";
import { useFilters } from "../ui/filters.ts";
import { useRegion } from "../ui/home.ts";
import { Failure, Nothing } from "../ui/Notices.tsx";
import { Page } from "../ui/Page.tsx";
import { useMay } from "../ui/Permit.tsx";
import { RefundList, useRefunds } from "./RefundList.tsx";
import { transferStates } from "./states.tsx";

/** As many as one file takes. */
const BATCH_MAX = 100;

/** Refunds that the bank has to send: those to be put into a file, those that are with the bank, and how each ended. */
export function TransfersPage() {
  const { t } = useWords();
  const filters = useFilters();
  const { timeZone } = useRegion(undefined);
  const state = transferStates.find((one) => one === filters.get("state")) ?? "bank_listed";
  const list = useRefunds(state, "bank");
  const { query, refunds } = list;
  const mayExport = useMay("refunds.export");
  const isToExport = mayExport && state === "bank_listed";
  const [ticked, setTicked] = useState<readonly string[]>([]);
  const chosen = refunds.map(({ refundId }) => refundId).filter((id) => ticked.includes(id));
  return (
    <Page
      title={t("transfers.title")}
      note={
        <>
          <Link to="/refunds" className="back">
            {`‹ ${t("menu.refunds")}`}
          </Link>
          <Freshness at={query.data?.pages[0]?.asOf} timeZone={timeZone} isStale={query.isRefetchError} />
        </>
      }
      actions={isToExport && <ExportTransfers chosen={chosen.slice(0, BATCH_MAX)} done={() => setTicked([])} />}
    >
      <RefundList
        {...list}
        timeZone={timeZone}
        filters={
          <>
            <Segmented
              aria-label={t("common.state")}
              value={state}
              options={transferStates.map((value) => ({ value, label: t(`transfers.states.${value}`) }))}
              onChange={(value) => filters.set({ state: value === "bank_listed" ? undefined : value })}
            />
            {isToExport && refunds.length > 0 && (
              <Button onClick={() => setTicked(refunds.map(({ refundId }) => refundId))}>{t("refunds.chooseAll")}</Button>
            )}
          </>
        }
        nothing={<Nothing title={t("transfers.none")} hint={t(`transfers.hints.${state}`)} />}
        {...(isToExport ? { chosen, choose: setTicked } : {})}
      />
    </Page>
  );
}

/** Puts what is ticked into a file for the bank. It opens drivers' accounts, which the audit trail notes. */
function ExportTransfers({ chosen, done }: { readonly chosen: readonly string[]; readonly done: () => void }) {
  const { t } = useWords();
  const { message, modal } = App.useApp();
  const command = useCommand<(typeof exportedTransfers)["_output"]>([["refunds"], ["refund"]]);
  const send = () =>
    command.mutateAsync({ method: "POST", path: "/v1/operator/bank-transfers/export", body: { refundIds: chosen } }).then(
      ({ batchId, transfers, csv }) => {
        done();
        if (transfers.length === 0) {
          void message.warning(t("transfers.nothingExported"));
          return;
        }
        saveCsv(`forecourt-transfers-${batchId}`, csv);
        void message.success(t("transfers.exported", { n: count(transfers.length) }));
      },
      () => undefined,
    );
  return (
    <>
      {command.isError && <Failure error={command.error} />}
      <Button
        type="primary"
        disabled={chosen.length === 0}
        loading={command.isPending}
        onClick={() =>
          modal.confirm({
            title: plural(t, "transfers.ask", chosen.length),
            content: t("transfers.askHint"),
            okText: t("transfers.make"),
            cancelText: t("common.cancel"),
            onOk: send,
          })
        }
      >
        {t("transfers.export", { n: count(chosen.length) })}
      </Button>
    </>
  );
}
