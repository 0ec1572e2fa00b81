import { grossMinor, volumeWithinMl } from "@forecourt/contract/units";
import type { DispenseOrder, FuelReading, NewTerminalEvent } from "../index.ts";
import { flowUl } from "./flow.ts";

/**
 * A pump as a pure state machine: what is done to it and the time go in, the pump afterwards and what it tells come out.
 * It is plain data, so that it can be kept on disk in the middle of a fill.
 */

export interface Nozzle {
  readonly nozzle: number;
  readonly grade: string;
}

export interface PumpSetup {
  /** The number painted on it. */
  readonly pump: number;
  readonly nozzles: readonly Nozzle[];
  /** At full flow, 30 000 to 45 000 for a car. */
  readonly flowMlPerMin: number;
}

/** A fill under way. */
export interface Filling {
  readonly order: DispenseOrder;
  readonly nozzle: Nozzle;
  /** The site's number of the sale. */
  readonly transactionId: string;
  /** What goes into the tank, if the limits allow it. */
  readonly demandMl: number;
  readonly startedAtMs: number;
  /** Up to here the flow has been counted. */
  readonly countedAtMs: number;
  /** Microlitres, so that slow flow over short ticks is not rounded away. */
  readonly volumeUl: number;
}

export type PumpStage =
  | { readonly stage: "idle" }
  | { readonly stage: "calling"; readonly nozzle: Nozzle; readonly demandMl: number }
  | { readonly stage: "authorised"; readonly order: DispenseOrder }
  | { readonly stage: "fueling"; readonly filling: Filling };

export interface Pump {
  readonly stage: PumpStage;
  /** The lifetime meter of every nozzle, by its number; millilitres. */
  readonly totalizersMl: Readonly<Record<string, number>>;
  /** The number of the next sale. Used up when fuel starts to flow. */
  readonly nextSale: number;
  /** The last fills that ended here: an order for one of them is a repetition. */
  readonly ended: readonly string[];
}

export type PumpInput =
  | { readonly type: "lift"; readonly nozzle: number; readonly demandMl: number }
  | { readonly type: "hang_up" }
  | { readonly type: "authorise"; readonly order: DispenseOrder }
  | { readonly type: "release"; readonly fuelingId: string; readonly reason: string }
  /** Time passes; `speed` makes fuel flow so many times as fast. */
  | { readonly type: "tick"; readonly speed: number }
  /** Power comes back: whatever was under way ends with what had flowed. */
  | { readonly type: "restart" };

export interface PumpStep {
  readonly pump: Pump;
  /** What happened, of one moment. */
  readonly events: readonly NewTerminalEvent[];
  /** The display, while fuel flows. */
  readonly reading?: FuelReading;
}

const ENDED_MAX = 50;

/** A pump as it leaves the factory. */
export function newPump(): Pump {
  return { stage: { stage: "idle" }, totalizersMl: {}, nextSale: 1, ended: [] };
}

/** What a pump dispenses at most under an order: the volume at which the first of its two limits is reached. */
export function mostMl(order: DispenseOrder): number {
  return Math.min(order.limitMl, volumeWithinMl(order.limitMinor, order.unitPriceMilli));
}

/** The next state. Whatever can't be done in the present one leaves it as it is. */
export function step(setup: PumpSetup, pump: Pump, input: PumpInput, nowMs: number): PumpStep {
  switch (input.type) {
    case "lift":
      return lift(setup, pump, input, nowMs);
    case "hang_up":
      return hangUp(setup, pump, nowMs);
    case "authorise":
      return authorise(setup, pump, input.order, nowMs);
    case "release":
      return release(setup, pump, input, nowMs);
    case "tick":
      return tick(setup, pump, input.speed, nowMs);
    case "restart":
      return pump.stage.stage === "calling" || pump.stage.stage === "fueling" ? hangUp(setup, pump, nowMs) : { pump, events: [] };
    default: {
      const unknown: never = input;
      throw new Error(`Unknown input ${JSON.stringify(unknown)}`);
    }
  }
}

function lift(setup: PumpSetup, pump: Pump, input: { readonly nozzle: number; readonly demandMl: number }, nowMs: number): PumpStep {
  const nozzle = setup.nozzles.find((one) => one.nozzle === input.nozzle);
  if (!nozzle) return { pump, events: [] };
  switch (pump.stage.stage) {
    case "idle":
      return {
        pump: { ...pump, stage: { stage: "calling", nozzle, demandMl: input.demandMl } },
        events: [
          { type: "pump.state", at: at(nowMs), data: { pump: setup.pump, state: "calling", nozzle: nozzle.nozzle, grade: nozzle.grade } },
        ],
      };
    case "authorised":
      // The motor of another grade doesn't start.
      return allows(pump.stage.order, nozzle) ? start(setup, pump, pump.stage.order, nozzle, input.demandMl, nowMs) : { pump, events: [] };
    case "calling":
    case "fueling":
      return { pump, events: [] };
    default:
      return unknownStage(pump.stage);
  }
}

function hangUp(setup: PumpSetup, pump: Pump, nowMs: number): PumpStep {
  switch (pump.stage.stage) {
    case "calling":
      return { pump: { ...pump, stage: { stage: "idle" } }, events: [idle(setup, nowMs)] };
    case "fueling":
      return finish(setup, pump, pump.stage.filling, nowMs);
    case "idle":
    case "authorised":
      return { pump, events: [] };
    default:
      return unknownStage(pump.stage);
  }
}

function authorise(setup: PumpSetup, pump: Pump, order: DispenseOrder, nowMs: number): PumpStep {
  const { stage } = pump;
  const current =
    stage.stage === "authorised" ? stage.order.fuelingId : stage.stage === "fueling" ? stage.filling.order.fuelingId : undefined;
  if (current === order.fuelingId || pump.ended.includes(order.fuelingId)) return { pump, events: [] };
  const cancel = (reason: string): PumpStep => ({
    pump: ended(pump, order.fuelingId),
    events: [cancelled(order.fuelingId, reason, nowMs)],
  });
  if (current !== undefined) return cancel("pump_busy");
  if (Date.parse(order.expiresAt) <= nowMs) return cancel("expired");
  if (mostMl(order) === 0) return cancel("limit_too_small");
  if (stage.stage === "calling")
    return allows(order, stage.nozzle) ? start(setup, pump, order, stage.nozzle, stage.demandMl, nowMs) : cancel("other_grade_lifted");
  return {
    pump: { ...pump, stage: { stage: "authorised", order } },
    events: [{ type: "pump.state", at: at(nowMs), data: { pump: setup.pump, state: "authorised" } }],
  };
}

function release(setup: PumpSetup, pump: Pump, input: { readonly fuelingId: string; readonly reason: string }, nowMs: number): PumpStep {
  // Once fuel flows it is owed: the fill ends by itself.
  if (pump.stage.stage !== "authorised" || pump.stage.order.fuelingId !== input.fuelingId) return { pump, events: [] };
  return giveUp(setup, pump, input.fuelingId, input.reason || "released", nowMs);
}

function tick(setup: PumpSetup, pump: Pump, speed: number, nowMs: number): PumpStep {
  const { stage } = pump;
  if (stage.stage === "authorised" && Date.parse(stage.order.expiresAt) <= nowMs)
    return giveUp(setup, pump, stage.order.fuelingId, "expired", nowMs);
  if (stage.stage !== "fueling") return { pump, events: [] };
  const { filling } = stage;
  const targetUl = Math.min(filling.demandMl, mostMl(filling.order)) * 1000;
  const sinceMs = (filling.countedAtMs - filling.startedAtMs) * speed;
  const volumeUl = flowUl(
    { volumeUl: filling.volumeUl, elapsedMs: sinceMs, targetUl, flowMlPerMin: setup.flowMlPerMin },
    Math.max(0, nowMs - filling.countedAtMs) * speed,
  );
  const next: Filling = { ...filling, volumeUl, countedAtMs: Math.max(nowMs, filling.countedAtMs) };
  if (volumeUl >= targetUl) return finish(setup, pump, next, nowMs);
  return { pump: { ...pump, stage: { stage: "fueling", filling: next } }, events: [], reading: readingOf(setup, next) };
}

function start(setup: PumpSetup, pump: Pump, order: DispenseOrder, nozzle: Nozzle, demandMl: number, nowMs: number): PumpStep {
  const transactionId = `${setup.pump}-${String(pump.nextSale).padStart(6, "0")}`;
  const filling: Filling = { order, nozzle, transactionId, demandMl, startedAtMs: nowMs, countedAtMs: nowMs, volumeUl: 0 };
  return {
    pump: { ...pump, nextSale: pump.nextSale + 1, stage: { stage: "fueling", filling } },
    events: [{ type: "fuel.started", at: at(nowMs), data: readingOf(setup, filling) }],
  };
}

function finish(setup: PumpSetup, pump: Pump, filling: Filling, nowMs: number): PumpStep {
  const reading = readingOf(setup, filling);
  if (reading.volumeMl === 0) return giveUp(setup, pump, reading.fuelingId, "no_fuel_taken", nowMs);
  const meter = String(filling.nozzle.nozzle);
  const totalizerMl = (pump.totalizersMl[meter] ?? 0) + reading.volumeMl;
  return {
    pump: { ...ended(pump, reading.fuelingId), stage: { stage: "idle" }, totalizersMl: { ...pump.totalizersMl, [meter]: totalizerMl } },
    events: [
      {
        type: "fuel.completed",
        at: at(nowMs),
        data: {
          ...reading,
          transactionId: filling.transactionId,
          unitPriceMilli: filling.order.unitPriceMilli,
          totalizerMl,
          startedAt: at(filling.startedAtMs),
          endedAt: at(nowMs),
        },
      },
      idle(setup, nowMs),
    ],
  };
}

/** Ends a fill in which nothing flowed. */
function giveUp(setup: PumpSetup, pump: Pump, fuelingId: string, reason: string, nowMs: number): PumpStep {
  return {
    pump: { ...ended(pump, fuelingId), stage: { stage: "idle" } },
    events: [cancelled(fuelingId, reason, nowMs), idle(setup, nowMs)],
  };
}

function readingOf(setup: PumpSetup, filling: Filling): FuelReading {
  const volumeMl = Math.floor(filling.volumeUl / 1000);
  return {
    fuelingId: filling.order.fuelingId,
    pump: setup.pump,
    nozzle: filling.nozzle.nozzle,
    grade: filling.nozzle.grade,
    volumeMl,
    amountMinor: grossMinor(volumeMl, filling.order.unitPriceMilli),
  };
}

function ended(pump: Pump, fuelingId: string): Pump {
  return { ...pump, ended: [...pump.ended, fuelingId].slice(-ENDED_MAX) };
}

function allows(order: DispenseOrder, nozzle: Nozzle): boolean {
  return order.grades.length === 0 || order.grades.includes(nozzle.grade);
}

function idle(setup: PumpSetup, nowMs: number): NewTerminalEvent {
  return { type: "pump.state", at: at(nowMs), data: { pump: setup.pump, state: "idle" } };
}

function cancelled(fuelingId: string, reason: string, nowMs: number): NewTerminalEvent {
  return { type: "fuel.cancelled", at: at(nowMs), data: { fuelingId, reason: reason.slice(0, 64) } };
}

function at(ms: number): string {
  return new Date(ms).toISOString();
}

function unknownStage(stage: never): never {
  throw new Error(`Unknown stage ${JSON.stringify(stage)}`);
}
