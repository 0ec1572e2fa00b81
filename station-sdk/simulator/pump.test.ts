import { grossMinor } from "@forecourt/contract/units";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DispenseOrder, NewTerminalEvent } from "../index.ts";
import { mostMl, newPump, type Pump, type PumpInput, type PumpSetup, step } from "./pump.ts";

const setup: PumpSetup = {
  pump: 3,
  nozzles: [
    { nozzle: 1, grade: "92" },
    { nozzle: 2, grade: "95" },
  ],
  flowMlPerMin: 40_000,
};
const START = Date.parse("2026-11-01T00:00:00Z");

function order(change: Partial<DispenseOrder> = {}): DispenseOrder {
  const expiresAt = new Date(START + 300_000).toISOString();
  return {
    fuelingId: "fue_000001",
    pump: 3,
    grades: ["95"],
    limitMinor: 30_000,
    limitMl: 60_000,
    unitPriceMilli: 7_480,
    expiresAt,
    ...change,
  };
}

/** Does one thing after another, then lets time pass until the pump is idle. */
function run(
  inputs: readonly PumpInput[],
  tickMs = 200,
  pump: Pump = newPump(),
): { readonly pump: Pump; readonly events: readonly NewTerminalEvent[] } {
  let now = pump;
  const events: NewTerminalEvent[] = [];
  const apply = (input: PumpInput, nowMs: number): void => {
    const result = step(setup, now, input, nowMs);
    now = result.pump;
    events.push(...result.events);
  };
  for (const input of inputs) apply(input, START);
  for (let nowMs = START + tickMs; now.stage.stage !== "idle" && nowMs < START + 3_600_000; nowMs += tickMs)
    apply({ type: "tick", speed: 1 }, nowMs);
  return { pump: now, events };
}

const lift: PumpInput = { type: "lift", nozzle: 2, demandMl: 30_000 };

function completedOf(events: readonly NewTerminalEvent[]): Extract<NewTerminalEvent, { type: "fuel.completed" }>["data"] {
  const completed = events.find((event) => event.type === "fuel.completed");
  if (!completed) throw new Error("The fill was not completed");
  return completed.data;
}

describe("a pump", () => {
  it("calls, starts, completes and is idle again", () => {
    const { events } = run([lift, { type: "authorise", order: order() }]);
    expect(events.map((event) => (event.type === "pump.state" ? event.data.state : event.type))).toEqual([
      "calling",
      "fuel.started",
      "fuel.completed",
      "idle",
    ]);
    expect(completedOf(events)).toMatchObject({
      transactionId: "3-000001",
      nozzle: 2,
      grade: "95",
      volumeMl: 30_000,
      amountMinor: 22_440,
      totalizerMl: 30_000,
    });
  });

  it("takes about as long as a real one: 30 litres in less than a minute and a half, more than half a minute", () => {
    const { startedAt, endedAt } = completedOf(run([lift, { type: "authorise", order: order() }]).events);
    const tookMs = Date.parse(endedAt) - Date.parse(startedAt);
    expect(tookMs).toBeGreaterThan(30_000);
    expect(tookMs).toBeLessThan(90_000);
  });

  it("never dispenses above either limit, and reaches the lower one when the tank takes it", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60_000 }),
        fc.integer({ min: 1, max: 70_000 }),
        fc.integer({ min: 1, max: 20_000 }),
        fc.integer({ min: 1, max: 80_000 }),
        fc.integer({ min: 1, max: 20_000 }),
        (limitMinor, limitMl, unitPriceMilli, demandMl, tickMs) => {
          const limits = order({ limitMinor, limitMl, unitPriceMilli });
          const { pump, events } = run(
            [
              { ...lift, demandMl },
              { type: "authorise", order: limits },
            ],
            tickMs,
          );
          if (mostMl(limits) === 0) {
            expect(events).toContainEqual(expect.objectContaining({ type: "fuel.cancelled" }));
            return;
          }
          const { volumeMl, amountMinor, totalizerMl } = completedOf(events);
          expect(volumeMl).toBe(Math.min(demandMl, mostMl(limits)));
          expect(volumeMl).toBeLessThanOrEqual(limitMl);
          expect(amountMinor).toBeLessThanOrEqual(limitMinor);
          expect(amountMinor).toBe(grossMinor(volumeMl, unitPriceMilli));
          expect(totalizerMl).toBe(volumeMl);
          expect(pump.nextSale).toBe(2);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("shows no reading that goes back or above a limit, however time passes", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 1, maxLength: 60 }), (gapsMs) => {
        const limits = order({ limitMinor: 2_000 });
        let pump = step(setup, step(setup, newPump(), lift, START).pump, { type: "authorise", order: limits }, START).pump;
        let nowMs = START;
        let lastMl = 0;
        for (const gapMs of gapsMs) {
          nowMs += gapMs;
          const next = step(setup, pump, { type: "tick", speed: 1 }, nowMs);
          pump = next.pump;
          if (!next.reading) break;
          expect(next.reading.volumeMl).toBeGreaterThanOrEqual(lastMl);
          expect(next.reading.amountMinor).toBeLessThanOrEqual(limits.limitMinor);
          lastMl = next.reading.volumeMl;
        }
      }),
      { numRuns: 100 },
    );
  });

  it("counts its sales and its meter on", () => {
    const first = run([lift, { type: "authorise", order: order() }]);
    const second = run(
      [
        { ...lift, demandMl: 10_000 },
        { type: "authorise", order: order({ fuelingId: "fue_000002" }) },
      ],
      200,
      first.pump,
    );
    expect(completedOf(second.events)).toMatchObject({ transactionId: "3-000002", totalizerMl: 40_000 });
  });

  it("waits for the nozzle when a phone has released it", () => {
    const { events } = run([{ type: "authorise", order: order() }, lift]);
    expect(events.map((event) => (event.type === "pump.state" ? event.data.state : event.type))).toEqual([
      "authorised",
      "fuel.started",
      "fuel.completed",
      "idle",
    ]);
  });

  it("does not start for another grade", () => {
    const { events, pump } = run([
      { type: "authorise", order: order() },
      { ...lift, nozzle: 1 },
    ]);
    expect(events.map(({ type }) => type)).toEqual(["pump.state", "fuel.cancelled", "pump.state"]);
    expect(pump.totalizersMl).toEqual({});
  });

  it.each<[string, readonly PumpInput[]]>([
    [
      "released",
      [
        { type: "authorise", order: order() },
        { type: "release", fuelingId: "fue_000001", reason: "released" },
      ],
    ],
    ["expired", [{ type: "authorise", order: order() }]],
    ["no_fuel_taken", [lift, { type: "authorise", order: order() }, { type: "hang_up" }]],
  ])("gives the fill back: %s", (reason, inputs) => {
    const { events, pump } = run(inputs);
    expect(events.at(-2)).toMatchObject({ type: "fuel.cancelled", data: { fuelingId: "fue_000001", reason } });
    expect(pump.stage.stage).toBe("idle");
  });

  it("ends with what has flowed when the customer hangs up or the power fails, and not when it is released too late", () => {
    for (const ending of [{ type: "hang_up" }, { type: "restart" }] as const) {
      let pump = run([]).pump;
      const events: NewTerminalEvent[] = [];
      const inputs: readonly PumpInput[] = [
        lift,
        { type: "authorise", order: order() },
        { type: "tick", speed: 1 },
        { type: "release", fuelingId: "fue_000001", reason: "" },
        ending,
      ];
      inputs.forEach((input, index) => {
        const next = step(setup, pump, input, START + index * 5_000);
        pump = next.pump;
        events.push(...next.events);
      });
      expect(completedOf(events).volumeMl).toBeGreaterThan(1_000);
      expect(completedOf(events).volumeMl).toBeLessThan(10_000);
    }
  });

  it("does nothing at an order that it has or had, and refuses a second one", () => {
    const repeated = run([lift, { type: "authorise", order: order() }, { type: "authorise", order: order() }]);
    expect(repeated.events.filter(({ type }) => type === "fuel.started")).toHaveLength(1);
    expect(step(setup, repeated.pump, { type: "authorise", order: order() }, START).events).toEqual([]);
    const second = run([lift, { type: "authorise", order: order() }, { type: "authorise", order: order({ fuelingId: "fue_000002" }) }]);
    expect(second.events).toContainEqual(expect.objectContaining({ data: { fuelingId: "fue_000002", reason: "pump_busy" } }));
    expect(completedOf(second.events).fuelingId).toBe("fue_000001");
  });
});
