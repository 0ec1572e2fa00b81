import { createHash } from "node:crypto";
import { ADJUSTMENTS_PER_DAY_MINOR_MAX } from "@forecourt/contract/adjustments";
import { GENESIS_HASH, type Movement, movementText } from "@forecourt/contract/movement";
import { expect } from "vitest";
import type { Invariant } from "../kit/model.ts";
import type { WalletWorld } from "./world.ts";

const DAY = 24 * 3_600_000;

/** The wallet and the purse hold the same. */
const balances: Invariant<WalletWorld> = ({ actor: { state }, purse }) => {
  const { principalMinor, bonusMinor, reservedMinor, debtMinor } = state;
  expect({ principalMinor, bonusMinor, reservedMinor, debtMinor }).toEqual({
    principalMinor: purse.principalMinor,
    bonusMinor: purse.bonusMinor,
    reservedMinor: purse.heldMinor,
    debtMinor: purse.debtMinor,
  });
};

/** Each payment did one thing: it was credited, sent back, or kept apart. */
const payments: Invariant<WalletWorld> = ({ actor, payments, returned }) => {
  const credited = actor.events().flatMap(({ event }) => (event.type === "TopupPaid" ? event.providerTransactionId : []));
  expect(credited).toEqual([...payments].filter(([, outcome]) => outcome === "credited").map(([number]) => number));
  const due = [...payments].filter(([number, outcome]) => outcome === "returned" && !returned.has(number)).map(([number]) => number);
  expect(actor.state.returns.map(({ providerTransactionId }) => providerTransactionId)).toEqual(due);
};

/** What was spent is what the fills cost, each once. */
const settlements: Invariant<WalletWorld> = ({ actor, settled }) => {
  const captured = actor.events().flatMap(({ event }) => (event.type === "FundsCaptured" ? [event.fuelingId] : []));
  expect(captured).toEqual([...settled.keys()]);
  expect(actor.state.lifetime.capturedMinor).toBe([...settled.values()].reduce((sum, amountMinor) => sum + amountMinor, 0));
};

/** What operators gave and took is what was approved, each once. */
const adjustments: Invariant<WalletWorld> = ({ actor, adjustments }) => {
  const moved = actor.events().flatMap(({ event }) => (event.type === "AdjustmentApproved" ? [event] : []));
  const approved = adjustments.filter(({ outcome }) => outcome === "approved");
  expect(moved.map(({ adjustmentId }) => adjustmentId).sort()).toEqual(approved.map(({ adjustmentId }) => adjustmentId).sort());
  for (const { adjustmentId, movement } of moved) {
    const asked = approved.find((one) => one.adjustmentId === adjustmentId);
    expect(movement.principalMinor + movement.bonusMinor).toBe((asked?.amountMinor ?? 0) * (asked?.direction === "debit" ? -1 : 1));
    const day = approved.filter(({ direction, decidedAtMs }) => direction === "credit" && Math.abs(movement.atMs - decidedAtMs) < DAY / 2);
    const givenMinor = day.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    expect(givenMinor, "more is given in a day than may be").toBeLessThanOrEqual(ADJUSTMENTS_PER_DAY_MINOR_MAX);
  }
};

/** While it is frozen nothing new is held and nothing new is ordered. */
const freezes: Invariant<WalletWorld> = ({ actor }) => {
  let frozen = false;
  for (const { event } of actor.events()) {
    if (event.type === "WalletFrozen") frozen = true;
    if (event.type === "WalletUnfrozen") frozen = event.stillFrozen;
    if (frozen) expect(["FundsReserved", "TopupRequested"], `${event.type} in a frozen wallet`).not.toContain(event.type);
  }
};

/** The statement verifies from its first movement to its last. */
const statement: Invariant<WalletWorld> = ({ actor }) => {
  let previousHash = GENESIS_HASH;
  let no = 0;
  for (const { event } of actor.events()) {
    if (!("movement" in event)) continue;
    const movement: Movement = event.movement;
    expect(movement).toMatchObject({ no: ++no, previousHash });
    expect(movement.hash).toBe(createHash("sha256").update(movementText(movement)).digest("hex"));
    previousHash = movement.hash;
  }
  expect(actor.state.movements).toEqual({ count: no, hash: previousHash });
};

export const ofAll: readonly Invariant<WalletWorld>[] = [balances, statement];
export const ofTopups: readonly Invariant<WalletWorld>[] = [payments];
export const ofFills: readonly Invariant<WalletWorld>[] = [settlements];
export const ofOperators: readonly Invariant<WalletWorld>[] = [adjustments, freezes];
