import { type Rejected, rejected } from "@forecourt/contract/result";
import type { FuelingRequest, FundsAnswer, PumpLayout } from "@forecourt/contract/station";
import { grossMinor, volumeWithinMl } from "@forecourt/contract/units";
import type { Draft } from "./draft.ts";
import { findFueling, findPump, gradesOf, type StationState, unitPriceMilli } from "./state.ts";

/** What the wallet has to be asked before a fill can begin. */
export interface FuelingPlan {
  readonly ok: true;
  readonly grade: string;
  readonly unitPriceMilli: number;
  /** Reserve as much as this, and not less than that. */
  readonly atMostMinor: number;
  readonly atLeastMinor: number;
}

/** Checks a request against the station as it is now; the wallet is asked only when this succeeds. Pure. */
export function planFueling(state: StationState, request: FuelingRequest, nowMs: number): FuelingPlan | Rejected {
  if (state.config === null) return rejected("station_not_found");
  const layout = findPump(state, request.pump);
  const status = state.pumps[request.pump];
  if (layout === undefined || status === undefined) return rejected("pump_not_found", { pump: request.pump });
  if (status.fuelingId !== null && status.fuelingId !== request.fuelingId) return rejected("pump_busy", { pump: request.pump });
  if (status.state === "closed" || status.state === "offline" || status.state === "error") {
    return rejected("pump_not_available", { pump: request.pump, state: status.state });
  }
  const grade = gradeFor(layout, request.grade, status.nozzle);
  if (typeof grade !== "string") return grade;
  const price = unitPriceMilli(state, grade, nowMs);
  if (price === undefined) return rejected("price_missing", { grade });
  const { fillLimitMinor, fillMinimumMinor } = state.config;
  const wanted = request.limitMl === undefined ? request.limitMinor : grossMinor(request.limitMl, price);
  const atMostMinor = Math.min(wanted ?? fillLimitMinor, fillLimitMinor);
  if (volumeWithinMl(atMostMinor, price) === 0) return rejected("limit_too_small", { unitPriceMilli: price });
  // Whoever names a limit means it; whoever names none takes what the wallet has.
  return { ok: true, grade, unitPriceMilli: price, atMostMinor, atLeastMinor: wanted === undefined ? fillMinimumMinor : atMostMinor };
}

function gradeFor(layout: PumpLayout, wanted: string | undefined, liftedNozzle: number | null): string | Rejected {
  const grades = gradesOf(layout);
  if (wanted !== undefined) return grades.includes(wanted) ? wanted : rejected("grade_unknown", { grade: wanted });
  const lifted = layout.nozzles.find(({ nozzle }) => nozzle === liftedNozzle)?.grade;
  const only = grades.length === 1 ? grades[0] : undefined;
  return lifted ?? only ?? rejected("grade_required", { grades: grades.join(" ") });
}

/**
 * Begins a fill, or not, once the wallet has answered. The station may have changed since it was asked, so everything is
 * checked again; funds that were reserved in vain go back.
 */
export function authoriseFueling(draft: Draft, request: FuelingRequest, answer: FundsAnswer, by: "terminal" | "phone"): Rejected | null {
  if (findFueling(draft.state, request.fuelingId) !== undefined) return null;
  if (!answer.ok) return rejected(answer.code, answer.detail);
  const plan = planFueling(draft.state, request, draft.nowMs);
  if (!plan.ok) {
    draft.add({ type: "FundsReturnOwed", fuelingId: request.fuelingId, walletId: request.walletId });
    return plan;
  }
  const limitMl = volumeWithinMl(answer.amountMinor, plan.unitPriceMilli);
  draft.add({
    type: "FuelingAuthorised",
    fuelingId: request.fuelingId,
    walletId: request.walletId,
    pump: request.pump,
    grade: plan.grade,
    limitMinor: answer.amountMinor,
    limitMl: request.limitMl === undefined ? limitMl : Math.min(limitMl, request.limitMl),
    unitPriceMilli: plan.unitPriceMilli,
    expiresAtMs: answer.expiresAtMs,
    by,
  });
  return null;
}
