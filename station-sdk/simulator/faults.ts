import type { Sleep } from "../index.ts";

/** A network as bad as a real one, or worse: wraps `fetch` so that what is sent through it is lost, doubled and late. */

export interface FaultOptions {
  readonly fetch: typeof fetch;
  readonly now: () => number;
  readonly sleep: Sleep;
  readonly random: () => number;
  /** The network is cut for so long, milliseconds, at random times, on average a quarter of the time. 0 for never. */
  readonly offlineMs: number;
  /** Doubles, delays (so that requests overtake one another) and loses requests and replies. */
  readonly chaos: boolean;
}

/** Of cuts of length L, one begins on average every 4 L. */
const OFFLINE_EVERY = 4;
/** What befalls a request under chaos, each with this probability. */
const LOSE_REQUEST = 0.05;
const LOSE_REPLY = 0.1;
const DOUBLE = 0.15;
const DELAY = 0.15;
const DELAY_MS_MAX = 2_000;

/** The faulty `fetch`. */
export function faultyFetch(options: FaultOptions): typeof fetch {
  const isCut = options.offlineMs > 0 ? cuts(options) : (): boolean => false;
  const through = async (input: Parameters<typeof fetch>[0], init: Parameters<typeof fetch>[1]): Promise<Response> => {
    if (isCut()) throw failure("the cable is cut");
    const response = await options.fetch(input, init);
    // A cut during the exchange loses the reply: the server has done what was asked and the sender doesn't know.
    if (isCut()) throw failure("the cable was cut");
    return response;
  };
  return async (input, init) => {
    if (!options.chaos) return through(input, init);
    const { random, sleep } = options;
    const signal = init?.signal ?? new AbortController().signal;
    if (random() < DELAY) await sleep(random() * DELAY_MS_MAX, signal);
    if (random() < LOSE_REQUEST) throw failure("the request was lost");
    if (random() < DOUBLE) {
      const { signal: _, ...withoutSignal } = init ?? {};
      // The double outlives the request, and may arrive after later ones.
      void sleep(random() * DELAY_MS_MAX, new AbortController().signal)
        .then(() => through(input, withoutSignal))
        .catch(() => undefined);
    }
    const response = await through(input, init);
    if (random() < LOSE_REPLY) throw failure("the reply was lost");
    return response;
  };
}

/** Tells whether the network is cut now; the times are drawn as they are reached. */
function cuts(options: FaultOptions): () => boolean {
  const { offlineMs, now, random } = options;
  const gapMs = (): number => offlineMs * (OFFLINE_EVERY - 1) * (0.5 + random());
  let fromMs = now() + gapMs();
  return () => {
    while (now() >= fromMs + offlineMs) fromMs += offlineMs + gapMs();
    return now() >= fromMs;
  };
}

/** As `fetch` itself fails. */
function failure(reason: string): TypeError {
  return new TypeError("fetch failed", { cause: new Error(reason) });
}
