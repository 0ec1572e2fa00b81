import { useMutation } from "@tanstack/react-query";
import { Alert, Button, Modal, Progress } from "antd";
import { useState } from "react";
import { call } from "../api/client.ts";
import type { AuditVerification } from "../api/types.ts";
import { plural } from "../i18n/plural.ts";
import { useWords } from "../i18n/words.ts";
import { Failure } from "../ui/Notices.tsx";

/** Differences that are named; one is enough to look closer. */
const NAMED_MAX = 10;

interface Found {
  readonly last: AuditVerification;
  readonly differing: readonly number[];
}

/** Has the chain computed anew, part by part, and says what was found. */
export function Verification() {
  const { t } = useWords();
  const [progress, setProgress] = useState<AuditVerification | null>(null);
  const verify = useMutation({ mutationFn: () => verifyAll(setProgress) });
  const close = () => {
    verify.reset();
    setProgress(null);
  };
  const isOpen = verify.isPending || verify.isSuccess || verify.isError;
  return (
    <>
      <Button onClick={() => verify.mutate()} loading={verify.isPending}>
        {t("audit.verify")}
      </Button>
      <Modal open={isOpen} title={t("audit.verify")} onCancel={close} footer={null}>
        {verify.isPending && (
          <>
            <p>{t("audit.verifying", { done: progress?.verified ?? 0, all: progress?.count ?? "…" })}</p>
            <Progress
              percent={progress === null ? 0 : Math.floor((100 * progress.verified) / Math.max(1, progress.count))}
              showInfo={false}
            />
          </>
        )}
        {verify.isError && <Failure error={verify.error} retry={() => verify.mutate()} />}
        {verify.isSuccess && <Outcome found={verify.data} />}
      </Modal>
    </>
  );
}

function Outcome({ found: { last, differing } }: { readonly found: Found }) {
  const { t } = useWords();
  if (last.brokenNo !== null) return <Alert type="error" showIcon title={t("audit.broken", { no: last.brokenNo })} />;
  if (differing.length > 0)
    return <Alert type="error" showIcon title={t("audit.differing", { list: differing.slice(0, NAMED_MAX).join(", ") })} />;
  return (
    <Alert
      type="success"
      showIcon
      title={plural(t, "audit.whole", last.verified)}
      description={<span className="staff-link">{t("audit.wholeHint", { hash: last.headHash })}</span>}
    />
  );
}

async function verifyAll(told: (part: AuditVerification) => void): Promise<Found> {
  const differing: number[] = [];
  for (let from: string | undefined; ; ) {
    const part: AuditVerification = await call("GET", "/v1/operator/audit/verification", { query: { from } });
    differing.push(...part.differing);
    told(part);
    if (part.next === null) return { last: part, differing };
    from = part.next;
  }
}
