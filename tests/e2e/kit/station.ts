import { join } from "node:path";
import { pumpsOf, SimulatedTerminal } from "@forecourt/station-sdk/simulator";
import { afterAll, beforeAll, inject } from "vitest";
import { BareTerminal } from "../../faults/kit/terminal.ts";

const SPEED = 10;

function stationOf(id: string) {
  const station = inject("product").demo.stations.find((one) => one.id === id);
  const [terminal] = station?.terminals ?? [];
  if (station === undefined || terminal === undefined) throw new Error(`the demo has no terminal at ${id}`);
  return { station, terminal };
}

/** The simulated terminal of a station of the demo; its numbers go on from file to file. */
export function useTerminal(stationId: string): () => SimulatedTerminal {
  let simulated: SimulatedTerminal | undefined;
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
    });
    await simulated.start();
  });
  afterAll(() => simulated?.close());
  return () => {
    if (simulated === undefined) throw new Error("there is no terminal outside a test");
    return simulated;
  };
}

/** A terminal that says just what a test tells it to. Its numbers begin at 1, so only one test file may have it. */
export function bareTerminal(stationId: string): BareTerminal {
  return new BareTerminal(inject("product").baseUrl, stationOf(stationId).terminal);
}
