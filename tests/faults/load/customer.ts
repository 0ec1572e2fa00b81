import { CallFailed } from "../../../scripts/platform/api.ts";
import { Driver } from "../kit/people.ts";
import type { Ledger } from "./ledger.ts";
import type { Running } from "./running.ts";

/** Whoever is called by a number has no WeChat account of their own, and signs in by that phone. */
export const providerOf = (name: string): "wechat" | "wechat_phone" => (/^\d{11}$/.test(name) ? "wechat_phone" : "wechat");

/** A driver of the random run. What drivers do is in the subjects' acts; what they were told goes into the ledger. */
export class Customer {
  readonly name: string;
  readonly ledger: Ledger;
  readonly #running: Pick<Running, "product">;
  #driver: Driver | undefined;
  #keys = 0;

  constructor(name: string, running: Pick<Running, "product" | "ledger">) {
    this.name = name;
    this.ledger = running.ledger;
    this.#running = running;
  }

  /** An Idempotency-Key that this driver has not used. */
  newKey(): string {
    return `${this.name}-${this.#keys++}`;
  }

  /** Makes a call, signed in anew if the session has ended. */
  async as<Reply>(call: (driver: Driver) => Promise<Reply>): Promise<Reply> {
    this.#driver ??= await this.#signIn();
    try {
      return await call(this.#driver);
    } catch (error) {
      if (!(error instanceof CallFailed) || error.status !== 401) throw error;
      this.#driver = await this.#signIn();
      return call(this.#driver);
    }
  }

  async #signIn(): Promise<Driver> {
    const driver = await Driver.signIn(this.#running.product, this.name, providerOf(this.name));
    if (!this.ledger.drivers.includes(this.name)) this.ledger.drivers.push(this.name);
    this.ledger.accounts[this.name] ??= driver.driverId;
    return driver;
  }
}
