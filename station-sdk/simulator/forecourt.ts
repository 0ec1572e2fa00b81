import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Nap } from "../clock.ts";
import type { DispenseOrder, NewTerminalEvent, PriceChange, PumpAdapter, PumpSink, Sleep } from "../index.ts";
import { type ForecourtMemory, loadMemory, saveMemory, withSale } from "./memory.ts";
import { newPump, type Pump, type PumpInput, type PumpSetup, step } from "./pump.ts";

/** A simulated controller with its pumps: the first implementation of the port for brands. */

export interface ForecourtOptions {
  readonly pumps: readonly PumpSetup[];
  /** Where the totalizers, sale numbers and fills under way are kept. */
  readonly directory: string;
  /** Fuel flows so many times as fast as from a real pump. */
  readonly speed: number;
  readonly now: () => number;
  readonly sleep: Sleep;
  /** Told of everything that happens, after it was recorded. */
  readonly onEvents?: (events: readonly NewTerminalEvent[]) => void;
}

const TICK_MS = 200;
/** While fuel flows, the disk knows the volume to within what flows in this time. */
const SAVE_EVERY_MS = 1_000;

/** See the file's comment. */
export class SimulatedForecourt implements PumpAdapter {
  readonly #o: ForecourtOptions;
  readonly #path: string;
  readonly #closing = new AbortController();
  #memory: ForecourtMemory;
  #savedAtMs = 0;
  #sink: PumpSink | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(options: ForecourtOptions) {
    mkdirSync(options.directory, { recursive: true });
    this.#o = options;
    this.#path = join(options.directory, "forecourt.json");
    this.#memory = loadMemory(this.#path);
  }

  async open(sink: PumpSink): Promise<void> {
    this.#sink = sink;
    this.#tell();
    for (const setup of this.#o.pumps) this.do(setup.pump, { type: "restart" });
    this.#running = this.#run();
  }

  async authorise(order: DispenseOrder): Promise<void> {
    this.do(order.pump, { type: "authorise", order });
  }

  async release(order: { readonly pump: number; readonly fuelingId: string; readonly reason: string }): Promise<void> {
    this.do(order.pump, { type: "release", fuelingId: order.fuelingId, reason: order.reason });
  }

  async setPrice(change: PriceChange): Promise<void> {
    const isKnown = this.#memory.prices.some((price) => price.grade === change.grade && price.effectiveAt === change.effectiveAt);
    if (!isKnown) this.#save({ ...this.#memory, prices: [...this.#memory.prices, change] });
    this.#applyPrices();
  }

  async notify(): Promise<void> {
    // A simulated station has no staff to read it.
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#running;
    this.#save(this.#memory);
  }

  /** The pump as it is; a new one when it has not been used. */
  pump(number: number): Pump {
    return this.#memory.pumps[number] ?? newPump();
  }

  setup(number: number): PumpSetup | undefined {
    return this.#o.pumps.find((setup) => setup.pump === number);
  }

  /** Does something to a pump. A pump that is not here is another terminal's: nothing happens. */
  do(number: number, input: PumpInput): void {
    const setup = this.setup(number);
    if (!setup) return;
    const before = this.pump(number);
    const { pump, events, reading } = step(setup, before, input, this.#o.now());
    if (pump === before) return;
    const memory: ForecourtMemory = {
      ...this.#memory,
      pumps: { ...this.#memory.pumps, [number]: pump },
      untold: [...this.#memory.untold, ...events],
      shift: events.reduce(withSale, this.#memory.shift),
    };
    if (events.length > 0) {
      this.#save(memory);
      this.#tell();
    } else {
      this.#memory = memory;
      if (this.#o.now() - this.#savedAtMs >= SAVE_EVERY_MS) this.#save(memory);
    }
    if (reading) this.#sink?.reading(reading);
  }

  /** Ends the shift and tells its totals. */
  closeShift(stationId: string): string {
    const { shift, shiftNumber } = this.#memory;
    const shiftId = `${stationId}-${String(shiftNumber).padStart(4, "0")}`;
    const totals = Object.entries(shift).map(([grade, total]) => ({ grade, ...total }));
    const closed: NewTerminalEvent = { type: "shift.closed", at: new Date(this.#o.now()).toISOString(), data: { shiftId, totals } };
    this.#save({ ...this.#memory, shift: {}, shiftNumber: shiftNumber + 1, untold: [...this.#memory.untold, closed] });
    this.#tell();
    return shiftId;
  }

  async #run(): Promise<void> {
    const nap = new Nap(this.#o.sleep, this.#closing.signal);
    while (!this.#closing.signal.aborted) {
      for (const { pump } of this.#o.pumps) this.do(pump, { type: "tick", speed: this.#o.speed });
      this.#applyPrices();
      await nap.take(TICK_MS);
    }
  }

  #applyPrices(): void {
    const nowMs = this.#o.now();
    const due = this.#memory.prices.filter((price) => Date.parse(price.effectiveAt) <= nowMs);
    if (due.length === 0) return;
    this.#save({
      ...this.#memory,
      prices: this.#memory.prices.filter((price) => !due.includes(price)),
      untold: [
        ...this.#memory.untold,
        ...due.map((data): NewTerminalEvent => ({ type: "price.applied", at: new Date(nowMs).toISOString(), data })),
      ],
    });
    this.#tell();
  }

  /** What happened is on this disk before it is told, and forgotten only after: told twice is harmless, never told is not. */
  #tell(): void {
    const { untold } = this.#memory;
    if (untold.length === 0 || !this.#sink) return;
    this.#sink.record(untold);
    this.#save({ ...this.#memory, untold: [] });
    this.#o.onEvents?.(untold);
  }

  #save(memory: ForecourtMemory): void {
    this.#memory = memory;
    this.#savedAtMs = this.#o.now();
    saveMemory(this.#path, memory);
  }
}
