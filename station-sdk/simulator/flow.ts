/** How fuel flows from a nozzle. */

export interface Flow {
  /** What has flowed, microlitres. */
  readonly volumeUl: number;
  /** Since it began, milliseconds of the pump's time. */
  readonly elapsedMs: number;
  /** The valve shuts exactly here. */
  readonly targetUl: number;
  readonly flowMlPerMin: number;
}

/** The motor takes so long to full flow. */
const RAMP_MS = 1_500;
/** The valve goes to its small stage this far before the end, and to a trickle just before. */
const SLOW_BELOW_UL = 500_000;
const SLOW_ML_PER_MIN = 6_000;
const TRICKLE_BELOW_UL = 50_000;
const TRICKLE_ML_PER_MIN = 2_000;
/** The flow is taken as constant for so long. */
const PART_MS = 100;

/** What has flowed after `durationMs` more of the pump's time: never above the target. */
export function flowUl(flow: Flow, durationMs: number): number {
  let { volumeUl } = flow;
  for (let doneMs = 0; doneMs < durationMs && volumeUl < flow.targetUl; doneMs += PART_MS) {
    const partMs = Math.min(PART_MS, durationMs - doneMs);
    // ml/min × ms ÷ 60 000 × 1000 µl/ml
    volumeUl += Math.floor((rateMlPerMin(flow, flow.elapsedMs + doneMs, flow.targetUl - volumeUl) * partMs) / 60);
  }
  return Math.min(volumeUl, flow.targetUl);
}

function rateMlPerMin(flow: Flow, elapsedMs: number, leftUl: number): number {
  if (leftUl < TRICKLE_BELOW_UL) return TRICKLE_ML_PER_MIN;
  if (leftUl < SLOW_BELOW_UL) return SLOW_ML_PER_MIN;
  return Math.round(flow.flowMlPerMin * Math.min(1, 0.2 + elapsedMs / RAMP_MS));
}
