import { expect } from "vitest";
import type { Invariant } from "../kit/model.ts";
import type { PayingWorld } from "./world.ts";

/** The wallet's journal, as far as it is about payments. */
const creditedIn = ({ wallet }: PayingWorld): readonly string[] =>
  wallet.events().flatMap(({ event }) => (event.type === "TopupPaid" ? [event.providerTransactionId] : []));

/** No order and no payment is credited twice, and nothing that nobody paid. */
export const once: Invariant<PayingWorld> = (world) => {
  const credited = creditedIn(world);
  expect(new Set(credited).size, "a payment is credited twice").toBe(credited.length);
  for (const { orderId, payments } of world.books) {
    const own = payments.filter(({ transactionId }) => credited.includes(transactionId));
    expect(own.length, `${orderId} is credited twice`).toBeLessThanOrEqual(1);
  }
  const paid = world.books.flatMap(({ payments }) => payments.map(({ transactionId }) => transactionId));
  for (const transactionId of credited) expect(paid, "what nobody paid is credited").toContain(transactionId);
};

/** What is credited does not go back, and what goes back goes back once. */
export const returns: Invariant<PayingWorld> = (world) => {
  const credited = creditedIn(world);
  const sent = [...world.refunds.values()].map(({ transactionId }) => transactionId);
  expect(new Set(sent).size, "a payment goes back twice").toBe(sent.length);
  for (const transactionId of sent) expect(credited, "what is credited goes back").not.toContain(transactionId);
};

/**
 * All answers arrive from now on, and no notification does but those of orders that were paid twice, of which no question tells all.
 * Every order that was paid is then credited, and every further payment has gone back.
 */
export function rest(world: PayingWorld): void {
  for (let rounds = 0; rounds < 200; rounds++) {
    for (const actor of world.payments.values()) world.handOn(actor, false);
    world.wallet.fireTimers();
    for (const delivery of world.wallet.sendable()) world.ask(delivery, false, false);
    const nextMs = world.wallet.nextDueAtMs();
    if (nextMs === Number.POSITIVE_INFINITY) break;
    world.clock.nowMs = Math.max(world.clock.nowMs, nextMs);
  }
  expect(world.wallet.nextDueAtMs(), "the wallet does not come to rest").toBe(Number.POSITIVE_INFINITY);
  for (const book of world.books) if (book.payments.length > 1) for (const payment of book.payments) world.told(book, payment);
  for (let rounds = 0; rounds < 3; rounds++) {
    for (const actor of world.payments.values()) world.handOn(actor, false);
    for (const delivery of world.wallet.sendable()) world.ask(delivery, false, false);
    // A return that the provider was working on is asked after later.
    const nextMs = world.wallet.nextDueAtMs();
    if (nextMs !== Number.POSITIVE_INFINITY) world.clock.nowMs = Math.max(world.clock.nowMs, nextMs);
  }
  const credited = creditedIn(world);
  const sent = new Set([...world.refunds.values()].map(({ transactionId }) => transactionId));
  for (const { orderId, payments } of world.books) {
    const own = payments.filter(({ transactionId }) => credited.includes(transactionId));
    expect(own.length, `${orderId} was paid, and is not credited`).toBe(Math.min(1, payments.length));
    for (const { transactionId } of payments) {
      expect(credited.includes(transactionId) !== sent.has(transactionId), `${transactionId} is neither credited nor sent back`).toBe(true);
    }
  }
}
