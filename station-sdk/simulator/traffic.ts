import { stationOf } from "@forecourt/contract/ids";
import type { Sleep } from "../index.ts";
import { SimulatedDriver } from "./driver.ts";
import type { FillOutcome, SimulatedTerminal } from "./terminal.ts";

/** Customers who come to the pumps every so often. */

export interface TrafficOptions {
  readonly baseUrl: string;
  readonly terminals: readonly SimulatedTerminal[];
  /** Customers come so many times as often. */
  readonly speed: number;
  readonly sleep: Sleep;
  readonly random: () => number;
  readonly fetch: typeof fetch;
  readonly onFill: (terminalId: string, pump: number, driver: string, outcome: FillOutcome) => void;
  readonly onError: (error: unknown) => void;
}

const families = [
  "li",
  "wang",
  "zhang",
  "liu",
  "chen",
  "yang",
  "zhao",
  "huang",
  "zhou",
  "wu",
  "xu",
  "sun",
  "hu",
  "zhu",
  "gao",
  "lin",
] as const;
const givens = ["wei", "fang", "na", "min", "jing", "lei", "yang", "jun", "jie", "tao", "ming", "yan"] as const;
/** Drivers of a pump, of whom one comes at a time: a single one would fuel thirty times an hour, which the rules against fraud take for what it is. */
const REGULARS = 48;
/** The next customer comes to a pump after 20 to 90 seconds. */
const GAP_MS_MIN = 20_000;
const GAP_MS_SPAN = 70_000;
const LOW_MINOR = 20_000;
const TOP_UP_MINOR = 50_000;

/** Ends when the signal aborts. */
export async function runTraffic(options: TrafficOptions, signal: AbortSignal): Promise<void> {
  const places = options.terminals.flatMap((terminal) => terminal.pumps.map((pump) => ({ terminal, pump })));
  await Promise.all(
    places.map(({ terminal, pump }, place) => {
      // At one pump only, since a wallet can hold but one pump.
      const regulars = Array.from({ length: REGULARS }, (_, index) => {
        const name = nameOf(place * REGULARS + index, stationOf(terminal.terminalId));
        return new SimulatedDriver({ ...options, name });
      });
      return visit(options, terminal, pump, regulars, signal);
    }),
  );
}

/** The same name for the same number; the station's own, as other simulators may run beside this one. */
function nameOf(number: number, stationId: string): string {
  const round = Math.floor(number / (families.length * givens.length));
  const family = families[number % families.length] ?? families[0];
  const given = givens[Math.floor(number / families.length) % givens.length] ?? givens[0];
  return [family, given, ...(round === 0 ? [] : [round]), stationId].join("-");
}

async function visit(
  options: TrafficOptions,
  terminal: SimulatedTerminal,
  pump: number,
  regulars: readonly SimulatedDriver[],
  signal: AbortSignal,
): Promise<void> {
  const gapMs = (): number => (GAP_MS_MIN + options.random() * GAP_MS_SPAN) / options.speed;
  // The first ones soon, so that a demo shows something at once, but not all in the same second.
  await options.sleep(gapMs() / 4, signal);
  while (!signal.aborted) {
    const driver = regulars[Math.floor(options.random() * regulars.length)];
    if (driver === undefined) return;
    try {
      await driver.topUpWhenLow(LOW_MINOR, TOP_UP_MINOR);
      if (terminal.isIdle(pump)) {
        const nozzles = terminal.forecourt.setup(pump)?.nozzles ?? [];
        const grade = nozzles[Math.floor(options.random() * nozzles.length)]?.grade;
        const outcome = await terminal.fill({ pump, paymentCode: await driver.paymentCode(), ...(grade === undefined ? {} : { grade }) });
        options.onFill(terminal.terminalId, pump, driver.name, outcome);
      }
    } catch (error) {
      options.onError(error);
    }
    await options.sleep(gapMs(), signal);
  }
}
