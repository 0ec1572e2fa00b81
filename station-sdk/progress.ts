/** Until the server has said otherwise. */
const FIRST_INTERVAL_MS = 1_000;

interface Pace {
  intervalMs: number;
  lastAtMs: number;
  /** The one that has not been answered. */
  openSeq: number | undefined;
  /** Asked for since the open one was sent: its answer may be older, and doesn't overrule. */
  hurriedMs: number | undefined;
}

/**
 * How often the progress of a fill is sent: as the server's last reply says, and never a second one before the first is
 * answered. Readings in between are passed over; only the newest is of use to anybody, and without a network they would
 * fill the disk.
 */
export class ProgressPace {
  readonly #paces = new Map<string, Pace>();

  isDue(fuelingId: string, nowMs: number): boolean {
    const pace = this.#paces.get(fuelingId);
    return !pace || (pace.openSeq === undefined && nowMs - pace.lastAtMs >= pace.intervalMs);
  }

  sent(fuelingId: string, seq: number, nowMs: number): void {
    this.#paces.set(fuelingId, { intervalMs: this.intervalMs(fuelingId), lastAtMs: nowMs, openSeq: seq, hurriedMs: undefined });
  }

  answered(fuelingId: string, seq: number, nextProgressInMs: number | undefined): void {
    const pace = this.#paces.get(fuelingId);
    if (pace?.openSeq !== seq) return;
    pace.openSeq = undefined;
    if (nextProgressInMs !== undefined) pace.intervalMs = Math.min(nextProgressInMs, pace.hurriedMs ?? Number.POSITIVE_INFINITY);
  }

  /** Somebody has begun to watch: no fill is to be reported less often from now on. */
  hurry(intervalMs: number): void {
    for (const pace of this.#paces.values()) {
      pace.intervalMs = Math.min(pace.intervalMs, intervalMs);
      if (pace.openSeq !== undefined) pace.hurriedMs = pace.intervalMs;
    }
  }

  /** The fill is over. */
  forget(fuelingId: string): void {
    this.#paces.delete(fuelingId);
  }

  intervalMs(fuelingId: string): number {
    return this.#paces.get(fuelingId)?.intervalMs ?? FIRST_INTERVAL_MS;
  }
}
