import type { RefundOutcome } from "@forecourt/contract/payments";
import type { WalletEvent } from "@forecourt/contract/wallet";
import { isOver } from "@forecourt/durable-objects/wallet/refundState";
import fc from "fast-check";
import { expect } from "vitest";
import { type Invariant, type Moves, moves, noted, pick } from "../kit/model.ts";
import type { Answer, WalletWorld } from "./world.ts";

/** Refunds: drivers ask, operators decide, a provider that has its moods sends money back, and the bank does what it can't. */

const DAY = 24 * 3_600_000;
const index = fc.nat(50);
const amount = fc.oneof(fc.constant(null), fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 30_000 }));

/** What a provider knows of a refund. */
interface Booked {
  readonly transactionId: string;
  readonly amountMinor: number;
  readonly totalMinor: number;
  state: "processing" | "succeeded" | "failed";
  /** The platform has heard how it stands. */
  told: boolean;
}

const books = noted(() => ({ byNo: new Map<string, Booked>(), banked: new Map<string, number>(), commands: 0, dice: 0 }));

/** Does something, and has the purse follow what the wallet says has happened. */
function following(world: WalletWorld, act: () => void): void {
  const before = world.actor.events().length;
  act();
  for (const { event } of world.actor.events().slice(before)) follow(world, event);
}

function follow(world: WalletWorld, event: WalletEvent): void {
  const { purse } = world;
  const asked = world.actor.events().flatMap(({ event: past }) => (past.type === "RefundRequested" ? [past] : []));
  const of = (refundId: string) => asked.find((one) => one.refundId === refundId);
  switch (event.type) {
    case "RefundDeclined":
    case "RefundFailed":
    case "RefundUndone": {
      const { orderId = "", principalMinor = 0, bonusMinor = 0 } = of(event.refundId) ?? {};
      const isByBank = event.type === "RefundUndone" && event.byBank === true;
      purse.lapse(world.clock.nowMs);
      purse.change(orderId, principalMinor, isByBank ? 0 : bonusMinor);
      purse.payDebt();
      return;
    }
    case "RefundSucceededLate":
      purse.lapse(world.clock.nowMs);
      purse.takeGone(event.orderId, event.principalMinor, of(event.refundId)?.bonusMinor ?? 0);
      return;
    default:
      return;
  }
}

/** Under an id of its own: asked for again by other words it is another refund, told again it is another notice. */
const execute = (world: WalletWorld, command: Parameters<WalletWorld["actor"]["execute"]>[1]) =>
  world.actor.execute(`refunds-${books(world).commands++}`, command);

export const refunds: readonly Moves<WalletWorld>[] = [
  moves(4, [index, amount, fc.boolean(), fc.boolean()], (world, which, amountMinor, inWindow, automatic) => {
    const order = pick(world.orders, which);
    if (order === undefined) return null;
    const { orderId } = order;
    const policy = { automaticMaxMinor: automatic ? 50_000 : 0, windowMs: inWindow ? 365 * DAY : 0, refundsMax: 50, gapMs: 0 };
    const result = execute(world, {
      type: "RequestRefund",
      orderId,
      amountMinor,
      reason: "a whim",
      policy,
      bank: inWindow ? null : "sealed",
    });
    const { purse } = world;
    if (!result.ok) {
      if (result.code === "refund_in_progress") expect(open(world, orderId)).toBe(true);
      return `a refund of ${orderId} is refused: ${result.code}`;
    }
    purse.lapse(world.clock.nowMs);
    const rest = purse.restOf(orderId);
    const principalMinor = amountMinor ?? rest.principalMinor;
    expect(principalMinor, "more is refunded than is left").toBeLessThanOrEqual(rest.principalMinor);
    const bonusMinor = Math.ceil((rest.bonusMinor * principalMinor) / rest.principalMinor);
    expect(principalMinor + bonusMinor, "what a fill holds is refunded").toBeLessThanOrEqual(purse.freeMinor);
    purse.change(orderId, 0 - principalMinor, 0 - bonusMinor);
    return `${principalMinor} of ${orderId} are asked back`;
  }),
  moves(3, [index, fc.boolean()], (world: WalletWorld, which: number, yes: boolean) => {
    const refund = pick(
      world.actor.state.refunds.filter(({ state }) => state === "review"),
      which,
    );
    if (refund === undefined) return null;
    const { refundId } = refund;
    following(world, () => world.must({ type: yes ? "ApproveRefund" : "DeclineRefund", refundId, operator: "fin", note: "seen" }));
    return `${refundId} is ${yes ? "approved" : "declined"}`;
  }),
  moves(3, [index, fc.boolean()], (world: WalletWorld, which: number, yes: boolean) => {
    const refund = pick(
      world.actor.state.refunds.filter(({ state, exported }) => state.startsWith("bank_") || exported),
      which,
    );
    if (refund === undefined) return null;
    const { refundId, state, principalMinor } = refund;
    const confirmation = { type: "ConfirmBankTransfer", refundId, reference: `bank-${refundId}`, operator: "fin" } as const;
    if (!state.startsWith("bank_")) {
      if (!yes || books(world).banked.has(refundId)) return null;
      books(world).banked.set(refundId, principalMinor);
      following(world, () => world.must(confirmation));
      return `the bank has carried ${refundId} out, though it is over`;
    }
    following(world, () => {
      if (state === "bank_details") execute(world, { type: "GiveBankAccount", refundId, bank: "sealed" });
      else if (state === "bank_listed") execute(world, { type: "ExportBankTransfer", refundId, batchId: "b", operator: "fin" });
      else if (yes) books(world).banked.set(refundId, principalMinor);
      if (state !== "bank_exported") return;
      if (yes) world.must(confirmation);
      else world.must({ type: "RejectBankTransfer", refundId, note: "closed", operator: "fin" });
    });
    return `the bank goes on with ${refundId}`;
  }),
  // The provider comes to an end with what it works on, or thinks better of it.
  moves(3, [index, fc.boolean(), fc.boolean()], (world, which, yes, changesItsMind) => {
    const [refundNo, booked] = pick([...books(world).byNo], which) ?? [];
    if (refundNo === undefined || booked === undefined) return null;
    if (booked.state !== "processing" && !changesItsMind) return null;
    const wants = yes ? "succeeded" : "failed";
    if (wants === booked.state || (wants === "succeeded" && !fits(world, booked))) return null;
    booked.state = wants;
    booked.told = false;
    return `the provider has ${wants} with ${refundNo}`;
  }),
  moves(4, [index, fc.integer({ min: 1, max: 3 })], (world: WalletWorld, which: number, times: number) => {
    const [refundNo, booked] = pick([...books(world).byNo], which) ?? [];
    if (refundNo === undefined || booked === undefined || booked.state === "processing") return null;
    booked.told = true;
    const outcome = outcomeOf(booked, refundNo, "closed");
    for (let time = 0; time < times; time++) {
      following(world, () => execute(world, { type: "RecordRefundOutcome", refundNo, outcome }));
    }
    return `the provider says ${times} times that ${refundNo} has ${booked.state}`;
  }),
];

function open(world: WalletWorld, orderId: string): boolean {
  return world.actor.state.refunds.some((refund) => refund.orderId === orderId && !isOver(refund));
}

/** A provider never sends back more than was paid. */
function fits(world: WalletWorld, { transactionId, amountMinor, totalMinor }: Booked): boolean {
  const sent = [...books(world).byNo.values()].filter((one) => one.transactionId === transactionId && one.state === "succeeded");
  return sent.reduce((sum, one) => sum + one.amountMinor, amountMinor) <= totalMinor;
}

function outcomeOf({ state }: Booked, refundNo: string, reason: "closed" | "refused" | "account_abnormal"): RefundOutcome {
  if (state === "failed") return { state, reason, refundId: refundNo };
  return state === "succeeded" ? { state, refundId: refundNo, atMs: 1 } : { state, refundId: refundNo };
}

/** The provider's answers: it does the work or not, says so or not; what it has once done under a number it does not do again. */
export const answerRefund: Answer = (world, delivery, yes) => {
  const { message } = delivery;
  if (message.to !== "provider" || (message.ask !== "return" && message.ask !== "refund_status")) return null;
  const { refundNo, transactionId, amountMinor, totalMinor } = message.refund;
  if (!refundNo.startsWith("rfn_")) return null;
  const book = books(world);
  const mood = (book.dice++ * 7 + (yes ? 3 : 0)) % 8;
  let outcome: RefundOutcome;
  const known = book.byNo.get(refundNo);
  if (known !== undefined) outcome = mood === 0 ? { state: "unknown", error: "time-out" } : outcomeOf(known, refundNo, "refused");
  else if (message.ask === "refund_status") outcome = { state: "not_found" };
  else if (mood === 1) outcome = { state: "unknown", error: "never got there" };
  else if (mood === 2) outcome = { state: "failed", reason: "not_enough_funds" };
  else {
    const state = mood < 5 ? "succeeded" : mood === 5 ? "failed" : "processing";
    const booked: Booked = { transactionId, amountMinor, totalMinor, state, told: true };
    if (state === "succeeded") expect(fits(world, booked), "more is sent back than was paid").toBe(true);
    book.byNo.set(refundNo, booked);
    // Done, and nobody hears of it.
    outcome =
      mood === 3 ? { state: "unknown", error: "the answer is lost" } : outcomeOf(booked, refundNo, yes ? "account_abnormal" : "refused");
    if (mood === 3) booked.told = false;
  }
  following(world, () => world.actor.acknowledge(delivery, outcome));
  if (outcome.state !== "unknown" && known !== undefined) known.told = true;
  return `the provider answers of ${refundNo}: ${outcome.state}`;
};

/** What the provider and the bank have sent is what the wallet says is gone; what it gave back they have not sent. */
const sentOnce: Invariant<WalletWorld> = (world) => {
  const { byNo, banked } = books(world);
  const byPayment = new Map<string, number>();
  for (const { refundId, refundNo, state, doubt, sentBy, providerTransactionId, principalMinor, lot } of world.actor.state.refunds) {
    const booked = byNo.get(refundNo);
    const sent = booked?.state === "succeeded" || banked.has(refundId);
    if (state === "succeeded") byPayment.set(providerTransactionId, (byPayment.get(providerTransactionId) ?? 0) + principalMinor);
    expect(byPayment.get(providerTransactionId) ?? 0, "more has left than came in").toBeLessThanOrEqual(lot.paidMinor);
    if (doubt !== null || booked?.told === false) continue;
    const ways = [...(booked?.state === "succeeded" ? ["provider"] : []), ...(banked.has(refundId) ? ["bank"] : [])];
    if (state === "succeeded") expect([...sentBy].sort(), `${refundId} was sent otherwise`).toEqual(ways.sort());
    if (state === "succeeded") expect(sent, `${refundId} is said to be sent`).toBe(true);
    if (state === "failed" || state === "declined") expect(sent, `${refundId} was sent and given back`).toBe(false);
  }
};

export const ofRefunds: readonly Invariant<WalletWorld>[] = [sentOnce];
