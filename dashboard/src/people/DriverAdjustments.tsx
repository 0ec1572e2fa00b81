import { useQuery } from "@tanstack/react-query";
import { Button, Skeleton } from "antd";
import { useState } from "react";
import { driverAdjustmentsQuery } from "../api/people.ts";
import { useWords } from "../i18n/words.ts";
import { Failure } from "../ui/Notices.tsx";
import { Section } from "../ui/Page.tsx";
import { Permit } from "../ui/Permit.tsx";
import { AdjustmentForm } from "./AdjustmentForm.tsx";
import { AdjustmentLine } from "./AdjustmentLine.tsx";

interface DriverAdjustmentsProps {
  readonly driverId: string;
  readonly currency: string;
  readonly timeZone: string;
  readonly canPropose: boolean;
}

/** Corrections of this wallet: what waits, what was decided, and the form that proposes one. */
export function DriverAdjustments({ driverId, currency, timeZone, canPropose }: DriverAdjustmentsProps) {
  const { t } = useWords();
  const [isProposing, setProposing] = useState(false);
  const { data, isError, error, refetch } = useQuery(driverAdjustmentsQuery(driverId));
  return (
    <Section
      title={t("adjustments.title")}
      extra={
        <Permit to="adjustments.propose">
          {canPropose && !isProposing && (
            <Button size="small" onClick={() => setProposing(true)}>
              {t("adjustments.propose")}
            </Button>
          )}
        </Permit>
      }
    >
      {isProposing && <AdjustmentForm driverId={driverId} currency={currency} close={() => setProposing(false)} />}
      {data === undefined && (isError ? <Failure error={error} retry={() => void refetch()} /> : <Skeleton active />)}
      {data?.items.length === 0 && !isProposing && <p className="faint">{t("adjustments.none")}</p>}
      <ul aria-label={t("adjustments.title")}>
        {data?.items.map((adjustment) => (
          <AdjustmentLine
            key={adjustment.adjustmentId}
            adjustment={adjustment}
            driver={{ driverId, name: null }}
            currency={currency}
            timeZone={timeZone}
          />
        ))}
      </ul>
    </Section>
  );
}
