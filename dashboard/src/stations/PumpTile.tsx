import type { RunningFill } from "../api/types.ts";
import { money } from "../format/money.ts";
import { useWords } from "../i18n/words.ts";
import { Figure } from "../ui/Figure.tsx";
import { Grade } from "../ui/Grade.tsx";
import { PumpState, pumpTone } from "../ui/State.tsx";

interface PumpTileProps {
  /** `state` null: not known yet. */
  readonly pump: { readonly pump: number; readonly grades: readonly string[]; readonly state: string | null };
  readonly fill: RunningFill | undefined;
  readonly currency: string;
}

/** A pump as it is: its state, and what runs through it. */
export function PumpTile({ pump, fill, currency }: PumpTileProps) {
  const { t } = useWords();
  const flows = fill !== undefined && fill.volumeMl > 0;
  return (
    <div className={`pump pump-${pumpTone(pump.state ?? "")} ${flows ? "pump-flows" : ""}`}>
      <div className="pump-head">
        <span className="pump-number">{pump.pump}</span>
        {pump.state !== null && <PumpState state={pump.state} />}
      </div>
      {fill === undefined ? (
        <div className="pump-grades">
          {pump.grades.map((grade) => (
            <Grade key={grade} grade={grade} />
          ))}
        </div>
      ) : (
        <>
          <Figure key={fill.fuelingId} value={fill.amountMinor} of={{ kind: "money", currency }} size="title" durationMs={READING_MS} />
          <div className="pump-foot">
            <Grade grade={fill.grade} />
            {flows ? (
              <Figure key={fill.fuelingId} value={fill.volumeMl} of={{ kind: "litres" }} size="body" tone="soft" durationMs={READING_MS} />
            ) : (
              <span className="faint num">{t("stations.upTo", { amount: money(fill.limitMinor, currency) })}</span>
            )}
          </div>
        </>
      )}
    </div>
  );
}

/** Terminals report a watched fill each second; a reading is shown whole before that is over. */
export const READING_MS = 850;
