import {
  ADJUSTMENT_CREDITS_PER_DAY_MAX,
  ADJUSTMENT_MINOR_MAX,
  ADJUSTMENTS_OPEN_MAX,
  adjustmentDirections,
  adjustmentParts,
} from "@forecourt/contract/adjustments";
import fc from "fast-check";
import { expect } from "vitest";
import { type Moves, moves, pick } from "../kit/model.ts";
import type { Adjustment, WalletWorld } from "./world.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const WEEK = 7 * DAY;
const people = ["ann", "bob", "cat"] as const;
const index = fc.nat(50);
const amount = fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20_000 }), fc.constant(ADJUSTMENT_MINOR_MAX));
const person = fc.constantFrom(...people);

/** Operators correct the balance, four eyes at a time, and freeze the wallet. */
export const operators: readonly Moves<WalletWorld>[] = [
  moves(
    2,
    [amount, fc.constantFrom(...adjustmentDirections), fc.constantFrom(...adjustmentParts), person, fc.constantFrom(0, 20 * MINUTE)],
    (
      world: WalletWorld,
      amountMinor: number,
      direction: (typeof adjustmentDirections)[number],
      part: (typeof adjustmentParts)[number],
      operator: string,
      bonusLifeMs: number,
    ) => {
      const life = bonusLifeMs === 0 ? {} : { bonusLifeMs };
      const terms = { direction, part, amountMinor, cause: "other" as const, reason: "a correction", ...life };
      const result = world.send({ type: "ProposeAdjustment", terms, operator });
      const { nowMs } = world.clock;
      const open = world.adjustments.filter((one) => one.outcome === null && one.lapsesAtMs > nowMs);
      const isCounted = ({ outcome, decidedAtMs }: Adjustment) => outcome === "approved" && decidedAtMs > nowMs - DAY;
      const credits = world.adjustments.filter((one) => one.direction === "credit" && (open.includes(one) || isCounted(one)));
      const fits = direction === "debit" || credits.length < ADJUSTMENT_CREDITS_PER_DAY_MAX;
      expect(result.ok).toBe(open.length < ADJUSTMENTS_OPEN_MAX && fits);
      if (!result.ok) return "a proposal is refused: too many wait";
      const { adjustmentId } = result.reply as { readonly adjustmentId: string };
      const lapsesAtMs = nowMs + WEEK;
      world.adjustments.push({
        adjustmentId,
        direction,
        part,
        amountMinor,
        bonusLifeMs,
        proposer: operator,
        lapsesAtMs,
        outcome: null,
        decidedAtMs: 0,
      });
      return `${operator} proposes to ${direction} ${amountMinor} ${part}`;
    },
  ),
  moves(3, [index, person, fc.boolean()], (world: WalletWorld, which: number, operator: string, yes: boolean) => {
    const adjustment = pick(world.adjustments, which);
    if (adjustment === undefined) return null;
    const { adjustmentId, direction, part, amountMinor, proposer } = adjustment;
    const before = JSON.stringify(world.actor.state);
    const result = world.send({ type: yes ? "ApproveAdjustment" : "DeclineAdjustment", adjustmentId, operator, note: null });
    if (JSON.stringify(world.actor.state) === before) return `${operator} changes nothing`;
    expect(result.ok).toBe(true);
    expect(adjustment.outcome, "an adjustment is decided twice").toBeNull();
    expect(operator, "somebody decides on what they have proposed").not.toBe(proposer);
    expect(adjustment.lapsesAtMs).toBeGreaterThan(world.clock.nowMs);
    adjustment.outcome = yes ? "approved" : "declined";
    adjustment.decidedAtMs = world.clock.nowMs;
    if (!yes) return `${operator} declines ${adjustmentId}`;
    const { purse, clock } = world;
    purse.lapse(clock.nowMs);
    if (direction === "credit") {
      const [principalMinor, bonusMinor] = part === "principal" ? [amountMinor, 0] : [0, amountMinor];
      const endsAtMs =
        part === "principal" || adjustment.bonusLifeMs === 0 ? Number.POSITIVE_INFINITY : clock.nowMs + adjustment.bonusLifeMs;
      purse.put(principalMinor, bonusMinor, endsAtMs);
    } else {
      expect(amountMinor, "more is taken than is free").toBeLessThanOrEqual(purse.freeMinor);
      purse.takeBack(amountMinor, part);
    }
    return `${operator} approves: ${direction} ${amountMinor} ${part}`;
  }),
  moves(1, [fc.boolean()], (world: WalletWorld, freezes: boolean) => {
    const command = { type: freezes ? "FreezeWallet" : "UnfreezeWallet", kind: "operator", reason: "a check", operator: "ann" } as const;
    // What changes nothing leaves no receipt: come again later, it is a new wish.
    if (freezes === world.frozen) expect(world.actor.execute("no change", command)).toMatchObject({ ok: true });
    else world.must(command);
    world.frozen = freezes;
    return `the wallet is ${freezes ? "frozen" : "released"}`;
  }),
];
