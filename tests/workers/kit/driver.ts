import { env } from "cloudflare:workers";
import type { ActorRef } from "@forecourt/contract/commit";
import { movement, paymentCode, session, topup, wallet } from "@forecourt/contract/http/driver";
import { walletOf } from "@forecourt/durable-objects/stubs";
import { z } from "zod";
import { wechatName } from "../../../worker/modules/credentials/wechats.ts";
import { type Answer, type CallOptions, call, good } from "./http.ts";
import { must } from "./platform.ts";
import { walletRef } from "./readModels.ts";
import { until } from "./until.ts";

const movements = z.object({ items: z.array(movement), nextCursor: z.string().nullable(), asOf: z.string() });

/** A driver who has signed in. */
export class Driver {
  token: string;
  refreshToken: string;
  readonly driverId: string;
  readonly walletId: string;
  readonly name: string;

  constructor({ accessToken, refreshToken, driver }: z.output<typeof session>) {
    this.token = accessToken;
    this.refreshToken = refreshToken;
    this.driverId = driver.driverId;
    this.walletId = driver.walletId;
    this.name = driver.name;
  }

  /** All that keeps a journal about them. */
  actors(): readonly (ActorRef | Promise<ActorRef>)[] {
    return [walletRef(this.walletId), wechatIdentity(this.name)];
  }

  call(method: string, path: string, options?: CallOptions): Promise<Answer> {
    return call(method, path, { token: this.token, ...options });
  }

  /** Goes on after the access token has run out. */
  async refresh(): Promise<void> {
    const { refreshToken } = this;
    const renewed = good(session, await call("POST", "/v1/driver/sessions/refresh", { body: { refreshToken } }));
    this.token = renewed.accessToken;
    this.refreshToken = renewed.refreshToken;
  }

  /** After a session that has been ended. */
  async signInAgain(): Promise<void> {
    ({ accessToken: this.token, refreshToken: this.refreshToken } = await signIn(this.name));
  }

  async wallet() {
    return good(wallet, await this.call("GET", "/v1/driver/wallet"));
  }

  async statement(query = "") {
    return good(movements, await this.call("GET", `/v1/driver/wallet/statement${query}`));
  }

  /** The movement by which a fill was paid, once it has been. */
  settled(fuelingId: string) {
    return until(async () => {
      const { items } = await this.statement();
      return items.find(({ sourceId, kind }) => sourceId === fuelingId && kind === "fueling");
    }, "the wallet has paid the fill");
  }

  async requestTopup(amountMinor: number) {
    return good(topup, await this.call("POST", "/v1/driver/topups", { body: { amountMinor, provider: "sandbox" } }), 201);
  }

  /** Tops up and pays. */
  async topUp(amountMinor: number): Promise<string> {
    const { orderId } = await this.requestTopup(amountMinor);
    await pay(orderId);
    return orderId;
  }

  async code(): Promise<string> {
    return good(paymentCode, await this.call("POST", "/v1/driver/payment-codes"), 201).code;
  }

  /** What its actor knows and what its journal holds: unchanged when nothing has changed. */
  async whole(): Promise<string> {
    return JSON.stringify(await walletOf(env, this.walletId).view());
  }
}

/** The identity of the sandbox's WeChat user of a name. */
export async function wechatIdentity(name: string): Promise<ActorRef> {
  return { kind: "identity", id: await wechatName(env, `sandbox-${name}`) };
}

const paid = z.object({ transactionId: z.string(), notifications: z.array(z.int()) });

/** Pays at the sandbox provider, which notifies the platform. */
export async function pay(orderId: string, body: object = {}) {
  return good(paid, await must(call("POST", `/sandbox/payments/${orderId}/pay`, { body })));
}

export async function signIn(name: string): Promise<z.output<typeof session>> {
  return good(session, await call("POST", "/v1/driver/sessions", { body: { provider: "wechat", code: `demo-${name}` } }), 201);
}

/** A driver whom nobody else is, with money if so wished. */
export async function newDriver(amountMinor = 0): Promise<Driver> {
  const driver = new Driver(await signIn(crypto.randomUUID().slice(0, 13)));
  if (amountMinor > 0) await driver.topUp(amountMinor);
  return driver;
}
