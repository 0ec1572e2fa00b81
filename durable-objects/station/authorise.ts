import { type Rejected, rejected } from "@forecourt/contract/result";
import type { FuelingRequest, FundsAnswer, PumpLayout } from "@forecourt/contract/station";
import { grossMinor, volumeWithinMl } from "@forecourt/contract/units";
import type { Draft } from "./draft.ts";
import { findFueling, findPump, gradesOf, isAbandoned, isAvailable, type StationState, unitPriceMilli } from "./state.ts";

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
  if (!isAvailable(status.state)) return rejected("pump_not_available", { pump: request.pump, state: status.state });
  // Its funds are on their way back, and would be gone by the time that fuel flows.
  if (state.returns.some(({ fuelingId }) => fuelingId === request.fuelingId)) return rejected("fueling_lapsed");
  const grade = gradeFor(layout, request.grade, status.nozzle);
  if (typeof grade !== "string") return grade;
  const price = unitPriceMilli(state, grade, nowMs);
  if (price === undefined) return rejected("price_missing", { grade });
  const { fillLimitMinor, fillMinimumMinor } = state.config;
  const wanted = request.limitMl === undefined ? request.limitMinor : grossMinor(request.limitMl, price);
  const atMostMinor = Math.min(wanted ?? fillLimitMinor, fillLimitMinor, request.allowedMinor ?? fillLimitMinor);
  if (atMostMinor === 0 || volumeWithinMl(atMostMinor, price) === 0) return rejected("limit_too_small", { unitPriceMilli: price });
  // Whoever names a limit means it; whoever names none takes what the wallet has.
  return {
    ok: true,
    grade,
    unitPriceMilli: price,
    atMostMinor,
    atLeastMinor: wanted === undefined ? Math.min(fillMinimumMinor, atMostMinor) : atMostMinor,
  };
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
  const known = findFueling(draft.state, request.fuelingId);
  if (known !== undefined) {
    // Asked for before it was given up, answered after: the wallet may hold for it again.
    if (answer.ok && isAbandoned(known)) oweReturn(draft, request);
    return null;
  }
  if (!answer.ok) return rejected(answer.code, answer.detail);
  const plan = planFueling(draft.state, request, draft.nowMs);
  const limitMl = plan.ok ? volumeWithinMl(answer.amountMinor, plan.unitPriceMilli) : 0;
  const refusal = refuse(plan, answer, limitMl, draft.nowMs);
  if (refusal !== null || !plan.ok) {
    oweReturn(draft, request);
    return refusal;
  }
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

function refuse(plan: FuelingPlan | Rejected, answer: Extract<FundsAnswer, { ok: true }>, limitMl: number, nowMs: number): Rejected | null {
  if (!plan.ok) return plan;
  // The answer of long ago, given again: the wallet has let go of those funds.
  if (answer.expiresAtMs <= nowMs) return rejected("fueling_lapsed");
  return limitMl === 0 ? rejected("limit_too_small", { unitPriceMilli: plan.unitPriceMilli }) : null;
}

/** Sees to it that funds reserved in vain go back. */
export function oweReturn(draft: Draft, { fuelingId, walletId }: FuelingRequest): void {
  if (draft.state.returns.some((owed) => owed.fuelingId === fuelingId)) return;
  draft.add({ type: "FundsReturnOwed", fuelingId, walletId });
}
