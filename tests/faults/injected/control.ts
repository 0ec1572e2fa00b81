import type { Faults } from "../kit/faults.ts";

/** The switchboard of the faults, inside the Worker; over HTTP by whoever runs the tests. Forgotten by a restart. */

const PATH = "/sandbox/faults";
/** A request that does nothing at all is ended by the platform; one that waits is not. */
const STANDSTILL_MS = 3_600_000;

let faults: Faults = {
  stopAt: [],
  database: "works",
  queue: "works",
  provider: "works",
  evicted: "never",
  clockAheadMs: 0,
  bug: null,
};
let reached: readonly string[] = [];
/** Where a caller has been evicted. */
const visited = new Set<string>();

export const current = (): Faults => faults;

/** Starts with the clock that the process was given: alarms go off before anybody could have set it over HTTP. */
export function startWith(given: Partial<Faults>): void {
  faults = { ...faults, ...given };
}

/** A place on the way of a command at which the process may be killed. Each stop holds one, the first who gets there. */
export async function step(name: string): Promise<void> {
  if (!faults.stopAt.includes(name)) return;
  faults = { ...faults, stopAt: faults.stopAt.filter((stop) => stop !== name) };
  reached = [...reached, name];
  await scheduler.wait(STANDSTILL_MS);
}

/** Whether nobody has been at this place since callers began to be evicted. */
export function isFirst(place: string): boolean {
  if (visited.has(place)) return false;
  visited.add(place);
  return true;
}

/** `POST` sets what it names; both answer with what was reached. Null for any other address. */
export async function control(request: Request): Promise<Response | null> {
  if (new URL(request.url).pathname !== PATH) return null;
  if (request.method === "POST") {
    faults = { ...faults, ...((await request.json()) as Partial<Faults>) };
    if (faults.evicted !== "callers") visited.clear();
  }
  return Response.json({ ...faults, reached, visited: [...visited] });
}
