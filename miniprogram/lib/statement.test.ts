import { createHash } from "node:crypto";
import { GENESIS_HASH, type Movement, movementText } from "@forecourt/contract/movement";
import { describe, expect, it } from "vitest";
import { StatementVerifier } from "./statement.ts";

/** A statement of `count` top-ups of ¥1, newest first. */
function statement(count: number): Movement[] {
  const movements: Movement[] = [];
  for (let no = 1; no <= count; no += 1) {
    const entry = {
      no,
      atMs: no,
      kind: "topup" as const,
      sourceId: `top_${no}`,
      principalMinor: 100,
      bonusMinor: 0,
      debtMinor: 0,
      lots: [],
      balance: { principalMinor: no * 100, bonusMinor: 0, debtMinor: 0 },
      previousHash: movements[0]?.hash ?? GENESIS_HASH,
    };
    movements.unshift({ ...entry, hash: createHash("sha256").update(movementText(entry)).digest("hex") });
  }
  return movements;
}

describe("verifying a statement", () => {
  it("finds an unbroken chain whole, page by page", () => {
    const movements = statement(25);
    const verifier = new StatementVerifier();
    verifier.add(movements.slice(0, 10));
    verifier.add(movements.slice(10));
    expect(verifier.finish()).toEqual({ checked: 25, brokenAt: null });
  });

  it("names the entry that was changed, even when its hash was made anew", () => {
    const movements = statement(5);
    const { hash: _, ...changed } = { ...movements[2]!, principalMinor: 999 };
    movements[2] = { ...changed, hash: createHash("sha256").update(movementText(changed)).digest("hex") };
    expect(new StatementVerifier().add(movements).brokenAt).toBe(3);
  });

  it("notices entries that are missing in the middle or at the beginning", () => {
    const movements = statement(5);
    expect(new StatementVerifier().add(movements.filter((one) => one.no !== 3)).brokenAt).toBe(2);
    const verifier = new StatementVerifier();
    verifier.add(movements.slice(0, 3));
    expect(verifier.finish().brokenAt).toBe(3);
  });
});
