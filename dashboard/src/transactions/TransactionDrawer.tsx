import { useQuery } from "@tanstack/react-query";
import { Drawer, Skeleton } from "antd";
import { type Transaction, transactionQuery } from "../api/transactions.ts";
import { useWords } from "../i18n/words.ts";
import { Failure } from "../ui/Notices.tsx";
import { OpenAddress } from "./OpenAddress.tsx";
import { TransactionFacts } from "./TransactionFacts.tsx";

interface TransactionDrawerProps {
  readonly entryId: string;
  /** As the list has it; one that came by its address may lie further down. */
  readonly listed: Transaction | undefined;
  readonly timeZone: string;
  readonly close: () => void;
}

/** All of one entry, beside the log it was chosen from. */
export function TransactionDrawer({ entryId, listed, timeZone, close }: TransactionDrawerProps) {
  const { t } = useWords();
  const { data = listed, isError, error, refetch } = useQuery(transactionQuery(entryId));
  return (
    <Drawer open onClose={close} size={520} title={data === undefined ? t("transactions.entry") : t(`transactions.kinds.${data.kind}`)}>
      {data === undefined ? (
        isError ? (
          <Failure error={error} retry={() => void refetch()} />
        ) : (
          <Skeleton active paragraph={{ rows: 8 }} />
        )
      ) : (
        <div className="order">
          <TransactionFacts entry={data} timeZone={timeZone} />
          <OpenAddress entry={data} />
        </div>
      )}
    </Drawer>
  );
}
