import type { PaymentOutcome } from "@forecourt/contract/payments";
import type { Result } from "@forecourt/contract/result";
import type { SpendingPolicy, WalletCommand, WalletEvent } from "@forecourt/contract/wallet";
import type { Delivery } from "@forecourt/durable-objects/runtime/definition";
import type { WalletState } from "@forecourt/durable-objects/wallet/state";
import { type WalletMessage, wallet } from "@forecourt/durable-objects/wallet/wallet";
import { expect } from "vitest";
import { type Clock, SimulatedActor } from "../kit/actor.ts";
import type { Notes, Subject } from "../kit/model.ts";
import { Purse } from "./purse.ts";

/** A top-up order as the model sees it. */
export interface Order {
  readonly orderId: string;
  readonly amountMinor: number;
  readonly bonusMinor: number;
  readonly bonusLifeMs: number;
  readonly expiresAtMs: number;
  cancelled: boolean;
  /** The alarm has closed it. */
  expired: boolean;
  /** The payment that paid it. */
  paidBy: string | null;
}

/** A correction that an operator has proposed, as the model sees it. */
export interface Adjustment {
  readonly adjustmentId: string;
  readonly direction: "credit" | "debit";
  readonly part: "principal" | "bonus";
  readonly amountMinor: number;
  readonly bonusLifeMs: number;
  readonly proposer: string;
  readonly lapsesAtMs: number;
  outcome: "approved" | "declined" | null;
  /** 0 until it is. */
  decidedAtMs: number;
}

/**
 * Answers a delivery that is the subject's own, and says so in words; null for any other.
 *
 * @param yes which of two answers, where there are two
 */
export type Answer = (world: WalletWorld, delivery: Delivery<WalletCommand, WalletMessage>, yes: boolean) => string | null;

/** What a subject does to a wallet, and how those answer whom the wallet sends to on its behalf. */
export interface WalletSubject extends Subject<WalletWorld> {
  readonly answer?: Answer;
}

/** One wallet, and what it must agree with. */
export class WalletWorld implements Notes {
  readonly notes = new Map<object, unknown>();
  readonly clock: Clock = { nowMs: 1_000_000 };
  readonly actor: SimulatedActor<WalletState, WalletCommand, WalletEvent, WalletMessage>;
  readonly purse: Purse;
  readonly orders: Order[] = [];
  /** Payments that the provider has made, by its number: what became of each. */
  readonly payments = new Map<string, PaymentOutcome>();
  readonly returned = new Set<string>();
  /** What each fill cost that has been settled. */
  readonly settled = new Map<string, number>();
  readonly adjustments: Adjustment[] = [];
  frozen = false;
  readonly sent: { readonly commandId: string; readonly command: WalletCommand; readonly reply: unknown }[] = [];
  #commands = 0;

  constructor(policy: SpendingPolicy) {
    this.actor = new SimulatedActor<WalletState, WalletCommand, WalletEvent, WalletMessage>(wallet, "wal_000001", this.clock);
    this.purse = new Purse(policy);
    this.send({ type: "OpenWallet", driverId: "drv_000001", currency: "CNY", spendingPolicy: policy });
  }

  /** Sends a command under an id of its own. */
  send(command: WalletCommand, commandId = `command-${this.#commands++}`): Result<unknown> {
    const result = this.actor.execute(commandId, command);
    if (result.ok) this.sent.push({ commandId, command, reply: result.reply });
    return result;
  }

  /** Sends a command that must succeed, and gives its reply. */
  must(command: WalletCommand): unknown {
    const result = this.send(command);
    expect(result, `${command.type} was refused`).toMatchObject({ ok: true });
    return result.ok ? result.reply : null;
  }
}
