import fc from "fast-check";
import { type Moves, moves, pick } from "../kit/model.ts";
import type { PayingWorld } from "./world.ts";

const index = fc.nat(20);
const seldom = fc.integer({ min: 0, max: 9 }).map((one) => one === 0);
const SECOND = 1_000;
const MINUTE = 60 * SECOND;

export const paying: readonly Moves<PayingWorld>[] = [
  moves(4, [fc.integer({ min: 1, max: 5_000 }), seldom], (world: PayingWorld, amountMinor: number, unanswered: boolean) => {
    const terms = { provider: "sandbox", amountMinor, bonusMinor: 10 };
    const result = world.wallet.execute(world.next("order"), { type: "RequestTopup", ...terms });
    if (!result.ok) return null;
    const { orderId, expiresAtMs } = result.reply as { readonly orderId: string; readonly expiresAtMs: number };
    world.books.push({ orderId, amountMinor, expiresAtMs, closed: false, payments: [] });
    if (unanswered) return `${orderId} is made, and the provider's answer is lost`;
    world.wallet.execute(world.next("prepared"), { type: "RecordPaymentPrepared", orderId, payment: { prepayId: orderId } });
    return `${orderId} is made`;
  }),
  moves(5, [index, seldom], (world: PayingWorld, which: number, again: boolean) => {
    const book = pick(world.books, which);
    // A provider takes no payment of what is closed or over; nor, mostly, a second one.
    if (book === undefined || book.closed || book.expiresAtMs <= world.clock.nowMs || (book.payments.length > 0 && !again)) return null;
    book.payments.push({ transactionId: world.next("tx"), paidAtMs: world.clock.nowMs });
    return `${book.orderId} is paid${book.payments.length > 1 ? " again" : ""}`;
  }),
  moves(4, [index, index], (world: PayingWorld, which: number, nth: number) => {
    const book = pick(world.books, which);
    const payment = book === undefined ? undefined : pick(book.payments, nth);
    if (book === undefined || payment === undefined) return null;
    world.told(book, payment);
    return `${payment.transactionId} is notified`;
  }),
  moves(1, [index], (world: PayingWorld, which: number) => {
    const book = pick(world.books, which);
    if (book === undefined) return null;
    const { ok } = world.wallet.execute(world.next("cancel"), { type: "CancelTopup", orderId: book.orderId });
    return `${book.orderId} is ${ok ? "cancelled" : "not cancelled"}`;
  }),
  moves(4, [index, seldom], (world: PayingWorld, which: number, lost: boolean) => {
    const actor = pick([...world.payments.values()], which);
    return actor === undefined ? null : world.handOn(actor, lost);
  }),
  moves(4, [index, seldom, fc.boolean()], (world: PayingWorld, which: number, lost: boolean, pending: boolean) => {
    const delivery = pick(world.wallet.sendable(), which);
    return delivery === undefined ? null : world.ask(delivery, lost, pending);
  }),
  moves(
    3,
    [fc.constantFrom(SECOND, 5 * SECOND, MINUTE, 10 * MINUTE, 31 * MINUTE, 25 * 60 * MINUTE)],
    (world: PayingWorld, byMs: number) => {
      world.clock.nowMs += byMs;
      return `${byMs / SECOND} s pass`;
    },
  ),
  moves(2, [], (world: PayingWorld) => {
    const fired = world.wallet.fireTimers();
    return fired.length === 0 ? null : `the wallet's alarm fires ${fired.join(", ")}`;
  }),
  moves(2, [index], (world: PayingWorld, which: number) => {
    world.wallet.crash();
    pick([...world.payments.values()], which)?.crash();
    return "the processes die and start again";
  }),
];
