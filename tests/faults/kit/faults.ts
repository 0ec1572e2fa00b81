/** Bugs that the checker must find. */
export const bugs = [
  "double capture",
  "lost outbox row",
  "projection applied twice",
  "expired hold captured twice",
  "lost refund",
  "wrong rounding",
  "broken chain",
  "reused code",
  "oversold stock",
  "lost belongings",
] as const;
export type Bug = (typeof bugs)[number];

/** What goes wrong inside the Worker, and when. */
export interface Faults {
  /** Steps at which whoever gets there stands still, so that the process can be killed just there. */
  readonly stopAt: readonly string[];
  /** `half`: does the work and then fails. */
  readonly database: "works" | "fails" | "half";
  /** `full` refuses; `loses` says yes and forgets; `shuffles` repeats and reorders; `stalls` hands nothing out. */
  readonly queue: "works" | "full" | "loses" | "shuffles" | "stalls";
  /** `half`: a payment provider does the work, and nobody hears of it in time. */
  readonly provider: "works" | "fails" | "half";
  /** Objects that are thrown out of memory, now and then: whoever is called, or whoever calls and waits. */
  readonly evicted: "never" | "callees" | "callers";
  /** How far the clock runs ahead. */
  readonly clockAheadMs: number;
  readonly bug: Bug | null;
}
