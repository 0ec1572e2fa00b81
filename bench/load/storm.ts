import { setTimeout as wait } from "node:timers/promises";
import { Connection } from "./http.ts";
import { percentile } from "./run.ts";

/** What came of requests by clients who do as they are told: refused, they come back when they may. */
export interface Storm {
  readonly offered: number;
  readonly accepted: number;
  /** Refused with 503, and told when to come back. */
  readonly refused: number;
  /** Answered with anything else, or not at all. */
  readonly failed: number;
  readonly firstFailure?: string;
  readonly acceptedP50Ms: number;
  readonly acceptedP99Ms: number;
  /** Without those who came in the first second, when nobody had been told yet to stay away. */
  readonly laterP99Ms: number;
  readonly refusedP99Ms: number;
}

export interface Wish {
  readonly path: string;
  readonly body: string;
  readonly headers: string;
  accepted(answer: string): void;
}

/** One who is served wants something again so soon. */
const PAUSE_MS = 1_000;

/** Lets so many clients come, each with a connection of its own, over the first second and then each second, or when they may. */
export async function storm(port: number, clients: number, ms: number, next: () => Wish): Promise<Storm> {
  const acceptedMs: number[] = [];
  const laterMs: number[] = [];
  const refusedMs: number[] = [];
  const failures: string[] = [];
  const counts = { offered: 0, accepted: 0, refused: 0 };
  // Before it begins: the kernel makes so many wait who connect at once, and what waits there is nothing to measure.
  const connections: Connection[] = [];
  for (let index = 0; index < clients; index++) connections.push(await Connection.open(port));
  const begunAtMs = performance.now();
  const endsAtMs = begunAtMs + ms;

  /** @returns when the client wants to come again, ms from now */
  async function ask(connection: Connection, { path, body, headers, accepted }: Wish): Promise<number> {
    const startedAtMs = performance.now();
    counts.offered++;
    try {
      const answer = await connection.send("POST", path, body, headers);
      counts.accepted++;
      const tookMs = performance.now() - startedAtMs;
      acceptedMs.push(tookMs);
      if (startedAtMs > begunAtMs + PAUSE_MS) laterMs.push(tookMs);
      accepted(answer);
      return PAUSE_MS;
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      const [, seconds] = /^503: .*"retryAfterS":(\d+)/.exec(said) ?? [];
      if (seconds === undefined) failures.push(said);
      else {
        counts.refused++;
        refusedMs.push(performance.now() - startedAtMs);
      }
      return Number(seconds ?? 1) * 1_000;
    }
  }

  async function live(connection: Connection, index: number): Promise<void> {
    await wait((index * PAUSE_MS) / clients);
    while (performance.now() < endsAtMs) {
      const againInMs = await ask(connection, next());
      // Those who were told the same do not all come back at the same moment.
      await wait(Math.min(againInMs * (0.75 + Math.random() / 2), Math.max(0, endsAtMs - performance.now())));
    }
    connection.close();
  }

  await Promise.all(connections.map(live));
  const ascending = Float64Array.from(acceptedMs).sort();
  return {
    ...counts,
    failed: failures.length,
    ...(failures[0] === undefined ? {} : { firstFailure: failures[0] }),
    acceptedP50Ms: percentile(ascending, 0.5),
    acceptedP99Ms: percentile(ascending, 0.99),
    laterP99Ms: percentile(Float64Array.from(laterMs).sort(), 0.99),
    refusedP99Ms: percentile(Float64Array.from(refusedMs).sort(), 0.99),
  };
}
