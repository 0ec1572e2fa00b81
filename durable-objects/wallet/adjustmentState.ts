import type { AdjustmentView } from "@forecourt/contract/adjustments";

const DAY_MS = 24 * 3_600_000;

/** Whether the limit of a day counts it: a credit approved within the last 24 hours. */
export function isCounted({ state, direction, decidedAtMs }: AdjustmentView, nowMs: number): boolean {
  return state === "approved" && direction === "credit" && (decidedAtMs ?? 0) > nowMs - DAY_MS;
}
