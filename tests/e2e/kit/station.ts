import { join } from "node:path";
import type { TerminalEvent } from "@forecourt/contract/terminal";
import { pumpsOf, SimulatedTerminal } from "@forecourt/station-sdk/simulator";
import { afterAll, beforeAll, inject } from "vitest";

const SPEED = 10;

function stationOf(id: string) {
  const station = inject("product").demo.stations.find((one) => one.id === id);
  const [terminal] = station?.terminals ?? [];
  if (station === undefined || terminal === undefined) throw new Error(`the demo has no terminal at ${id}`);
  return { station, terminal };
}

/** A reading that a terminal has begun to send. */
export interface SentReading {
  readonly volumeMl: number;
  /** As `performance.now()` counts. */
  readonly sentAtMs: number;
}

/** The simulated terminal of a station of the demo, and what it has sent; its numbers go on from file to file. */
export function useTerminal(stationId: string): { readonly terminal: () => SimulatedTerminal; readonly sent: readonly SentReading[] } {
  let simulated: SimulatedTerminal | undefined;
  const sent: SentReading[] = [];
  const noting: typeof fetch = (input, init) => {
    const events = typeof init?.body === "string" ? (JSON.parse(init.body) as readonly TerminalEvent[]) : [];
    const sentAtMs = performance.now();
    for (const event of events) if (event.type === "fuel.progress") sent.push({ volumeMl: event.data.volumeMl, sentAtMs });
    return fetch(input, init);
  };
  beforeAll(async () => {
    const { baseUrl, stateDir } = inject("product");
    const { station, terminal } = stationOf(stationId);
    simulated = new SimulatedTerminal({
      baseUrl,
      terminalId: terminal.id,
      secret: terminal.secret,
      directory: join(stateDir, "terminals", terminal.id),
      pumps: pumpsOf(station, 0, () => 0.5),
      speed: SPEED,
      surroundings: { fetch: noting },
    });
    await simulated.start();
  });
  afterAll(() => simulated?.close());
  return {
    sent,
    terminal: () => {
      if (simulated === undefined) throw new Error("there is no terminal outside a test");
      return simulated;
    },
  };
}
