import { CallFailed } from "../../../scripts/platform/api.ts";
import { Driver } from "../kit/people.ts";
import type { Product } from "../kit/product.ts";
import type { Ledger, Payment } from "./ledger.ts";

/** A driver who does what drivers do, in odd ways too, and writes down what they were told. */
export class Customer {
  readonly name: string;
  readonly #ledger: Ledger;
  readonly #product: () => Product;
  readonly #random: () => number;
  #driver: Driver | undefined;
  #orders = 0;

  constructor(name: string, ledger: Ledger, product: () => Product, random: () => number) {
    this.name = name;
    this.#ledger = ledger;
    this.#product = product;
    this.#random = random;
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

  /** Orders and pays, and now and then not as one should. */
  async topUp(): Promise<void> {
    const isPackage = this.#random() < 0.6;
    const amountMinor = isPackage ? 50_000 : 10_000 + Math.floor(this.#random() * 40_000);
    const key = `${this.name}-${this.#orders++}`;
    const orderId = await this.as((driver) => driver.order(isPackage ? { packageId: "top-500" } : { amountMinor }, key));
    const how = this.#random();
    if (how < 0.1) {
      await this.#pay(orderId, { kind: "other", amountMinor: amountMinor + 1 }, { amountMinor: amountMinor + 1 });
      return;
    }
    if (how < 0.2) await this.as((driver) => driver.cancel(orderId));
    if (how > 0.8) await this.as((driver) => driver.pay(orderId, { lost: true }));
    await this.#pay(orderId, { kind: "first", amountMinor }, how > 0.6 ? { repeat: 3 } : {});
    if (how > 0.5 && how < 0.6) await this.#pay(orderId, { kind: "second", amountMinor }, { again: true });
  }

  /** The provider tells again whatever was not acknowledged. */
  async settlePayments(): Promise<void> {
    for (const payment of this.#ledger.payments.filter(({ driver, acknowledged }) => driver === this.name && !acknowledged)) {
      const how = payment.kind === "other" ? { amountMinor: payment.amountMinor } : {};
      const { notifications } = await this.as((driver) => driver.pay(payment.orderId, how));
      payment.acknowledged = notifications.some(isAcknowledged);
    }
  }

  /** Shows a code to the terminal, which says which fill it has allowed on it. */
  async showCode(fill: (code: string) => Promise<string | undefined>): Promise<void> {
    const code = await this.as((driver) => driver.code());
    const times = this.#random() < 0.15 ? 2 : 1;
    for (let time = 0; time < times; time++) {
      const fuelingId = await fill(code);
      const known = this.#ledger.codes[code] ?? [];
      if (fuelingId !== undefined && !known.includes(fuelingId)) this.#ledger.codes[code] = [...known, fuelingId];
    }
  }

  async #signIn(): Promise<Driver> {
    const driver = await Driver.signIn(this.#product(), this.name);
    if (!this.#ledger.drivers.includes(this.name)) this.#ledger.drivers.push(this.name);
    return driver;
  }

  async #pay(orderId: string, { kind, amountMinor }: Pick<Payment, "kind" | "amountMinor">, how: object): Promise<void> {
    // From now on the payer may have paid, whether we hear of it or not. Of a second payment nobody knows before its number is told.
    const planned: Payment = { driver: this.name, orderId, amountMinor, kind, transactionId: `sbx_${orderId}`, acknowledged: false };
    if (kind !== "second") this.#ledger.payments.push(planned);
    const { transactionId, notifications } = await this.as((driver) => driver.pay(orderId, how));
    planned.acknowledged = notifications.some(isAcknowledged);
    if (kind === "second" && planned.acknowledged) this.#ledger.payments.push({ ...planned, transactionId });
  }
}

const isAcknowledged = (status: number): boolean => status >= 200 && status < 300;
