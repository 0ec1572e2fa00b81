import type { FillRules } from "@forecourt/contract/wallet";
import fc from "fast-check";
import { expect } from "vitest";
import { type Invariant, type Moves, moves, noted } from "../kit/model.ts";
import type { Answer, WalletWorld } from "./world.ts";

const HOUR_MS = 3_600_000;
const SLACK = 1.05;

/** Come with every order and every reservation of the model's. */
export const fillRules: FillRules = {
  version: 1,
  rules: [{ ruleId: "tank", kind: "fill_above_tank", enabled: true, outcome: "alert", slackPercent: 5 }],
};

/** What the driver's account has said so far, and when a fill was last told of. */
const page = noted(() => ({ no: 0, tankMl: null as number | null, met: 0, metAtMs: Number.NEGATIVE_INFINITY }));

/** The account tells of tanks, late and again; and fills are settled, as much as a lorry takes, whatever was held for them. */
export const tanks: readonly Moves<WalletWorld>[] = [
  moves(
    4,
    [fc.integer({ min: 1, max: 12 }), fc.constantFrom(null, 40_000, 60_000)],
    (world: WalletWorld, no: number, tankMl: number | null) => {
      const told = page(world);
      const isNews = no > told.no;
      world.must({ type: "NoteTank", no, tankMl });
      if (isNews) Object.assign(told, { no, tankMl });
      expect(world.actor.state.tank).toEqual({ no: told.no, tankMl: told.tankMl });
      return isNews ? `the largest tank is ${tankMl} ml` : "what is old about a tank is no news";
    },
  ),
  moves(
    12,
    [fc.nat(30), fc.integer({ min: 1, max: 20 }), fc.constantFrom(42_000, 42_001, 63_000, 63_001, 63_001)],
    (world: WalletWorld, which: number, amountMinor: number, volumeMl: number) => {
      const fuelingId = `fue_tank${which}`;
      // What is owed keeps others from being told: nothing more is held, and nothing ordered by it.
      if (world.settled.has(fuelingId) || world.purse.freeMinor < amountMinor) return null;
      const told = page(world);
      const { nowMs } = world.clock;
      const knowsRules = world.actor.events().some(({ event }) => event.type === "TopupRequested" || event.type === "FundsReserved");
      const facts = { stationId: "s1", pump: 1, nozzle: 1, grade: "92", volumeMl, unitPriceMilli: 1, transactionId: fuelingId };
      world.purse.lapse(nowMs);
      world.must({
        type: "CaptureFunds",
        fueling: { fuelingId, amountMinor, ...facts, startedAtMs: nowMs, endedAtMs: nowMs, offline: false },
      });
      world.purse.pay(fuelingId, amountMinor);
      world.settled.set(fuelingId, amountMinor);
      const isTooMuch = knowsRules && told.tankMl !== null && volumeMl > told.tankMl * SLACK;
      if (isTooMuch && told.metAtMs <= nowMs - HOUR_MS) Object.assign(told, { met: told.met + 1, metAtMs: nowMs });
      return `${volumeMl} ml are filled: ${isTooMuch ? "more than the tank takes" : "fine"}`;
    },
  ),
];

/** The driver's security hears of it. */
export const answerFillRule: Answer = (world, delivery) => {
  if (delivery.message.to !== "security") return null;
  expect(delivery.message.command).toMatchObject({ type: "NoteFillRule", hit: { ruleId: "tank", outcome: "alert" } });
  world.actor.acknowledge(delivery, { ok: true, seq: 0, reply: null });
  return "the driver's security hears of a fill above the tank";
};

/** Each fill above the tank is found once, and none that is not. */
const found: Invariant<WalletWorld> = (world) => {
  const met = world.actor.events().filter(({ event }) => event.type === "FillRuleMet");
  expect(met.length, "fills above the tank are missed, or made up").toBe(page(world).met);
};

export const ofTanks: readonly Invariant<WalletWorld>[] = [found];
