import { env } from "cloudflare:workers";
import type { MovementKind } from "@forecourt/contract/movement";
import { grossMinor } from "@forecourt/contract/units";
import type { WalletEvent } from "@forecourt/contract/wallet";
import { project } from "../../../worker/projection/projector.ts";

/** The journal of a driver's wallet as it would have been written at any time: what the projectors are told, without the wallet. */
export class PastDriver {
  readonly walletId = `wal_${crypto.randomUUID().replaceAll("-", "")}`;
  readonly currency: "CNY" | "USD";
  #seq = 0;
  #balance = { principalMinor: 0, bonusMinor: 0, debtMinor: 0 };
  #movements = 0;

  constructor(currency: "CNY" | "USD" = "CNY") {
    this.currency = currency;
  }

  signUp(at: string): Promise<void> {
    return this.#commit(at, {
      type: "WalletOpened",
      driverId: this.walletId.replace("wal", "drv"),
      currency: this.currency,
      spendingPolicy: "prorata",
    });
  }

  async request(at: string, { provider = "sandbox", packageId = "" } = {}): Promise<string> {
    const orderId = `top_${crypto.randomUUID().replaceAll("-", "").slice(0, 26)}`;
    const named = packageId === "" ? {} : { packageId, packageVersion: 1 };
    await this.#commit(at, {
      type: "TopupRequested",
      orderId,
      currency: this.currency,
      provider,
      amountMinor: 1,
      bonusMinor: 0,
      expiresAtMs: Date.parse(at) + 900_000,
      ...named,
    });
    return orderId;
  }

  giveUp(at: string, orderId: string, how: "TopupCancelled" | "TopupExpired"): Promise<void> {
    return this.#commit(at, { type: how, orderId });
  }

  pay(at: string, orderId: string, principalMinor: number, bonusMinor = 0, late = false): Promise<void> {
    return this.#commit(at, {
      type: "TopupPaid",
      orderId,
      currency: this.currency,
      provider: "sandbox",
      providerTransactionId: `tx-${orderId}`,
      lotId: `lot_${orderId.slice(4)}`,
      principalMinor,
      bonusMinor,
      late,
      movement: this.#move(at, late ? "late_topup" : "topup", orderId, { principalMinor, bonusMinor, debtMinor: 0 }),
    });
  }

  async topUp(at: string, principalMinor: number, bonusMinor = 0, about = {}): Promise<void> {
    await this.pay(at, await this.request(at, about), principalMinor, bonusMinor);
  }

  /** At ¥7.48 a litre. */
  fill(at: string, stationId: string, volumeMl: number, grade = "95"): Promise<void> {
    const fuelingId = `fue_${crypto.randomUUID().replaceAll("-", "")}`;
    const amountMinor = grossMinor(volumeMl, 7_480);
    const fueling = {
      fuelingId,
      stationId,
      pump: 1,
      nozzle: 1,
      grade,
      volumeMl,
      unitPriceMilli: 7_480,
      amountMinor,
      transactionId: `tx-${fuelingId}`,
      startedAtMs: Date.parse(at) - 60_000,
      endedAtMs: Date.parse(at),
      offline: false,
    };
    const movement = { ...this.#move(at, "fueling", fuelingId, { principalMinor: -amountMinor, bonusMinor: 0, debtMinor: 0 }), fueling };
    return this.#commit(at, { type: "FundsCaptured", fuelingId, currency: this.currency, reservedMinor: amountMinor, movement });
  }

  loseBonus(at: string, bonusMinor: number): Promise<void> {
    const movement = this.#move(at, "bonus_expiry", "lot_expired", { principalMinor: 0, bonusMinor: -bonusMinor, debtMinor: 0 });
    return this.#commit(at, { type: "BonusExpired", lotId: "lot_expired", currency: this.currency, movement });
  }

  #move(at: string, kind: MovementKind, sourceId: string, change: { principalMinor: number; bonusMinor: number; debtMinor: number }) {
    const before = this.#balance;
    this.#balance = {
      principalMinor: before.principalMinor + change.principalMinor,
      bonusMinor: before.bonusMinor + change.bonusMinor,
      debtMinor: before.debtMinor + change.debtMinor,
    };
    const [previousHash, hash] = ["", ""];
    return { no: ++this.#movements, atMs: Date.parse(at), kind, sourceId, ...change, lots: [], balance: this.#balance, previousHash, hash };
  }

  async #commit(at: string, event: WalletEvent): Promise<void> {
    const afterSeq = this.#seq;
    this.#seq = afterSeq + 1;
    const commit = { seq: this.#seq, afterSeq, atMs: Date.parse(at), events: [event] };
    const failed = await project(env, [{ actor: { kind: "wallet", id: this.walletId }, commits: [commit] }]);
    for (const [key, error] of failed) throw new Error(`${key} was not projected: ${error}`);
  }
}
