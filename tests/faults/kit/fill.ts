import type { EventResult } from "@forecourt/contract/terminal";
import type { NewTerminalEvent } from "@forecourt/station-sdk";
import type { Driver } from "./people.ts";
import type { BareTerminal } from "./terminal.ts";

/** 40.12 L at ¥7.48, and what that is to the fen. */
const GRADE = "95";
const UNIT_PRICE_MILLI = 7_480;
export const VOLUME_ML = 40_120;
export const GROSS_MINOR = 30_010;
/** The lot of the package `top-500`, and what a fill takes of each part: the bonus in proportion, odd fen from the principal. */
export const LOT = { principalMinor: 50_000, bonusMinor: 2_500 } as const;
export const SPENT = { principalMinor: 28_581, bonusMinor: 1_429 } as const;

/** One fill, event by event, by a terminal that sends again what was not answered. */
export class Fill {
  readonly driver: Driver;
  readonly terminal: BareTerminal;
  readonly pump: number;
  fuelingId = "";
  #code = "";

  constructor(driver: Driver, terminal: BareTerminal, pump: number) {
    this.driver = driver;
    this.terminal = terminal;
    this.pump = pump;
  }

  /** Tops the driver up, and has a payment code shown. */
  async prepare(): Promise<void> {
    await this.driver.topUp({ packageId: "top-500" });
    await this.show();
  }

  /** @returns the payment code that the terminal will scan */
  async show(): Promise<string> {
    this.#code = await this.driver.code();
    return this.#code;
  }

  async authorise(): Promise<void> {
    this.learn(
      await this.terminal.tell({
        type: "fuel.authorization_requested",
        data: { pump: this.pump, grade: GRADE, paymentCode: this.#code },
      }),
    );
  }

  /** Takes in the answer to a request for authorisation. */
  learn(result: EventResult | undefined): void {
    if (result?.authorization === undefined) throw new Error(`not authorised: ${JSON.stringify(result)}`);
    this.fuelingId = result.authorization.fuelingId;
  }

  started(): NewTerminalEvent {
    return { type: "fuel.started", data: this.#reading(0, 0) };
  }

  progress(volumeMl: number): NewTerminalEvent {
    return { type: "fuel.progress", data: this.#reading(volumeMl, Math.round((volumeMl * UNIT_PRICE_MILLI) / 10_000)) };
  }

  completed(): Extract<NewTerminalEvent, { type: "fuel.completed" }> {
    const at = new Date().toISOString();
    return {
      type: "fuel.completed",
      data: {
        ...this.#reading(VOLUME_ML, GROSS_MINOR),
        transactionId: `T-${this.fuelingId}`,
        unitPriceMilli: UNIT_PRICE_MILLI,
        totalizerMl: VOLUME_ML,
        startedAt: at,
        endedAt: at,
      },
    };
  }

  #reading(volumeMl: number, amountMinor: number) {
    return { fuelingId: this.fuelingId, pump: this.pump, nozzle: 2, grade: GRADE, volumeMl, amountMinor };
  }
}
