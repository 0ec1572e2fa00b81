import type { StationAlertKind } from "@forecourt/contract/alerts";
import type { StationEvent } from "@forecourt/contract/station";
import { describe, expect, it } from "vitest";
import {
  authorise,
  authorised,
  cancelled,
  completed,
  config,
  configure,
  equipped,
  event,
  FILL,
  fill,
  HOUR,
  ingest,
  iso,
  MINUTE,
  NOON,
  price,
  progress,
  reserved,
  type StationGiven,
  started,
  T1,
  WALLET,
} from "./given.ts";
import { isFlowing, stationBounds } from "./state.ts";

const settled = (given: StationGiven, fuelingId = FILL) =>
  given.after({ type: "RecordCapture", fuelingId, funding: { principalMinor: 30_010, bonusMinor: 0, debtMinor: 0 } });
const expired = () =>
  authorised()
    .at(NOON + 10 * MINUTE)
    .after({ type: "ExpireFueling", fuelingId: FILL });
const cancelledByDriver = () => authorised().after({ type: "CancelFueling", fuelingId: FILL, walletId: WALLET });

describe("fuel", () => {
  it("flows from the first report of it, start or progress, once", () => {
    for (const report of [started(1), progress(1)]) {
      const flowing = authorised()
        .when(ingest(report))
        .yields({
          events: [{ type: "FuelingStarted", fuelingId: FILL, nozzle: 1 }, { type: "TerminalSynced" }],
          state: { pumps: { 1: { state: "fueling", fuelingId: FILL, nozzle: 1 } } },
        });
      flowing.when(ingest(progress(2))).nothing();
    }
  });

  it("that began is dated by the terminal, but never in the future", () => {
    expect(fill(authorised().after(ingest(started(1, {}, NOON - HOUR))))).toMatchObject({ startedAtMs: NOON - HOUR });
    expect(fill(authorised().after(ingest(started(1, {}, NOON + HOUR))))).toMatchObject({ startedAtMs: NOON });
  });

  it("holds its pump again once the fill that had taken the pump is over", () => {
    const other = { fuelingId: "fue_000002", walletId: "wal_000002" };
    // Its driver gives it up, another one takes the pump, and then the site says that fuel had been flowing for it.
    const flowing = cancelledByDriver().after(authorise(other), ingest(started(1)));
    const over = flowing.after({ type: "CancelFueling", ...other });
    expect(over.state.pumps[1]).toMatchObject({ fuelingId: FILL, state: "fueling" });
    expect(over.after(ingest(completed(2))).state.pumps[1]).toMatchObject({ fuelingId: null, state: "idle" });
  });

  it("that flows after the fill expired, or was cancelled by its driver, is under way all the same and keeps its funds", () => {
    for (const given of [expired(), cancelledByDriver()]) {
      expect(given.deliveries()).toHaveLength(1);
      const flowing = given.when(ingest(started(1))).yields({ events: [{ type: "FuelingStarted" }, { type: "TerminalSynced" }] });
      expect(fill(flowing)).toMatchObject({ state: "fueling" });
      expect(isFlowing(fill(flowing))).toBe(true);
      expect(flowing.deliveries()).toEqual([]);
      flowing.when(ingest(completed(2))).yields({ state: { totals: { 92: { amountMinor: 30_010, count: 1 } } } });
    }
  });

  it("reported late, from before the terminal ended the fill, does not begin it again", () => {
    const ends = [completed(9, { volumeMl: 0, amountMinor: 0 }), cancelled(9)];
    for (const given of [authorised(), expired(), cancelledByDriver()]) {
      for (const end of ends) {
        const over = given.after(ingest(end));
        over.when(ingest(started(3), progress(4))).nothing();
        expect(over.state.pumps[1]).toMatchObject({ state: "idle", fuelingId: null });
        expect(over.timers()).toEqual([]);
      }
    }
    settled(authorised().after(ingest(completed(9))))
      .when(ingest(started(3)))
      .nothing();
  });
});

describe("a completion", () => {
  it("of 40.12 L at ¥7.48 is recorded as ¥300.10 and handed to the wallet", () => {
    const given = authorised()
      .after(ingest(started(1)))
      .when(ingest(completed(2)))
      .yields({
        events: [
          { type: "FuelingCompleted", fuelingId: FILL, dispensed: { volumeMl: 40_120, amountMinor: 30_010 } },
          { type: "TerminalSynced" },
        ],
        state: {
          pumps: { 1: { state: "idle", fuelingId: null } },
          totals: { 92: { grade: "92", volumeMl: 40_120, amountMinor: 30_010, count: 1 } },
          shiftTotals: { [T1]: { 92: { grade: "92", volumeMl: 40_120, amountMinor: 30_010, count: 1 } } },
        },
      });
    expect(given.deliveries()).toMatchObject([
      {
        id: `capture/${FILL}`,
        destination: `wallet/${WALLET}`,
        message: {
          command: { type: "CaptureFunds", fueling: { fuelingId: FILL, stationId: "s1", pump: 1, volumeMl: 40_120, amountMinor: 30_010 } },
        },
      },
    ]);
  });

  it("needs no start: it may be the first that is heard of the fill", () => {
    expect(fill(authorised().after(ingest(completed(1))))).toMatchObject({ state: "completed" });
  });

  it("under another seq is the same fill: a duplicate, counted once", () => {
    const given = authorised().after(ingest(completed(1)));
    for (const at of [given, settled(given)]) {
      at.when(ingest(completed(2))).yields({
        events: [],
        reply: { results: [{ seq: 2, status: "duplicate" }], position: { ackSeq: 2, ahead: [] } },
      });
    }
  });

  it("of a fill that another transaction completed is refused, and somebody is told", () => {
    const given = authorised().after(ingest(completed(1)));
    given.when(ingest(completed(2, { transactionId: "sale-2" }))).yields({
      events: [
        { type: "AlertRaised", kind: "completion_refused", facts: { code: "fueling_already_completed", transactionId: "sale-2" } },
        { type: "TerminalSynced" },
      ],
      reply: { results: [{ seq: 2, status: "rejected", code: "fueling_already_completed" }], position: { ackSeq: 2, ahead: [] } },
      state: { totals: { 92: { count: 1 } } },
    });
  });

  it("with the transaction of another fill is refused", () => {
    const second = settled(authorised().after(ingest(completed(1)))).after(authorise({ fuelingId: "fue_000002" }));
    second.when(ingest(completed(2, { fuelingId: "fue_000002" }))).yields({
      events: [{ type: "AlertRaised", facts: { code: "transaction_id_reused" } }, { type: "TerminalSynced" }],
    });
  });

  it.each([
    ["fueling_not_found", { fuelingId: "fue_unknown" }],
    ["fueling_wrong_pump", { pump: 2 }],
    ["grade_unknown", { grade: "diesel-0" }],
    ["nozzle_unknown", { nozzle: 7 }],
  ])("that can't belong to the fill is refused, and somebody is told: %s", (code, change) => {
    const refused = authorised()
      .when(ingest(completed(1, change)))
      .yields({
        events: [{ type: "AlertRaised", kind: "completion_refused", facts: { code } }, { type: "TerminalSynced" }],
        reply: { results: [{ seq: 1, status: "rejected", code }], position: { ackSeq: 1, ahead: [] } },
      });
    expect(fill(refused)).toMatchObject({ state: "authorised" });
    // Sent right, under a seq of its own, it is taken.
    expect(fill(refused.after(ingest(completed(2))))).toMatchObject({ state: "completed" });
  });

  it("of nothing is a cancellation: the funds go back", () => {
    const given = authorised()
      .when(ingest(completed(1, { volumeMl: 0, amountMinor: 0 })))
      .yields({
        events: [{ type: "FuelingCancelled", reason: "nothing_dispensed" }, { type: "TerminalSynced" }],
        state: { totals: {}, pumps: { 1: { state: "idle", fuelingId: null } } },
      });
    expect(given.deliveries()).toMatchObject([{ message: { command: { type: "ReleaseFunds" } } }]);
  });

  it("after the fill was given up is settled all the same, once, with an alert; no funds go back any more", () => {
    for (const given of [expired(), cancelledByDriver(), authorised().after(ingest(cancelled(1)))]) {
      const late = given.when(ingest(completed(5, {}, { offline: true }))).yields({
        events: [
          { type: "AlertRaised", kind: "late_fill" },
          { type: "FuelingCompleted", dispensed: { offline: true } },
          { type: "TerminalSynced" },
        ],
      });
      expect(late.deliveries()).toMatchObject([{ id: `capture/${FILL}` }]);
      late.when(ingest(completed(6))).nothing();
    }
  });

  it("of a pump that was rebuilt or taken away since is settled all the same", () => {
    const given = expired();
    const [one, two] = config().pumps;
    for (const pumps of [[two!], [{ ...one!, nozzles: [{ nozzle: 1, grade: "95" }] }, two!]]) {
      expect(fill(given.after(configure({ pumps })).after(ingest(completed(1))))).toMatchObject({ state: "completed" });
    }
  });

  it("leaves a pump that reported a fault faulty, until the pump says otherwise", () => {
    const faulty = authorised().after(ingest(started(1), event(2, "pump.state", { pump: 1, state: "error" }), completed(3)));
    expect(faulty.state.pumps[1]).toMatchObject({ state: "error", fuelingId: null });
    const mended = faulty.after(ingest(event(4, "pump.state", { pump: 1, state: "idle" })));
    expect(mended.state.pumps[1]).toMatchObject({ state: "idle" });
  });
});

describe("an alert", () => {
  const alerts = (given: StationGiven, change: Parameters<typeof completed>[1]): readonly StationAlertKind[] => {
    const { decision } = given.when(ingest(completed(9, change)));
    return decision.ok ? decision.events.flatMap((each) => (each.type === "AlertRaised" ? each.kind : [])) : [];
  };

  it("is raised for an amount more than one minor unit from what the litres cost, and not for one", () => {
    expect(alerts(authorised(), { amountMinor: 30_011 })).toEqual([]);
    expect(alerts(authorised(), { amountMinor: 30_009 })).toEqual([]);
    expect(alerts(authorised(), { amountMinor: 30_012 })).toEqual(["amount_mismatch"]);
    expect(alerts(authorised(), { amountMinor: 30_008 })).toEqual(["amount_mismatch"]);
  });

  it("is raised for another price than the one authorised, which stays the price of the fill", () => {
    const repriced = authorised().after(price("92", 9_000));
    expect(alerts(repriced, {})).toEqual([]);
    expect(alerts(repriced, { unitPriceMilli: 9_000, amountMinor: 36_108 })).toEqual(["amount_mismatch", "price_mismatch"]);
  });

  it("is raised for another grade, and for more than was authorised", () => {
    expect(alerts(authorised(), { grade: "95", nozzle: 2 })).toEqual(["grade_mismatch"]);
    expect(alerts(authorised(), { volumeMl: 70_000, amountMinor: 52_360 })).toEqual(["over_limit"]);
  });

  it("is raised for a jump of the totalizer either way, beyond what a hose holds", () => {
    const before = settled(authorised().after(ingest(completed(1, { totalizerMl: 1_000_000 }))));
    const given = before.after(authorise({ fuelingId: "fue_000002" }));
    const next = (totalizerMl: number) => alerts(given, { fuelingId: "fue_000002", transactionId: "sale-2", totalizerMl });
    expect(next(1_040_120)).toEqual([]);
    expect(next(1_040_220)).toEqual([]);
    expect(next(1_040_221)).toEqual(["totalizer_gap"]);
    expect(next(1_040_019)).toEqual(["totalizer_gap"]);
    // Of a fill from before the reading that is known, nothing can be said.
    expect(alerts(given, { fuelingId: "fue_000002", transactionId: "sale-2", totalizerMl: 5, endedAt: iso(NOON - MINUTE) })).toEqual([]);
  });

  it("for the totalizer is not kept away for years by one reading from the future", () => {
    const before = settled(authorised().after(ingest(completed(1, { endedAt: iso(NOON + 1_000_000 * HOUR) }))));
    const given = before.after(authorise({ fuelingId: "fue_000002" }));
    expect(alerts(given, { fuelingId: "fue_000002", transactionId: "sale-2", totalizerMl: 9_000_000 })).toEqual(["totalizer_gap"]);
  });

  it("does not hold up the settlement", () => {
    expect(fill(authorised().after(ingest(completed(1, { amountMinor: 1, unitPriceMilli: 1 }))))).toMatchObject({ state: "completed" });
  });
});

describe("what a station remembers of fills", () => {
  it("is bounded: the settled, the abandoned and the stalled; never one that is open or not yet paid for", () => {
    let given = equipped().after(authorise({ fuelingId: "fue_unpaid", pump: 2, grade: "95" }));
    given = given.after(ingest(completed(1, { fuelingId: "fue_unpaid", pump: 2, grade: "95", transactionId: "sale-unpaid" })));
    const stalled = (fuelingId: string): readonly StationEvent[] => {
      const terms = { grade: "92", limitMinor: 1, limitMl: 1, unitPriceMilli: 7_480, expiresAtMs: NOON, by: "phone" } as const;
      return [
        { type: "FuelingAuthorised", fuelingId, walletId: WALLET, pump: 1, ...terms },
        { type: "FuelingStarted", fuelingId, nozzle: 1, startedAtMs: NOON, setBy: { terminalId: T1, seq: 2 } },
        { type: "FuelingStalled", fuelingId },
      ];
    };
    const many = Array.from({ length: stationBounds.undispensedKept + 5 }, (_, index) => stalled(`fue_stalled${index}`));
    given = given.and(...many.flat());
    expect(given.state.fuelings).toHaveLength(stationBounds.undispensedKept + 1);
    expect(fill(given, "fue_unpaid")).toMatchObject({ state: "completed" });
  });

  it("is enough to settle the price of a fill as authorised, though the price has changed", () => {
    const given = authorised()
      .after(price("92", 9_999))
      .after(ingest(completed(1)));
    expect(fill(given)).toMatchObject({ unitPriceMilli: 7_480, dispensed: { amountMinor: 30_010 } });
    expect(reserved().amountMinor).toBeGreaterThan(30_010);
  });
});
