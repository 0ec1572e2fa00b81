import fc from "fast-check";
import { expect } from "vitest";
import { type Invariant, type Moves, moves, pick } from "../kit/model.ts";
import { isContested } from "./disputes.ts";
import type { WalletWorld } from "./world.ts";

/** Payments that a provider won't send back, and what operators decide about what is kept apart. */

const index = fc.nat(50);
const WHY = ["refused", "window_over", "not_enough_funds", "account_abnormal"] as const;

export const apart: readonly Moves<WalletWorld>[] = [
  moves(2, [index, fc.constantFrom(...WHY)], (world: WalletWorld, which: number, reason: string) => {
    // A driver's refund asks the same of the provider, and is another subject's.
    const returns = world.actor.sendable().filter(({ id }) => id.startsWith("return/"));
    const delivery = pick(returns, which);
    if (delivery === undefined || delivery.message.to !== "provider" || delivery.message.ask !== "return") return null;
    const { transactionId } = delivery.message.refund;
    world.actor.acknowledge(delivery, { state: "failed", reason });
    world.payments.set(transactionId, "quarantined");
    return `the provider won't send ${transactionId} back: ${reason}`;
  }),
  moves(2, [index], (world: WalletWorld, which: number) => {
    const payment = pick(world.actor.state.quarantined, which);
    if (payment === undefined) return null;
    const { provider, providerTransactionId } = payment;
    const decision = { provider, providerTransactionId, action: "return", operator: "finance", note: "looked at it" } as const;
    if (isContested(world, providerTransactionId)) {
      expect(world.actor.execute("contested", { type: "ResolvePayment", ...decision })).toMatchObject({ code: "payment_disputed" });
      return `${providerTransactionId} is contested, and stays where it is`;
    }
    world.must({ type: "ResolvePayment", ...decision });
    // The last to be decided is the last to go back.
    world.payments.delete(providerTransactionId);
    world.payments.set(providerTransactionId, "returned");
    return `an operator has ${providerTransactionId} sent back`;
  }),
];

/** What is kept apart is what fitted no order, and what a provider would not send back; each once. */
const keptApart: Invariant<WalletWorld> = ({ actor, payments }) => {
  const kept = actor.state.quarantined.map(({ providerTransactionId }) => providerTransactionId);
  const due = [...payments].flatMap(([number, outcome]) => (outcome === "quarantined" ? [number] : []));
  expect([...kept].sort()).toEqual([...due].sort());
};

export const ofApart: readonly Invariant<WalletWorld>[] = [keptApart];
