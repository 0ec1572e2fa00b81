import type { Timer } from "./definition.ts";

/** A timer that is still due after it fired is a bug; it is tried again after this, not at once. */
const STUCK_TIMER_MS = 30_000;
/** Timers fired by one alarm, at most; the next alarm fires the rest. */
const TIMERS_AT_ONCE = 100;

/** Fires the timers that the state names, and says when the next one is due. */
export class Timers<Command> {
  /** What the last alarm fired; those of them that stand nevertheless wait until `#stuckUntilMs`. */
  #fired: ReadonlySet<string> = new Set();
  #stuckUntilMs = 0;

  /** When the alarm is wanted, or with `unhurried`, when there is something to do for whoever calls. @returns infinity for never */
  nextAtMs(timers: readonly Timer<Command>[], unhurried = false): number {
    let nextMs = Number.POSITIVE_INFINITY;
    for (const timer of timers) {
      if ((timer.unhurried === true) !== unhurried) continue;
      const stuck = this.#fired.size > 0 && this.#fired.has(idOf(timer));
      nextMs = Math.min(nextMs, stuck ? this.#stuckUntilMs : timer.dueAtMs);
    }
    return nextMs;
  }

  /**
   * Fires what is due, each timer once.
   *
   * @param standing the timers as they now are: what one brings about may settle another
   */
  fire(nowMs: number, standing: () => readonly Timer<Command>[], fire: (timer: Timer<Command>, id: string) => void): void {
    const fired = new Set<string>();
    while (fired.size < TIMERS_AT_ONCE) {
      const timer = standing().find((each) => each.dueAtMs <= nowMs && !fired.has(idOf(each)));
      if (timer === undefined) break;
      fired.add(idOf(timer));
      fire(timer, idOf(timer));
    }
    this.#fired = fired;
    this.#stuckUntilMs = nowMs + STUCK_TIMER_MS;
  }
}

/** A timer set to another moment is another timer. */
function idOf(timer: Timer<unknown>): string {
  return `${timer.key}/${timer.dueAtMs}`;
}
