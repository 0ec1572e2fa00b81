import type { Code } from "@forecourt/contract/codes";
import { toMs } from "@forecourt/contract/scalars";
import type { PumpReport } from "@forecourt/contract/station";
import type { TerminalEventOf } from "@forecourt/contract/terminal";
import { grossMinor } from "@forecourt/contract/units";
import type { Draft } from "./draft.ts";
import { type Fueling, findFueling, findPump, gradesOf, isAbandoned, type StationState } from "./state.ts";

/** The meter may differ from the sum of the fills by what the hose holds and rounding. */
const TOTALIZER_TOLERANCE_ML = 100;
/** More than this between what was dispensed and what it should cost raises an alert. */
const AMOUNT_TOLERANCE_MINOR = 1;

type Refusal = { readonly code: Code };

/** Fuel flows. Progress that comes before the start, or instead of it, counts as the start. */
export function recordFlow(draft: Draft, terminalId: string, event: TerminalEventOf<"fuel.started" | "fuel.progress">): Refusal | null {
  const { fuelingId, nozzle } = event.data;
  const fueling = findFueling(draft.state, fuelingId);
  const refusal = misfit(draft.state, fueling, event.data);
  if (refusal !== null || fueling === undefined) return refusal;
  // Given up while the terminal was cut off, or had begun already: fuel flows all the same, and will be owed.
  if (fueling.state === "authorised" || (isAbandoned(fueling) && fueling.ended !== true)) {
    const startedAtMs = Math.min(toMs(event.at), draft.nowMs);
    draft.add({ type: "FuelingStarted", fuelingId, nozzle, startedAtMs, setBy: { terminalId, seq: event.seq } });
  }
  return null;
}

/**
 * Fuel has been dispensed. It is owed whatever became of the authorisation, and it is recorded as the terminal says;
 * what looks wrong raises an alert and does not hold up the settlement.
 *
 * @returns "repeated" when this sale is recorded already
 */
export function recordCompletion(draft: Draft, terminalId: string, event: TerminalEventOf<"fuel.completed">): Refusal | "repeated" | null {
  const setBy = { terminalId, seq: event.seq };
  const { data } = event;
  const fueling = findFueling(draft.state, data.fuelingId);
  if (fueling?.dispensed !== undefined) {
    return fueling.dispensed.transactionId === data.transactionId ? "repeated" : refused(draft, event, "fueling_already_completed");
  }
  const refusal = misfit(draft.state, fueling, data);
  if (refusal !== null || fueling === undefined) return refused(draft, event, refusal?.code ?? "fueling_not_found");
  if (draft.state.fuelings.some(({ dispensed }) => dispensed?.transactionId === data.transactionId)) {
    return refused(draft, event, "transaction_id_reused");
  }
  if (data.volumeMl === 0 && data.amountMinor === 0) {
    endUndispensed(draft, fueling, "nothing_dispensed", setBy);
    return null;
  }
  raiseAlerts(draft, fueling, data);
  draft.add({
    type: "FuelingCompleted",
    fuelingId: data.fuelingId,
    dispensed: {
      transactionId: data.transactionId,
      nozzle: data.nozzle,
      grade: data.grade,
      volumeMl: data.volumeMl,
      amountMinor: data.amountMinor,
      unitPriceMilli: data.unitPriceMilli,
      totalizerMl: data.totalizerMl,
      startedAtMs: toMs(data.startedAt),
      endedAtMs: toMs(data.endedAt),
      offline: event.offline === true,
    },
    setBy,
  });
  return null;
}

/** Nothing was, and nothing will be, dispensed. */
export function recordCancellation(draft: Draft, terminalId: string, event: TerminalEventOf<"fuel.cancelled">): Refusal | null {
  const { fuelingId, reason } = event.data;
  const fueling = findFueling(draft.state, fuelingId);
  if (fueling === undefined) return { code: "fueling_not_found" };
  if (fueling.dispensed !== undefined) return { code: "fueling_already_completed" };
  endUndispensed(draft, fueling, reason, { terminalId, seq: event.seq });
  return null;
}

/** Also of a fill that was given up before: what comes late from before its end must not revive it. */
function endUndispensed(draft: Draft, { fuelingId, ended }: Fueling, reason: string, setBy: PumpReport): void {
  if (ended !== true) draft.add({ type: "FuelingCancelled", fuelingId, reason, setBy });
}

/** Whether the report can belong to the fill at all. */
function misfit(
  state: StationState,
  fueling: Fueling | undefined,
  { pump, nozzle, grade }: { readonly pump: number; readonly nozzle: number; readonly grade: string },
): Refusal | null {
  if (fueling === undefined) return { code: "fueling_not_found" };
  if (fueling.pump !== pump) return { code: "fueling_wrong_pump" };
  const layout = findPump(state, pump);
  // What was authorised is owed, though the pump has been rebuilt or taken away since.
  if (grade !== fueling.grade && (layout === undefined || !gradesOf(layout).includes(grade))) return { code: "grade_unknown" };
  if (layout !== undefined && !layout.nozzles.some((known) => known.nozzle === nozzle)) return { code: "nozzle_unknown" };
  return null;
}

/** A sale that can't be recorded is money that somebody has to look after. */
function refused(draft: Draft, event: TerminalEventOf<"fuel.completed">, code: Code): Refusal {
  const { fuelingId, transactionId, amountMinor, volumeMl, pump } = event.data;
  draft.alert("completion_refused", fuelingId, { code, transactionId, amountMinor, volumeMl, pump });
  return { code };
}

function raiseAlerts(draft: Draft, fueling: Fueling, data: TerminalEventOf<"fuel.completed">["data"]): void {
  const { fuelingId, amountMinor, volumeMl } = data;
  const expectedMinor = grossMinor(volumeMl, fueling.unitPriceMilli);
  if (Math.abs(amountMinor - expectedMinor) > AMOUNT_TOLERANCE_MINOR)
    draft.alert("amount_mismatch", fuelingId, { amountMinor, expectedMinor });
  if (data.unitPriceMilli !== fueling.unitPriceMilli) {
    draft.alert("price_mismatch", fuelingId, { unitPriceMilli: data.unitPriceMilli, authorisedMilli: fueling.unitPriceMilli });
  }
  if (data.grade !== fueling.grade) draft.alert("grade_mismatch", fuelingId, { grade: data.grade, authorised: fueling.grade });
  if (amountMinor > fueling.limitMinor) draft.alert("over_limit", fuelingId, { amountMinor, limitMinor: fueling.limitMinor });
  if (fueling.state === "expired" || fueling.state === "cancelled") draft.alert("late_fill", fuelingId, { state: fueling.state });
  const last = draft.state.pumps[data.pump]?.totalizers[data.nozzle];
  if (last !== undefined && last.atMs <= toMs(data.endedAt)) {
    const gapMl = data.totalizerMl - last.totalizerMl - volumeMl;
    if (Math.abs(gapMl) > TOTALIZER_TOLERANCE_ML) {
      draft.alert("totalizer_gap", fuelingId, { gapMl, pump: data.pump, nozzle: data.nozzle });
    }
  }
}
