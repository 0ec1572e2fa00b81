import { useQuery } from "@tanstack/react-query";
import { Button, Drawer, Skeleton, Typography } from "antd";
import { useCommand } from "../api/commands.ts";
import { type Case, caseQuery } from "../api/payments.ts";
import { useSession } from "../api/session.ts";
import { time, zone } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { Fact, Facts } from "../ui/Facts.tsx";
import { Figure } from "../ui/Figure.tsx";
import { Failure } from "../ui/Notices.tsx";
import { useMay } from "../ui/Permit.tsx";
import { CaseState } from "./CaseTable.tsx";
import { EvidenceTable } from "./EvidenceTable.tsx";
import { Resolve } from "./Resolve.tsx";

interface CaseDrawerProps {
  readonly caseId: string;
  readonly listed: Case | undefined;
  readonly timeZone: string;
  readonly close: () => void;
}

/** A case: what each book says, who looks after it, and what is done about it. */
export function CaseDrawer({ caseId, listed, timeZone, close }: CaseDrawerProps) {
  const { t } = useWords();
  const { data = listed, isError, error, refetch } = useQuery(caseQuery(caseId));
  return (
    <Drawer open onClose={close} size={620} title={data === undefined ? t("cases.case") : t(`cases.kinds.${data.kind}`)}>
      {data === undefined &&
        (isError ? <Failure error={error} retry={() => void refetch()} /> : <Skeleton active paragraph={{ rows: 8 }} />)}
      {data !== undefined && <Found found={data} timeZone={timeZone} />}
    </Drawer>
  );
}

function Found({ found, timeZone }: { readonly found: Case; readonly timeZone: string }) {
  const { t, language, wordOf } = useWords();
  const { amountMinor, currency, resolution, note, resolvedAt, resolvedBy } = found;
  const at = (instant: string) => `${time(instant, timeZone, language, "full")} ${zone(timeZone, instant)}`;
  return (
    <div className="order">
      <div className="order-hero">
        {amountMinor === null ? <span /> : <Figure value={amountMinor} of={{ kind: "money", currency: currency ?? "" }} size="hero" />}
        <CaseState found={found} />
      </div>
      <p className="soft">{t(`cases.hints.${found.kind}`)}</p>
      <Owner found={found} />
      <Resolve found={found} />
      <EvidenceTable found={found} />
      <Facts title={t("cases.case")}>
        <Fact name={t("cases.subject")} value={<code>{found.subject}</code>} />
        {found.provider !== null && <Fact name={t("orders.provider")} value={wordOf("providers", found.provider)} />}
        {found.walletId !== null && (
          <Fact
            name={t("common.wallet")}
            value={
              <Typography.Text copyable code>
                {found.walletId}
              </Typography.Text>
            }
          />
        )}
        <Fact name={t("cases.opened")} value={at(found.openedAt)} />
        {resolvedAt !== null && <Fact name={t("cases.resolvedAt")} value={at(resolvedAt)} />}
        {resolution !== null && (
          <Fact name={t("cases.resolution")} value={t(`cases.resolutions.${resolution}`, { defaultValue: resolution })} />
        )}
        {resolvedBy !== null && <Fact name={t("cases.resolvedBy")} value={resolvedBy} />}
        {note !== null && <Fact name={t("cases.note")} value={note} />}
      </Facts>
    </div>
  );
}

/** Who looks after the case; somebody who may can take it, and give it back. */
function Owner({ found: { caseId, owner, state } }: { readonly found: Case }) {
  const { t } = useWords();
  const session = useSession();
  const mayWrite = useMay("reconciliation.write");
  const assign = useCommand<Case>([["cases"], ["case", caseId]]);
  const isOwn = owner !== null && owner === session?.email;
  const give = (to: string | null) =>
    assign.mutate({ method: "PUT", path: `/v1/operator/cases/${encodeURIComponent(caseId)}/owner`, body: { owner: to } });
  return (
    <div className="line">
      <div className="line-main">
        {owner === null ? <span className="faint">{t("cases.nobody")}</span> : t("cases.ownedBy", { who: owner })}
        {assign.isError && <Failure error={assign.error} />}
      </div>
      {mayWrite && state === "open" && (
        <Button size="small" loading={assign.isPending} onClick={() => give(isOwn ? null : (session?.email ?? null))}>
          {t(isOwn ? "cases.giveBack" : "cases.take")}
        </Button>
      )}
    </div>
  );
}
