/** Time as the SDK needs it: injectable waiting, and an estimate of how wrong the terminal's clock is. */

/** Waits so many milliseconds; resolves early, and never rejects, when the signal aborts. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>;

/** `setTimeout` fires at once above this. */
const TIMEOUT_MS_MAX = 2_147_483_647;

/** {@link Sleep} by the process's own timers. */
export const realSleep: Sleep = (ms, signal) =>
  new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, Math.min(ms, TIMEOUT_MS_MAX));
    signal.addEventListener("abort", done, { once: true });
  });

/** A sleep that can be cut short from outside, and ends when its parent is aborted. */
export class Nap {
  readonly #sleep: Sleep;
  readonly #parent: AbortSignal;
  #current: AbortController | undefined;

  constructor(sleep: Sleep, parent: AbortSignal) {
    this.#sleep = sleep;
    this.#parent = parent;
  }

  /** Sleeps for `ms`, or without end when it is undefined, until {@link wake} is called. */
  async take(ms: number | undefined): Promise<void> {
    if (this.#parent.aborted) return;
    const controller = new AbortController();
    this.#current = controller;
    const stop = (): void => controller.abort();
    this.#parent.addEventListener("abort", stop, { once: true });
    try {
      if (ms === undefined) await untilAborted(controller.signal);
      else await this.#sleep(ms, controller.signal);
    } finally {
      this.#parent.removeEventListener("abort", stop);
      this.#current = undefined;
    }
  }

  /** Ends the sleep that is under way; nothing otherwise. */
  wake(): void {
    this.#current?.abort();
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}

/** How far the server's clock is ahead of the terminal's. */
export interface Skew {
  /** Server minus terminal, milliseconds: add it to the terminal's time to get the server's. */
  readonly offsetMs: number;
  /** The offset is right within so many milliseconds: half the round trip of the best recent exchange. */
  readonly uncertaintyMs: number;
}

/** So many recent exchanges are compared; the quickest of them tells the time best. */
const SAMPLES_MAX = 8;

/** Estimates {@link Skew} from the server time in replies, as NTP does: the reply was made halfway through the round trip. */
export class SkewEstimator {
  readonly #samples: Skew[] = [];

  add(sentAtMs: number, receivedAtMs: number, serverTimeMs: number): void {
    if (!Number.isFinite(serverTimeMs) || receivedAtMs < sentAtMs) return;
    this.#samples.push({
      offsetMs: Math.round(serverTimeMs - (sentAtMs + receivedAtMs) / 2),
      uncertaintyMs: Math.ceil((receivedAtMs - sentAtMs) / 2),
    });
    if (this.#samples.length > SAMPLES_MAX) this.#samples.shift();
  }

  /** The terminal's clock was set: what was measured before says nothing any more. */
  reset(): void {
    this.#samples.length = 0;
  }

  /** Undefined until a reply has come. */
  get best(): Skew | undefined {
    return this.#samples.reduce<Skew | undefined>(
      (best, sample) => (best && best.uncertaintyMs <= sample.uncertaintyMs ? best : sample),
      undefined,
    );
  }
}
