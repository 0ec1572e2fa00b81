import { setTimeout as wait } from "node:timers/promises";
import { Connection } from "./load/http.ts";
import { load, type Measured, median, percentile } from "./load/run.ts";
import { type Contestant, type Scenario, walletId } from "./scenarios/scenario.ts";
import type { Usage } from "./workers/meter.ts";

/** What one contestant did in a scenario, over all rounds. */
export interface Figures {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Processor time of the server for one unit. */
  readonly cpuUs: number;
  readonly errors: number;
  readonly firstError?: string;
}

export interface Comparison {
  readonly title: string;
  readonly unit: string;
  readonly figures: ReadonlyMap<Contestant["name"], Figures>;
  /** The product's throughput by another's, the middle of the rounds; absent without the other. */
  readonly byFloor?: number;
  readonly byPeer?: number;
  /** Lowest and highest of the rounds, by the floor. */
  readonly spread?: readonly [number, number];
  /** Of the product. */
  readonly rowsPerUnit: number;
  readonly alarmsPerUnit: number;
  readonly commitsPerUnit: number;
}

interface Round extends Measured {
  readonly cpuMs: number;
}

export interface Pace {
  readonly rounds: number;
  readonly roundMs: number;
  readonly warmUpMs: number;
}

/**
 * Round by round, one contestant after the other, so that what else the machine does falls on all alike; a ratio is made of neighbours.
 * While one runs, the others are stopped.
 */
export async function compare(scenario: Scenario, contestants: readonly Contestant[], pace: Pace): Promise<Comparison> {
  for (const contestant of contestants) await alone(contestant, () => scenario.prepare(contestant));
  for (const contestant of contestants) await alone(contestant, () => round(scenario, contestant, pace.warmUpMs));
  await sizeRows(scenario, contestants);
  const rounds: Map<Contestant["name"], Round>[] = [];
  const used = { sqlRows: 0, alarmsSet: 0, commits: 0, units: 0 };
  for (let number = 0; number < pace.rounds; number++) {
    const measured = new Map<Contestant["name"], Round>();
    for (const contestant of contestants) {
      await alone(contestant, async () => {
        const before = contestant.name === "product" ? await usage(contestant) : null;
        const result = await round(scenario, contestant, pace.roundMs);
        measured.set(contestant.name, result);
        if (before === null) return;
        const after = await usage(contestant);
        for (const key of ["sqlRows", "alarmsSet", "commits"] as const) used[key] += after[key] - before[key];
        used.units += result.units;
      });
    }
    rounds.push(measured);
  }
  const floors = ratios(rounds, "floor");
  const peers = ratios(rounds, "peer");
  const figures = new Map(contestants.map(({ name }) => [name, figuresOf(rounds.flatMap((measured) => measured.get(name) ?? []))]));
  return {
    title: scenario.title,
    unit: scenario.unit,
    figures,
    ...(floors.length === 0 ? {} : { byFloor: median(floors), spread: [Math.min(...floors), Math.max(...floors)] }),
    ...(peers.length === 0 ? {} : { byPeer: median(peers) }),
    rowsPerUnit: (used.sqlRows + used.alarmsSet) / used.units,
    alarmsPerUnit: used.alarmsSet / used.units,
    commitsPerUnit: used.commits / used.units,
  };
}

async function alone(contestant: Contestant, work: () => Promise<unknown>): Promise<void> {
  contestant.resume();
  try {
    await work();
  } catch (error) {
    throw new Error(`${contestant.name} failed; it last said:\n${contestant.said()}`, { cause: error });
  } finally {
    contestant.pause();
  }
}

async function round(scenario: Scenario, contestant: Contestant, ms: number): Promise<Round> {
  const connections = await Promise.all(Array.from({ length: scenario.slots }, () => Connection.open(contestant.port)));
  try {
    const steps = connections.map((connection, slot) => scenario.step(contestant, slot, connection));
    const before = contestant.cpuMs();
    const measured = await load(steps, ms, async () => scenario.after?.(contestant));
    return { ...measured, cpuMs: contestant.cpuMs() - before };
  } finally {
    for (const connection of connections) connection.close();
    await wait(20);
  }
}

/** The floor's rows are to be as large as the product's in the same scenario. */
async function sizeRows(scenario: Scenario, contestants: readonly Contestant[]): Promise<void> {
  const product = contestants.find(({ name }) => name === "product");
  const floor = contestants.find(({ name }) => name === "floor");
  if (product === undefined || floor === undefined) return;
  await alone(product, async () => {
    const { bytes } = await ask<{ bytes: number }>(product, `/row-bytes/${scenario.wallet ?? walletId(0, 0)}`);
    floor.rowBytes = Math.max(1, bytes);
  });
}

const usage = (product: Contestant) => ask<Usage>(product, "/usage/x");

async function ask<Reply>({ port }: Contestant, path: string): Promise<Reply> {
  const connection = await Connection.open(port);
  return connection.json<Reply>("GET", path).finally(() => connection.close());
}

function ratios(rounds: readonly ReadonlyMap<Contestant["name"], Round>[], to: "floor" | "peer"): readonly number[] {
  return rounds.flatMap((measured) => {
    const ours = measured.get("product");
    const theirs = measured.get(to);
    return ours === undefined || theirs === undefined ? [] : [ours.units / ours.seconds / (theirs.units / theirs.seconds)];
  });
}

function figuresOf(rounds: readonly Round[]): Figures {
  const latenciesMs = Float64Array.from(rounds.flatMap((each) => [...each.latenciesMs])).sort();
  const firstError = rounds.find((each) => each.firstError !== undefined)?.firstError;
  return {
    perSecond: median(rounds.map(({ units, seconds }) => units / seconds)),
    p50Ms: percentile(latenciesMs, 0.5),
    p99Ms: percentile(latenciesMs, 0.99),
    cpuUs: (rounds.reduce((sum, { cpuMs }) => sum + cpuMs, 0) * 1000) / rounds.reduce((sum, { units }) => sum + units, 0),
    errors: rounds.reduce((sum, { errors }) => sum + errors, 0),
    ...(firstError === undefined ? {} : { firstError }),
  };
}
