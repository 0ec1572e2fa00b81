import type { Connection } from "./http.ts";

/** What one round has measured. */
export interface Measured {
  readonly units: number;
  readonly seconds: number;
  /** Of single requests, ascending. */
  readonly latenciesMs: Float64Array;
  readonly errors: number;
  readonly firstError?: string;
}

/** Makes requests one after the other, as one client does: `timed` sends one and notes how long it took. Resolves to the units of work done. */
export type Step = (timed: Timed) => Promise<number>;
export type Timed = (connection: Connection, method: "GET" | "POST", path: string, body?: string, headers?: string) => Promise<string>;

/** Errors after which a round is of no use. */
const ERRORS_MAX = 50;

/**
 * Lets every slot take its steps until the time is over; what has begun is finished and counted.
 *
 * @param after work that the acknowledged requests have left behind; its time belongs to the round
 */
export async function load(steps: readonly Step[], ms: number, after: () => Promise<void> = async () => {}): Promise<Measured> {
  const latencies: number[] = [];
  let units = 0;
  let errors = 0;
  let firstError: string | undefined;
  const timed: Timed = async (connection, method, path, body, headers) => {
    const startedAtMs = performance.now();
    const answer = await connection.send(method, path, body, headers);
    latencies.push(performance.now() - startedAtMs);
    return answer;
  };
  const startedAtMs = performance.now();
  const endMs = startedAtMs + ms;
  await Promise.all(
    steps.map(async (step) => {
      while (performance.now() < endMs && errors < ERRORS_MAX) {
        try {
          const done = await step(timed);
          // Not `units += await …`, which would add to what it was before the wait.
          units += done;
        } catch (error) {
          errors++;
          firstError ??= String(error);
        }
      }
    }),
  );
  await after();
  const seconds = (performance.now() - startedAtMs) / 1000;
  return { units, seconds, latenciesMs: Float64Array.from(latencies).sort(), errors, ...(firstError === undefined ? {} : { firstError }) };
}

/** @param share in [0, 1] */
export function percentile(ascending: Float64Array, share: number): number {
  return ascending[Math.min(ascending.length - 1, Math.floor(ascending.length * share))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}
