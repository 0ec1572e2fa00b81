import { createHash } from "node:crypto";
import { GENESIS_HASH, movementText } from "@forecourt/contract/movement";
import { expect, it } from "vitest";
import type { Movement } from "../api/people.ts";
import { ChainVerifier } from "./verify.ts";

/** A statement of so many top-ups of one yuan, newest first. */
function statement(count: number): Movement[] {
  const movements: Movement[] = [];
  for (let no = 1; no <= count; no++) {
    const covered = {
      ...{ no, atMs: no, kind: "topup" as const, sourceId: `top_${no}`, principalMinor: 100, bonusMinor: 0, debtMinor: 0 },
      lots: [{ lotId: `lot_${no}`, principalMinor: 100, bonusMinor: 0 }],
      balance: { principalMinor: no * 100, bonusMinor: 0, debtMinor: 0 },
      previousHash: movements[0]?.hash ?? GENESIS_HASH,
    };
    movements.unshift({ ...covered, hash: createHash("sha256").update(movementText(covered)).digest("hex") });
  }
  return movements;
}

async function verdictOf(movements: readonly Movement[], pageSize = 3) {
  const verifier = new ChainVerifier();
  for (let first = 0; first < movements.length; first += pageSize) await verifier.add(movements.slice(first, first + pageSize));
  return verifier.end();
}

it("finds nothing wrong with a statement as it was written", async () => {
  expect(await verdictOf(statement(7))).toEqual({ checked: 7, brokenNo: null });
  expect(await verdictOf([])).toEqual({ checked: 0, brokenNo: null });
});

it("finds the movement that was changed, and the one that is missing", async () => {
  const changed = statement(7).map((one) => (one.no === 4 ? { ...one, principalMinor: 1_000 } : one));
  expect((await verdictOf(changed)).brokenNo).toBe(4);
  expect((await verdictOf(statement(7).filter(({ no }) => no !== 4))).brokenNo).toBe(3);
  expect((await verdictOf(statement(7).slice(0, 6))).brokenNo).toBe(2);
});
