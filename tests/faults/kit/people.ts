import { Api, CallFailed } from "../../../scripts/platform/api.ts";
import type { Product } from "./product.ts";

/** Those who use the product in these tests, each through the public surface. */

export interface Wallet {
  readonly principalMinor: number;
  readonly bonusMinor: number;
  readonly reservedMinor: number;
  readonly debtMinor: number;
  readonly availableMinor: number;
  readonly reservations: readonly { readonly fuelingId: string; readonly expiresAt: string }[];
}

export interface StatementLine {
  readonly no: number;
  readonly kind: string;
  readonly sourceId: string;
  readonly principalMinor: number;
  readonly bonusMinor: number;
  readonly debtMinor: number;
}

export interface Order {
  readonly orderId: string;
  readonly kind: string;
  readonly state: string;
  readonly amountMinor: number;
}

export interface StationView {
  readonly totals: readonly { readonly grade: string; readonly volumeMl: number; readonly amountMinor: number; readonly count: number }[];
  readonly pumps: readonly { readonly pump: number; readonly state: string; readonly fuelingId: string | null }[];
  readonly fuelings: readonly { readonly fuelingId: string; readonly state: string }[];
}

/** A driver; outlives the process that answers. */
export class Driver {
  readonly name: string;
  readonly driverId: string;
  readonly #api: Api;

  private constructor(name: string, driverId: string, api: Api) {
    this.name = name;
    this.driverId = driverId;
    this.#api = api;
  }

  /** @param name of a WeChat account, or a number that WeChat vouches for */
  static async signIn({ baseUrl }: Product, name: string, provider: "wechat" | "wechat_phone" = "wechat"): Promise<Driver> {
    const anyone = new Api(baseUrl);
    const body = { provider, code: `demo-${name}` };
    type Session = { readonly accessToken: string; readonly driver: { readonly driverId: string } };
    const { accessToken, driver } = await anyone.call<Session>("POST", "/v1/driver/sessions", body);
    return new Driver(name, driver.driverId, anyone.withToken(accessToken));
  }

  /** Any call of the driver's. @param key the Idempotency-Key, where the call is a command */
  call<Reply>(method: string, path: string, body?: unknown, key?: string): Promise<Reply> {
    return this.#api.call(method, path, body, key);
  }

  wallet(): Promise<Wallet> {
    return this.#api.call("GET", "/v1/driver/wallet");
  }

  async statement(): Promise<readonly StatementLine[]> {
    return (await this.#api.call<{ items: StatementLine[] }>("GET", "/v1/driver/wallet/statement?limit=100")).items;
  }

  async orders(): Promise<readonly Order[]> {
    return (await this.#api.call<{ items: Order[] }>("GET", "/v1/driver/orders?limit=100")).items;
  }

  /** @param key the Idempotency-Key: the same one asks for the same order */
  async order(terms: { readonly packageId: string } | { readonly amountMinor: number }, key: string): Promise<string> {
    return (await this.#api.call<{ orderId: string }>("POST", "/v1/driver/topups", { ...terms, provider: "sandbox" }, key)).orderId;
  }

  pay(orderId: string, how: object = {}): Promise<{ readonly transactionId: string; readonly notifications: readonly number[] }> {
    return this.#api.call("POST", `/sandbox/payments/${orderId}/pay`, how);
  }

  /** What the provider's books say was sent back of a payment; null: nothing. */
  async refundOf(transactionId: string): Promise<{ readonly refundIds: readonly string[]; readonly amountMinor: number } | null> {
    try {
      return await this.#api.call("GET", `/sandbox/refunds/${transactionId}`);
    } catch (error) {
      if (error instanceof CallFailed && error.status === 404) return null;
      throw error;
    }
  }

  async cancel(orderId: string): Promise<void> {
    await this.#api.call("POST", `/v1/driver/orders/${orderId}/cancel`);
  }

  /** Takes a pump by phone. */
  async takePump(wish: { readonly stationId: string; readonly pump: number; readonly grade: string; readonly limitMinor: number }) {
    await this.#api.call("POST", "/v1/driver/fuelings", wish);
  }

  async topUp(terms: { readonly packageId: string } | { readonly amountMinor: number }): Promise<string> {
    const orderId = await this.order(terms, `top-up-${this.name}-${performance.now()}`);
    await this.pay(orderId);
    return orderId;
  }

  async code(): Promise<string> {
    return (await this.#api.call<{ code: string }>("POST", "/v1/driver/payment-codes", { limitMinor: 100_000_000 })).code;
  }
}

/** An operator. */
export class Operator {
  readonly #api: Api;

  private constructor(api: Api) {
    this.#api = api;
  }

  static async signIn({ baseUrl, demo }: Product, role = "super_admin"): Promise<Operator> {
    const { email, password } = demo.operators.find((one) => one.role === role) ?? {};
    const anyone = new Api(baseUrl);
    const { accessToken } = await anyone.call<{ accessToken: string }>("POST", "/v1/operator/sessions", { email, password });
    return new Operator(anyone.withToken(accessToken));
  }

  /** The same one, who says why. */
  because(reason: string): Operator {
    return new Operator(this.#api.withReason(reason));
  }

  /** Any call of the operator's. @param key the Idempotency-Key, where the call is a command */
  call<Reply>(method: string, path: string, body?: unknown, key?: string): Promise<Reply> {
    return this.#api.call(method, path, body, key);
  }

  station(stationId: string): Promise<StationView> {
    return this.#api.call("GET", `/v1/operator/stations/${stationId}`);
  }

  async rebuild(): Promise<void> {
    await this.#api.call("POST", "/v1/operator/rebuilds", {});
  }

  /** Actors whose journals are still to be read. */
  async leftToRebuild(): Promise<number> {
    return (await this.#api.call<{ left: number }>("GET", "/v1/operator/rebuilds")).left;
  }
}
