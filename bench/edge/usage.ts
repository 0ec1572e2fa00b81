import type { EdgePlatform } from "../serve/platform.ts";
import type { Driver } from "./drivers.ts";
import { until } from "./drivers.ts";
import { Terminal } from "./terminal.ts";

/** What the platform has counted, as `workers/edge.ts` answers it. */
export interface Counts {
  readonly requests: number;
  readonly batches: number;
  readonly messages: number;
  readonly projected: number;
  readonly commits: number;
  readonly sqlRows: number;
  readonly alarmsSet: number;
  readonly alarmsFired: number;
  /** Set, and still to go off: they are billed when they do. */
  readonly alarmsPending: number;
  readonly alarmMs: number;
  readonly objectRequests: number;
  readonly objectMs: number;
  readonly otherObjects: number;
  readonly queued: number;
  readonly d1RowsWritten: number;
  readonly d1RowsRead: number;
}

/** The longest that an actor waits before it compares with the read models, and some more. */
const QUIET_MS_MAX = 75_000;

export async function counts({ baseUrl }: EdgePlatform): Promise<Counts & { readonly alarmsNear: number }> {
  return (await (await fetch(`${baseUrl}/v1/bench/usage`)).json()) as Counts & { readonly alarmsNear: number };
}

/**
 * Waits until everything that has been set off is done: messages consumed, alarms gone off.
 *
 * @param since what had been counted before: other objects send messages too, which are counted only as they are consumed
 */
async function quiet(edge: EdgePlatform, since?: Counts): Promise<void> {
  await until(
    "quiet",
    async () => {
      const { alarmsNear, queued, messages } = await counts(edge);
      return alarmsNear === 0 && messages - (since?.messages ?? 0) >= queued - (since?.queued ?? 0);
    },
    QUIET_MS_MAX,
  );
}

/** What `work` has used, with all that follows from it. */
export async function used(edge: EdgePlatform, work: () => Promise<void>): Promise<Counts> {
  await quiet(edge);
  const before = await counts(edge);
  await work();
  await quiet(edge, before);
  const { alarmsNear: _, ...after } = await counts(edge);
  return Object.fromEntries(
    Object.entries(after).map(([name, value]) => [name, value - before[name as keyof Counts]]),
  ) as unknown as Counts;
}

export const per = (counts: Counts, units: number): Counts =>
  Object.fromEntries(Object.entries(counts).map(([name, value]) => [name, value / units])) as unknown as Counts;

/** Progress reports of a fill that nobody watches: one every thirty seconds, at 38 litres a minute. */
export const REPORTS = 2;

/** A fill for each of the demo's stations, on wallets and stations that have nothing else to do: what each costs when nothing is shared. */
export async function countFill(edge: EdgePlatform, drivers: readonly Driver[], reports = REPORTS): Promise<Counts> {
  const terminals = edge.demo.stations.map(({ terminals: [terminal] }) => terminal);
  const whole = await used(edge, async () => {
    const before = await counts(edge);
    await Promise.all(
      terminals.map(async (terminal, index) => {
        const driver = drivers[index];
        if (terminal === undefined || driver === undefined) throw new Error("a station without a terminal, or a terminal without a driver");
        await terminalOf(edge, terminal).fill(driver, 1, reports);
      }),
    );
    // The capture follows the terminal's last answer.
    await until("settled", async () => (await counts(edge)).queued >= before.queued + terminals.length);
  });
  return per(whole, terminals.length);
}

const POLLS = 5;
/** Longer than an object stays in memory that has nothing to do, so that each poll finds it asleep. */
const POLL_WAIT_S = 12;

/** What one poll costs of a terminal for which there is nothing, all with it that its station's object is awake for. */
export async function countPoll(edge: EdgePlatform): Promise<Counts> {
  const [terminal] = edge.demo.stations[0]?.terminals ?? [];
  if (terminal === undefined) throw new Error("a station without a terminal");
  const whole = await used(edge, async () => {
    for (let poll = 0; poll < POLLS; poll++) await terminalOf(edge, terminal).poll(POLL_WAIT_S);
  });
  return per(whole, POLLS);
}

const known = new Map<string, Terminal>();

/** The same one each time: it goes on counting. */
export function terminalOf({ baseUrl }: EdgePlatform, terminal: { readonly id: string; readonly secret: string }): Terminal {
  const made = known.get(terminal.id) ?? new Terminal(baseUrl, terminal);
  known.set(terminal.id, made);
  return made;
}
