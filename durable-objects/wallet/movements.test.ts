import { createHash } from "node:crypto";
import { GENESIS_HASH, type Movement, movementText } from "@forecourt/contract/movement";
import { describe, expect, it } from "vitest";
import { capture, HOUR, opened, payment, requestTopup, reserve, type WalletGiven } from "./given.ts";

/** What a driver does with the statement that they hold: nothing of ours but the documented text and SHA-256. */
function verify(statement: readonly Movement[]): boolean {
  let previousHash = GENESIS_HASH;
  return statement.every((movement, index) => {
    const hash = createHash("sha256").update(movementText(movement)).digest("hex");
    const holds = movement.no === index + 1 && movement.previousHash === previousHash && movement.hash === hash;
    previousHash = movement.hash;
    return holds;
  });
}

/** A statement with every kind of movement in it. */
function statement(): { readonly movements: readonly Movement[]; readonly given: WalletGiven } {
  let given = opened();
  const movements: Movement[] = [];
  const run = (...commands: readonly Parameters<WalletGiven["when"]>[0][]) => {
    for (const command of commands) {
      const outcome = given.when(command);
      if (outcome.decision.ok) movements.push(...outcome.decision.events.flatMap((event) => ("movement" in event ? event.movement : [])));
      given = outcome.done();
    }
  };
  run(requestTopup({ amountMinor: 10_000, bonusMinor: 1_000, bonusLifeMs: HOUR }));
  run(payment(given), reserve("fue_000001", 5_000), capture("fue_000001", 4_321));
  given = given.at(HOUR);
  run({ type: "ExpireBonus" }, capture("fue_000002", 20_000), requestTopup({ amountMinor: 50_000 }));
  run({ type: "CancelTopup", orderId: given.state.topups.at(-1)!.orderId });
  run(payment(given));
  return { movements, given };
}

describe("the statement", () => {
  const { movements, given } = statement();

  it("has every movement of money, in order", () => {
    expect(movements.map(({ kind }) => kind)).toEqual(["topup", "fueling", "bonus_expiry", "fueling", "late_topup", "debt_payment"]);
  });

  it("verifies with the documented text and SHA-256 alone, as sent over the wire", () => {
    expect(verify(movements)).toBe(true);
    expect(verify(JSON.parse(JSON.stringify(movements)))).toBe(true);
    expect(given.state.movements).toEqual({ count: movements.length, hash: movements.at(-1)!.hash });
  });

  it("adds up: each movement leaves the balances before it plus its change, and its lots are its change", () => {
    let [principalMinor, bonusMinor, debtMinor] = [0, 0, 0];
    for (const movement of movements) {
      principalMinor += movement.principalMinor;
      bonusMinor += movement.bonusMinor;
      debtMinor += movement.debtMinor;
      expect(movement.balance).toEqual({ principalMinor, bonusMinor, debtMinor });
      expect(movement.lots.reduce((sum, lot) => sum + lot.principalMinor, 0)).toBe(movement.principalMinor);
      expect(movement.lots.reduce((sum, lot) => sum + lot.bonusMinor, 0)).toBe(movement.bonusMinor);
    }
    expect(given.state).toMatchObject({ principalMinor, bonusMinor, debtMinor });
  });

  it.each<[string, (movements: Movement[]) => void]>([
    ["an amount is changed", (list) => list.splice(1, 1, { ...list[1]!, principalMinor: list[1]!.principalMinor + 1 })],
    ["what was dispensed is changed", (list) => list.splice(1, 1, { ...list[1]!, fueling: { ...list[1]!.fueling!, volumeMl: 1 } })],
    ["the split over lots is changed", (list) => list.splice(1, 1, { ...list[1]!, lots: [] })],
    ["a moment is changed", (list) => list.splice(2, 1, { ...list[2]!, atMs: 1 })],
    ["a movement is left out", (list) => list.splice(2, 1)],
    ["two are exchanged", (list) => list.splice(1, 2, list[2]!, list[1]!)],
    ["one is repeated", (list) => list.splice(1, 0, list[1]!)],
    ["the first is left out", (list) => list.shift()],
  ])("does not verify when %s", (_, tamper) => {
    const tampered = [...movements];
    tamper(tampered);
    expect(verify(tampered)).toBe(false);
  });
});
