import type { DisputeState } from "@forecourt/contract/refunds";
import fc from "fast-check";
import { expect } from "vitest";
import { type Invariant, type Moves, moves, noted, pick } from "../kit/model.ts";
import type { WalletWorld } from "./world.ts";

/** Payers contest payments, whatever has become of those; their banks decide, and tell it more than once. */

interface Contest {
  readonly disputeId: string;
  readonly number: string;
  readonly orderId: string;
  readonly amountMinor: number;
  /** The payment had been credited. */
  readonly charged: boolean;
  state: DisputeState;
}

const index = fc.nat(50);
const contests = noted(() => [] as Contest[]);

/** Whether a payer contests a payment, or has won against us. */
export function isContested(world: WalletWorld, number: string): boolean {
  return contests(world).some((contest) => contest.number === number && contest.state !== "won");
}

function tell(world: WalletWorld, { disputeId, number, orderId, amountMinor }: Contest, state: DisputeState): void {
  const about = { disputeId, orderId, provider: "sandbox", providerTransactionId: number, amountMinor };
  world.must({ type: "RecordDispute", ...about, state, settlement: world.payments.get(number) ?? null });
}

export const disputes: readonly Moves<WalletWorld>[] = [
  moves(1, [index, fc.integer({ min: 1, max: 30_000 })], (world: WalletWorld, which: number, amountMinor: number) => {
    const [number, outcome] = pick([...world.payments], which) ?? [];
    const order = world.orders.find(({ orderId }) => number?.includes(orderId));
    if (number === undefined || order === undefined || isContested(world, number)) return null;
    const { orderId } = order;
    const charged = outcome === "credited";
    const disputeId = `dp_${contests(world).length}`;
    const contest: Contest = { disputeId, number, orderId, amountMinor, charged, state: "opened" };
    contests(world).push(contest);
    tell(world, contest, "opened");
    if (charged) {
      world.purse.lapse(world.clock.nowMs);
      world.purse.takeGone(orderId, amountMinor, Number.POSITIVE_INFINITY);
    }
    return `the payer contests ${amountMinor} of ${number}, which was ${outcome}`;
  }),
  moves(1, [index, fc.boolean()], (world: WalletWorld, which: number, won: boolean) => {
    const contest = pick(contests(world), which);
    if (contest === undefined) return null;
    tell(world, contest, won ? "won" : "lost");
    if (contest.state !== "opened") return `what ${contest.disputeId} has come to is said again, or otherwise`;
    contest.state = won ? "won" : "lost";
    if (contest.charged) {
      world.purse.lapse(world.clock.nowMs);
      if (won) world.purse.put(contest.amountMinor, 0, Number.POSITIVE_INFINITY);
      world.purse.payDebt();
    }
    return `${contest.disputeId} is ${contest.state}`;
  }),
];

/** What a payer's bank has taken is given up by the wallet once, and only where it had been credited. */
const chargedOnce: Invariant<WalletWorld> = (world) => {
  const events = world.actor.events().map(({ event }) => event);
  const charged = events.flatMap((event) => (event.type === "PaymentChargedBack" ? [event.disputeId] : []));
  const due = contests(world).flatMap((contest) => (contest.charged ? [contest.disputeId] : []));
  expect(charged).toEqual(due);
};

export const ofDisputes: readonly Invariant<WalletWorld>[] = [chargedOnce];
