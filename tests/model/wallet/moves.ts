import type { PaymentOutcome } from "@forecourt/contract/payments";
import type { WalletCommand } from "@forecourt/contract/wallet";
import fc from "fast-check";
import { expect } from "vitest";
import { type Moves, moves, pick } from "../kit/model.ts";
import { fillRules } from "./tanks.ts";
import type { Answer, Order, WalletWorld } from "./world.ts";

const MINUTE = 60_000;
const index = fc.nat(50);
const amount = fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 30_000 }));
const yuan = (minor: number) => `¥${(minor / 100).toFixed(2)}`;

/** Time passes; sometimes the clock is put back; the timers may be late. */
export const time: readonly Moves<WalletWorld>[] = [
  moves(
    3,
    [fc.constantFrom(1_000, MINUTE, 5 * MINUTE, 11 * MINUTE, 31 * MINUTE, 60 * MINUTE, -2 * MINUTE)],
    (world: WalletWorld, byMs: number) => {
      world.clock.nowMs += byMs;
      return byMs < 0 ? `the clock is put back by ${-byMs / 1_000} s` : `${byMs / 1_000} s pass`;
    },
  ),
  moves(3, [], (world: WalletWorld) => {
    const { actor, purse, orders, clock } = world;
    const due = actor.definition.timers(actor.state).filter(({ dueAtMs }) => dueAtMs <= clock.nowMs);
    for (const { command } of due) {
      if (command.type === "RecordFlow") purse.letGo(command.fuelingId);
      if (command.type === "ExpireTopup") for (const order of orders) order.expired ||= order.orderId === command.orderId;
    }
    if (due.some(({ command }) => command.type === "ExpireBonus" || command.type === "RecordFlow")) purse.lapse(clock.nowMs);
    const fired = world.actor.fireTimers();
    return fired.length === 0 ? null : `the alarm fires ${fired.join(", ")}`;
  }),
  moves(2, [], (world: WalletWorld) => {
    world.actor.crash();
    return "the wallet's process dies and starts again";
  }),
];

export const topups: readonly Moves<WalletWorld>[] = [
  moves(4, [amount, fc.oneof(fc.constant(0), amount), fc.constantFrom(0, 20 * MINUTE)], (world, amountMinor, bonusMinor, bonusLifeMs) => {
    const terms = { amountMinor, bonusMinor, ...(bonusLifeMs === 0 ? {} : { bonusLifeMs }) };
    const result = world.send({ type: "RequestTopup", provider: "sandbox", ...terms, fillRules });
    if (!result.ok) {
      expect(result.code).toBe(world.frozen ? "wallet_frozen" : "too_many_open_orders");
      return `a top-up is refused: ${result.code}`;
    }
    const { orderId, expiresAtMs } = result.reply as Order;
    const lifeMs = bonusLifeMs === 0 ? Number.POSITIVE_INFINITY : bonusLifeMs;
    world.orders.push({
      orderId,
      amountMinor,
      bonusMinor,
      bonusLifeMs: lifeMs,
      expiresAtMs,
      cancelled: false,
      expired: false,
      paidBy: null,
    });
    return `order ${world.orders.length} is placed: ${yuan(amountMinor)} and ${yuan(bonusMinor)} on top`;
  }),
  moves(1, [index], (world: WalletWorld, which: number) => {
    const order = pick(world.orders, which);
    if (order === undefined) return null;
    const result = world.send({ type: "CancelTopup", orderId: order.orderId });
    expect(result.ok).toBe(order.paidBy === null && !order.expired);
    order.cancelled ||= result.ok;
    return `order ${world.orders.indexOf(order) + 1} is ${result.ok ? "cancelled" : "not cancelled"}`;
  }),
  moves(5, [index, fc.constantFrom("right", "right", "right", "less", "foreign"), fc.boolean()], (world, which, kind, second) => {
    const order = pick(world.orders, which);
    if (order === undefined) return null;
    const number = `tx-${order.orderId}-${second ? 2 : 1}`;
    return pay(world, order, number, kind);
  }),
];

function pay(world: WalletWorld, order: Order, number: string, kind: "right" | "less" | "foreign"): string {
  const paidAtMs = world.clock.nowMs;
  const reply = world.must({
    type: "RecordPayment",
    orderId: order.orderId,
    provider: "sandbox",
    providerTransactionId: number,
    amountMinor: kind === "less" ? order.amountMinor - 1 : order.amountMinor,
    currency: kind === "foreign" ? "USD" : "CNY",
    paidAtMs,
  });
  const { outcome } = reply as { readonly outcome: PaymentOutcome };
  const known = world.payments.get(number);
  if (known !== undefined) {
    expect(outcome).toBe(known);
    return `payment ${number} comes in again: ${outcome}`;
  }
  const expected = kind === "foreign" ? "quarantined" : order.paidBy !== null ? "returned" : kind === "less" ? "quarantined" : "credited";
  expect(outcome).toBe(expected);
  if (outcome === "credited") {
    order.paidBy = number;
    const bonusMinor = order.cancelled || paidAtMs >= order.expiresAtMs ? 0 : order.bonusMinor;
    world.purse.lapse(world.clock.nowMs);
    world.purse.put(order.amountMinor, bonusMinor, world.clock.nowMs + order.bonusLifeMs, order.orderId);
  }
  world.payments.set(number, outcome);
  return `payment ${number} of order ${world.orders.indexOf(order) + 1} comes in (${kind}): ${outcome}`;
}

export const fills: readonly Moves<WalletWorld>[] = [
  moves(6, [index, amount, amount, fc.boolean()], (world, which, a, b, withCode) => {
    const { purse, clock, settled } = world;
    const fuelingId = `fue_fill${which % 8}`;
    const [atLeastMinor, atMostMinor] = [Math.min(a, b), Math.max(a, b)];
    const code = withCode ? { codeId: `code-${which % 8}`, codeExpiresAtMs: clock.nowMs + MINUTE } : {};
    const terms = { atMostMinor, atLeastMinor, currency: "CNY" as const, ttlMs: 10 * MINUTE, stationId: "s1" };
    const before = purse.held.get(fuelingId);
    const result = world.send({ type: "ReserveFunds", fuelingId, ...terms, ...code, fillRules });
    if (result.ok) {
      const { amountMinor } = result.reply as { readonly amountMinor: number };
      if (before !== undefined) expect(amountMinor, "the hold has changed").toBe(before);
      else {
        purse.lapse(clock.nowMs);
        expect(purse.debtMinor, "funds are held while something is owed").toBe(0);
        expect(purse.held.size, "a second fill is begun").toBe(0);
        expect(settled.has(fuelingId), "a fill that is settled is begun again").toBe(false);
        expect(world.frozen, "funds are held in a frozen wallet").toBe(false);
        expect(amountMinor).toBe(Math.min(atMostMinor, purse.freeMinor));
        expect(amountMinor).toBeGreaterThanOrEqual(atLeastMinor);
        purse.held.set(fuelingId, amountMinor);
      }
      return `${yuan(amountMinor)} are held for ${fuelingId}`;
    }
    if (result.code === "insufficient_funds")
      expect((result.detail as { availableMinor: number }).availableMinor).toBeLessThan(atLeastMinor);
    if (result.code === "wallet_frozen") expect(world.frozen).toBe(true);
    if (result.code === "debt_outstanding") expect(purse.debtMinor).toBeGreaterThan(0);
    return `holding ${yuan(atMostMinor)} for ${fuelingId} is refused: ${result.code}`;
  }),
  moves(2, [index], (world: WalletWorld, which: number) => {
    const fuelingId = `fue_fill${which % 8}`;
    world.must({ type: "ReleaseFunds", fuelingId });
    world.purse.letGo(fuelingId);
    return `${fuelingId} is released`;
  }),
  moves(4, [index, amount], (world: WalletWorld, which: number, amountMinor: number) => {
    const fuelingId = `fue_fill${which % 8}`;
    const facts = { stationId: "s1", pump: 1, nozzle: 1, grade: "92", volumeMl: 1, unitPriceMilli: 1, transactionId: fuelingId };
    const times = { startedAtMs: world.clock.nowMs, endedAtMs: world.clock.nowMs, offline: false };
    const result = world.send({ type: "CaptureFunds", fueling: { fuelingId, amountMinor, ...facts, ...times } });
    const before = world.settled.get(fuelingId);
    expect(result.ok, "a fill is settled twice, or not at all").toBe(before === undefined || before === amountMinor);
    if (before === undefined) {
      world.purse.lapse(world.clock.nowMs);
      world.purse.pay(fuelingId, amountMinor);
      world.settled.set(fuelingId, amountMinor);
    }
    return `${fuelingId} is captured for ${yuan(amountMinor)}: ${result.ok ? "settled" : result.code}`;
  }),
];

/** What the wallet sends, and what comes back: late, lost on the way, or not at all. Each subject answers what is its own. */
export function deliveries(answers: readonly Answer[]): readonly Moves<WalletWorld>[] {
  return [
    moves(4, [index, fc.boolean(), fc.boolean()], (world, which, yes, lost) => {
      const delivery = pick(world.actor.sendable(), which);
      if (delivery === undefined) return null;
      if (lost) return `the answer to ${delivery.id} is lost`;
      for (const answer of answers) {
        const said = answer(world, delivery, yes);
        if (said !== null) return said;
      }
      throw new Error(`no subject answers ${delivery.id}`);
    }),
  ];
}

export const answerFlow: Answer = (world, delivery, yes) => {
  if (delivery.message.to !== "station") return null;
  const { fuelingId } = delivery.message;
  world.actor.acknowledge(delivery, { flowing: yes });
  if (!yes) world.purse.letGo(fuelingId);
  return `the station says that fuel ${yes ? "flows" : "does not flow"} for ${fuelingId}`;
};

/** `yes`: the money is sent back at once, else the provider works on it; nobody has paid when it is asked. */
export const answerProvider: Answer = (world, delivery, yes) => {
  const { message } = delivery;
  if (message.to !== "provider") return null;
  switch (message.ask) {
    case "query":
      world.actor.acknowledge(delivery, { asked: true });
      return `the provider says that nobody has paid ${message.order.orderId}`;
    case "close": {
      const order = world.orders.find(({ orderId }) => orderId === message.order.orderId);
      world.actor.acknowledge(delivery, { closed: true });
      if (order !== undefined && !order.cancelled && order.paidBy === null) order.expired = true;
      return `the provider has closed ${message.order.orderId}`;
    }
    case "return": {
      const { transactionId } = message.refund;
      world.actor.acknowledge(delivery, yes ? { state: "succeeded", refundId: "re", atMs: 1 } : { state: "processing", refundId: "re" });
      if (yes) world.returned.add(transactionId);
      return `the provider ${yes ? "has sent" : "is sending"} ${transactionId} back`;
    }
    case "refund_status":
      return null;
  }
};

/** Everything may come again, under the same id or, its receipt forgotten, under another. */
export const repetition: readonly Moves<WalletWorld>[] = [
  moves(4, [index, fc.boolean()], (world: WalletWorld, which: number, sameId: boolean) => {
    const known = pick(world.sent, which);
    if (known === undefined || !isSafeToRepeat(known.command, sameId)) return null;
    const before = JSON.stringify(world.actor.state);
    const result = world.actor.execute(sameId ? known.commandId : `again-${which}-${known.commandId}`, known.command);
    if (known.command.type === "ReserveFunds" || known.command.type === "ReleaseFunds") return follow(world, known.command, before);
    expect(JSON.stringify(world.actor.state), `${known.command.type} had an effect when it came again`).toBe(before);
    if (sameId && result.ok && known.command.type === "CaptureFunds") expect(result.reply).toEqual(known.reply);
    return `${known.command.type} comes again${sameId ? "" : " under another id"}`;
  }),
];

/** An order placed under another id is another order. */
function isSafeToRepeat({ type }: WalletCommand, sameId: boolean): boolean {
  // Once its receipt is forgotten, a freeze that comes again after a release freezes again.
  if (type === "FreezeWallet" || type === "UnfreezeWallet") return false;
  // And a payment that was decided on, and was refused since, is decided on again.
  if (type === "ResolvePayment") return false;
  return type === "RequestTopup" || type === "ProposeAdjustment" ? sameId && false : type !== "ExpireTopup";
}

/** A hold that has been given up is a new one when it is asked for again: the model follows what the wallet then holds. */
function follow(world: WalletWorld, command: WalletCommand, before: string): string {
  const { purse, actor } = world;
  if (JSON.stringify(actor.state) === before) return `${command.type} comes again, and nothing happens`;
  if (command.type === "ReleaseFunds") purse.letGo(command.fuelingId);
  if (command.type === "ReserveFunds") {
    purse.lapse(world.clock.nowMs);
    expect(purse.held.size, "a second hold").toBe(0);
    expect(world.settled.has(command.fuelingId), "a fill that is settled is begun again").toBe(false);
    purse.held.set(command.fuelingId, Math.min(command.atMostMinor, purse.freeMinor));
  }
  return `${command.type} comes again, when it has been forgotten, and is carried out`;
}
