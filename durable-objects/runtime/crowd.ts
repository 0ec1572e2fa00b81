/** Nobody has called for so long: whoever calls now is alone. */
const QUIET_MS = 50;
/** Calls that are let through at once after one that was held up has met nobody. */
const ALONE = 16;
/** Calls that may wait; each is a few hundred microseconds of work, so the last of them is still answered in time. */
export const WAITING_MAX = 512;

/** What a caller is told whose call would have to wait too long. The edge answers it with 503 and Retry-After. */
export const OVERLOADED = "overloaded: too many calls wait for this object";

/**
 * Lets calls of an object that many call at once have their turn together: their rows are then flushed to disk together, which is most
 * of what a small commit costs. Each is carried out by itself and in the order of coming; only the flush is shared. A call
 * that comes alone is not held up, and what waits is bounded.
 */
export class Crowd {
  readonly #now: () => number;
  #waiting: (() => void)[] = [];
  #calledAtMs = Number.NEGATIVE_INFINITY;
  /** Calls still to be let through before it is tried again whether there is a crowd. */
  #alone = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** @throws {@link OVERLOADED}, and whatever the work throws */
  run<Answer>(work: () => Answer): Answer | Promise<Answer> {
    const now = this.#now();
    const isQuiet = now - this.#calledAtMs > QUIET_MS;
    this.#calledAtMs = now;
    if (this.#waiting.length === 0 && (isQuiet || this.#alone > 0)) {
      this.#alone = Math.max(0, this.#alone - 1);
      return work();
    }
    if (this.#waiting.length >= WAITING_MAX) throw new Error(OVERLOADED);
    // After what has arrived already, and without a wait when that is nothing.
    if (this.#waiting.length === 0) setTimeout(() => this.#together(), 0);
    return new Promise((resolve, reject) => {
      this.#waiting.push(() => {
        try {
          resolve(work());
        } catch (error) {
          reject(error);
        }
      });
    });
  }

  #together(): void {
    const all = this.#waiting;
    this.#waiting = [];
    this.#alone = all.length === 1 ? ALONE : 0;
    for (const each of all) each();
  }
}
