import { App, Button, Input } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { useCommand } from "../api/commands.ts";
import { type Adjustment, driverPath } from "../api/people.ts";
import { useSession } from "../api/session.ts";
import { money } from "../format/money.ts";
import { time } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { Failure } from "../ui/Notices.tsx";
import { useMay } from "../ui/Permit.tsx";
import { Mark, type Tone } from "../ui/State.tsx";

const tones: Readonly<Record<Adjustment["state"], Tone>> = {
  proposed: "attention",
  approved: "done",
  declined: "quiet",
  withdrawn: "quiet",
  lapsed: "quiet",
};
const done = { approve: "adjustments.approved", decline: "adjustments.declined", withdraw: "adjustments.withdrawn" } as const;

interface AdjustmentLineProps {
  readonly adjustment: Omit<Adjustment, "bonusValidDays">;
  /** `name` is shown where the list is of many drivers. */
  readonly driver: { readonly driverId: string; readonly name: string | null };
  readonly currency: string;
  readonly timeZone: string;
}

/** A correction: how much of what, why, who said what; and for those who may, the decision. Its proposer can only take it back. */
export function AdjustmentLine({ adjustment, driver, currency, timeZone }: AdjustmentLineProps) {
  const { t, language } = useWords();
  const { message } = App.useApp();
  const session = useSession();
  const mayDecide = useMay("adjustments.decide");
  const [note, setNote] = useState("");
  const { driverId, name } = driver;
  const command = useCommand<Adjustment>([["driver", driverId], ["adjustments"]]);
  const { adjustmentId, state, direction, part, amountMinor, cause, reason, proposedBy, proposedAt, lapsesAt, decidedBy, decidedAt } =
    adjustment;
  const isOwn = proposedBy === session?.email;
  const isWaiting = state === "proposed";
  const decide = (verb: keyof typeof done) =>
    command.mutate(
      {
        method: "POST",
        path: driverPath(driverId, `/adjustments/${adjustmentId}/${verb}`),
        ...(verb === "withdraw" ? {} : { body: { note: note.trim() === "" ? null : note.trim() } }),
      },
      { onSuccess: () => void message.success(t(done[verb])) },
    );
  const at = (instant: string) => time(instant, timeZone, language, "minute");
  return (
    <li className="line">
      <div className="line-main">
        <div className="line-title">
          <span className={`strong num ${direction === "debit" ? "risk" : ""}`}>
            {`${direction === "credit" ? "+" : "−"}${money(amountMinor, currency)}`}
          </span>
          <span>{t(`adjustments.parts.${part}`)}</span>
          <Mark tone={tones[state]}>{t(`adjustments.states.${state}`)}</Mark>
          {name !== null && <Link to={`/drivers/${driverId}`}>{name}</Link>}
        </div>
        <p>{`${t(`adjustments.causes.${cause}`)} · ${reason}`}</p>
        <div className="line-facts num">
          <span>{`${t("adjustments.by", { who: proposedBy })} · ${at(proposedAt)}`}</span>
          {decidedBy !== null && decidedAt !== null && (
            <span>{`${t("adjustments.decidedBy", { who: decidedBy })} · ${at(decidedAt)}`}</span>
          )}
          {isWaiting && <span>{t("adjustments.lapses", { time: at(lapsesAt) })}</span>}
        </div>
        {adjustment.note !== null && <p className="faint">{adjustment.note}</p>}
        {isWaiting && mayDecide && !isOwn && (
          <Input
            size="small"
            className="decision-note"
            aria-label={t("adjustments.note")}
            placeholder={t("adjustments.note")}
            maxLength={500}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        )}
        {command.isError && <Failure error={command.error} />}
      </div>
      {isWaiting && isOwn && (
        <div className="line-actions">
          <span className="faint">{t("adjustments.own")}</span>
          <Button size="small" onClick={() => decide("withdraw")} loading={command.isPending}>
            {t("adjustments.withdraw")}
          </Button>
        </div>
      )}
      {isWaiting && !isOwn && mayDecide && (
        <div className="line-actions">
          <Button size="small" onClick={() => decide("decline")} disabled={command.isPending}>
            {t("adjustments.decline")}
          </Button>
          <Button size="small" type="primary" onClick={() => decide("approve")} loading={command.isPending}>
            {t("adjustments.approve")}
          </Button>
        </div>
      )}
    </li>
  );
}
