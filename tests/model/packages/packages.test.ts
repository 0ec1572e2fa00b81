import type { StockCommand, StockEvent } from "@forecourt/contract/stock";
import type { TopupView, WalletCommand, WalletEvent } from "@forecourt/contract/wallet";
import type { Delivery } from "@forecourt/durable-objects/runtime/definition";
import type { StockState } from "@forecourt/durable-objects/stock/state";
import { type StockMessage, stock } from "@forecourt/durable-objects/stock/stock";
import { willTellOf } from "@forecourt/durable-objects/wallet/purchases";
import type { WalletState } from "@forecourt/durable-objects/wallet/state";
import { type WalletMessage, wallet } from "@forecourt/durable-objects/wallet/wallet";
import fc from "fast-check";
import { expect } from "vitest";
import { type Clock, SimulatedActor } from "../kit/actor.ts";
import { type Invariant, type Moves, model, moves, pick } from "../kit/model.ts";

/** A package of which there are three, and four drivers who want it: orders, payments, crashes, and words that come late. */

const STOCK = 3;
const MINUTE = 60_000;
const index = fc.nat(50);

type Wallet = SimulatedActor<WalletState, WalletCommand, WalletEvent, WalletMessage>;
type Stock = SimulatedActor<StockState, StockCommand, StockEvent, StockMessage>;

class World {
  readonly clock: Clock = { nowMs: 1_000_000 };
  readonly stock: Stock = new SimulatedActor<StockState, StockCommand, StockEvent, StockMessage>(stock, "pack", this.clock);
  readonly wallets: readonly Wallet[] = [0, 1, 2, 3].map((no) => {
    const actor: Wallet = new SimulatedActor<WalletState, WalletCommand, WalletEvent, WalletMessage>(wallet, `wal_00000${no}`, this.clock);
    actor.execute("open", { type: "OpenWallet", driverId: `drv_${no}`, currency: "CNY", spendingPolicy: "prorata" });
    return actor;
  });
  commands = 0;

  id(): string {
    return `command-${this.commands++}`;
  }

  /** What the edge does: holds one, then has the wallet order; `cutOff`: it dies in between. */
  order(buyer: Wallet, commandId: string, cutOff: boolean): string {
    const holdId = `hold-${buyer.id}-${commandId}`;
    const terms = { walletId: buyer.id, stockMax: STOCK, packageVersion: 1 };
    const held = this.stock.execute(this.id(), { type: "HoldStock", holdId, ...terms });
    if (!held.ok) return `sold out for ${buyer.id}`;
    if (cutOff) return `one is held for ${buyer.id}, and its order never comes`;
    const { heldUntilMs } = held.reply as { readonly heldUntilMs: number };
    const purchase = { packageId: "pack", version: 1, currency: "CNY", day: "2026-11-26", stock: { holdId, heldUntilMs } } as const;
    const ordered = buyer.execute(commandId, { type: "RequestTopup", provider: "sandbox", amountMinor: 1_000, bonusMinor: 100, purchase });
    if (!ordered.ok) this.stock.execute(this.id(), { type: "ReturnStock", holdId });
    return `${buyer.id} orders: ${ordered.ok}`;
  }

  deliver(delivery: Delivery<WalletCommand, WalletMessage>, buyer: Wallet): void {
    const { message } = delivery;
    if (message.to === "provider") {
      const answers = { query: { asked: true }, close: { closed: true }, return: { state: "succeeded", refundId: "r", atMs: 1 } } as const;
      if (message.ask !== "refund_status") buyer.acknowledge(delivery, answers[message.ask]);
      return;
    }
    if (message.to !== "stock" || message.promise.to !== "stock") return;
    const { holdId, what } = message.promise;
    const command = { type: what === "sell" ? "SellStock" : "ReturnStock", holdId } as const;
    buyer.acknowledge(delivery, this.stock.execute(delivery.id, command));
  }

  answer(question: Delivery<StockCommand, StockMessage>): void {
    const buyer = this.wallets.find(({ id }) => id === question.message.walletId);
    const known = buyer !== undefined && willTellOf(buyer.state, question.message.holdId);
    this.stock.acknowledge(question, { known });
  }
}

const orders = (buyer: Wallet): readonly TopupView[] => buyer.state.topups.map((topup) => ({ ...topup, currency: "CNY" }));

const story: readonly Moves<World>[] = [
  moves(6, [index, fc.nat(5), fc.boolean()], (world: World, which: number, no: number, cutOff: boolean) => {
    const buyer = pick(world.wallets, which);
    // Few names, so that the same request comes again.
    return buyer === undefined ? null : world.order(buyer, `order-${no}`, cutOff);
  }),
  moves(4, [index, index, fc.boolean()], (world: World, which: number, order: number, inTime: boolean) => {
    const buyer = pick(world.wallets, which);
    const paid = buyer === undefined ? undefined : pick(orders(buyer), order);
    if (buyer === undefined || paid === undefined) return null;
    const paidAtMs = inTime ? paid.createdAtMs : world.clock.nowMs;
    const payment = { orderId: paid.orderId, provider: "sandbox", amountMinor: 1_000, currency: "CNY", paidAtMs };
    buyer.execute(world.id(), { type: "RecordPayment", providerTransactionId: `tx-${paid.orderId}`, ...payment });
    return `${paid.orderId} is paid`;
  }),
  moves(2, [index, index], (world: World, which: number, order: number) => {
    const buyer = pick(world.wallets, which);
    const given = buyer === undefined ? undefined : pick(orders(buyer), order);
    if (buyer === undefined || given === undefined) return null;
    return `a cancellation: ${buyer.execute(world.id(), { type: "CancelTopup", orderId: given.orderId }).ok}`;
  }),
  moves(5, [index, index], (world: World, which: number, delivery: number) => {
    const buyer = pick(world.wallets, which);
    const owed = buyer === undefined ? undefined : pick(buyer.sendable(), delivery);
    if (buyer === undefined || owed === undefined) return null;
    world.deliver(owed, buyer);
    return `${buyer.id} tells ${owed.id}`;
  }),
  moves(3, [index], (world: World, which: number) => {
    const question = pick(world.stock.sendable(), which);
    if (question === undefined) return null;
    world.answer(question);
    return `the stock asks ${question.id}`;
  }),
  moves(3, [fc.constantFrom(1_000, MINUTE, 3 * MINUTE, 31 * MINUTE)], (world: World, byMs: number) => {
    world.clock.nowMs += byMs;
    for (const buyer of world.wallets) buyer.fireTimers();
    return `${byMs / 1_000} s pass`;
  }),
  moves(1, [], (world: World) => {
    for (const actor of [world.stock, ...world.wallets]) actor.crash();
    return "all processes die and start again";
  }),
];

const soldOnTerms = ({ wallets }: World): number =>
  wallets.reduce((sum, buyer) => sum + buyer.events().filter(({ event }) => event.type === "TopupPaid" && event.bonusMinor > 0).length, 0);

/** Never more than there is, but for what was paid in time and given back before that was known; and then it is said. */
const neverOversold: Invariant<World> = ({ stock: actor }) => {
  const { state } = actor;
  const oversold = actor.events().some(({ event }) => event.type === "StockSold" && event.oversold);
  if (!oversold) expect(state.sold + state.holds.length).toBeLessThanOrEqual(STOCK);
};

model("a stock is sold as often as wallets were paid on its terms", {
  begin: () => new World(),
  subjects: [{ moves: story, invariants: [neverOversold] }],
  /** Everything is told, and the last order has run out: what was paid on its terms is sold, and nothing is held. */
  end(world) {
    for (let round = 0; round < 50; round++) {
      world.clock.nowMs += 24 * 60 * MINUTE + 1;
      for (const buyer of world.wallets) {
        buyer.fireTimers();
        for (const owed of buyer.sendable()) world.deliver(owed, buyer);
      }
      for (const question of world.stock.sendable()) world.answer(question);
    }
    expect(world.stock.state.holds).toEqual([]);
    expect(world.stock.state.sold).toBe(soldOnTerms(world));
  },
  runs: 60,
  stepsMax: 60,
});
