import { SEQ_AHEAD_MAX } from "@forecourt/contract/terminal";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import {
  asked,
  authorise,
  authorised,
  cancelled,
  completed,
  equipped,
  event,
  FILL,
  fill,
  heartbeat,
  ingest,
  NOON,
  progress,
  reserved,
  started,
  T1,
  WALLET,
} from "./given.ts";
import { fuelingIdOf } from "./ingest.ts";
import { missing } from "./sequence.ts";
import { isFlowing } from "./state.ts";

const accepted = (...seqs: readonly number[]) => seqs.map((seq) => ({ seq, status: "accepted" }));

describe("what a terminal sends", () => {
  it("is refused from a terminal that is not enrolled, or no longer", () => {
    equipped()
      .when({ ...ingest(heartbeat(1)), terminalId: "s1.other" })
      .refused("terminal_unknown");
    equipped()
      .after({ type: "RevokeTerminal", terminalId: T1 })
      .when(ingest(heartbeat(1)))
      .refused("terminal_revoked");
  });

  it("is taken in whatever order it comes; what has not come is missing", () => {
    const given = authorised().after(ingest(completed(5), started(2)));
    expect(given.state.terminals[T1]!.position).toEqual({
      ackSeq: 0,
      ahead: [
        [2, 2],
        [5, 5],
      ],
    });
    expect(missing(given.state.terminals[T1]!.position)).toEqual([1, 3, 4]);
    given.when(ingest(heartbeat(1), heartbeat(3), cancelled(4, "fue_unknown"))).yields({
      reply: {
        results: [...accepted(1, 3), { seq: 4, status: "rejected", code: "fueling_not_found" }],
        position: { ackSeq: 5, ahead: [] },
      },
    });
  });

  it("twice has the first result, whatever it was", () => {
    const items = [started(1), cancelled(2, "fue_unknown"), completed(3), { kind: "malformed", seq: 4, detail: "data.pump" } as const];
    const once = authorised().after(ingest(...items));
    once.when(ingest(...items)).yields({
      events: [],
      reply: {
        results: [
          { seq: 1, status: "duplicate" },
          { seq: 2, status: "duplicate", code: "fueling_not_found" },
          { seq: 3, status: "duplicate" },
          { seq: 4, status: "duplicate", code: "event_malformed", detail: "data.pump" },
        ],
        position: { ackSeq: 4, ahead: [] },
      },
    });
  });

  it("twice in one request counts once", () => {
    authorised()
      .when(ingest(completed(1), completed(1)))
      .yields({
        reply: {
          results: [
            { seq: 1, status: "accepted" },
            { seq: 1, status: "duplicate" },
          ],
          position: { ackSeq: 1, ahead: [] },
        },
        state: { totals: { 92: { count: 1 } } },
      });
  });

  it("malformed is rejected for good when it has a seq, and otherwise leaves no trace", () => {
    equipped()
      .when(ingest({ kind: "malformed", seq: null, detail: "seq" }))
      .yields({
        events: [],
        reply: { results: [{ seq: null, status: "rejected", code: "event_malformed", detail: "seq" }], position: { ackSeq: 0, ahead: [] } },
      });
    equipped()
      .when(ingest({ kind: "malformed", seq: 1, detail: "data" }))
      .yields({ events: [{ type: "TerminalSynced" }] });
  });

  it("twice is not authorised again once the driver has given it up: the funds are on their way back", () => {
    const asking = ingest(asked(1));
    const answered = equipped().after({ ...asking, answers: { 1: reserved() } });
    const fuelingId = fuelingIdOf(T1, 1);
    const cancelled = answered.after({ type: "CancelFueling", fuelingId, walletId: WALLET });
    const lapsed = { results: [{ seq: 1, status: "duplicate", declined: { code: "fueling_lapsed" } }], position: { ackSeq: 1, ahead: [] } };
    cancelled.when(asking).yields({ events: [], reply: lapsed });
  });

  it("too far ahead of the last seq known is taken for a mistake", () => {
    equipped()
      .when(ingest(heartbeat(SEQ_AHEAD_MAX + 1)))
      .yields({
        events: [],
        reply: { results: [{ seq: SEQ_AHEAD_MAX + 1, status: "rejected", code: "seq_out_of_range" }], position: { ackSeq: 0, ahead: [] } },
      });
    equipped()
      .when(ingest(heartbeat(SEQ_AHEAD_MAX)))
      .yields({ reply: { results: accepted(SEQ_AHEAD_MAX), position: { ackSeq: 0, ahead: [[SEQ_AHEAD_MAX, SEQ_AHEAD_MAX]] } } });
  });

  it("is never too far ahead because of a gap that is not filled: the last one known counts", () => {
    const gap = equipped().after(ingest(cancelled(SEQ_AHEAD_MAX, "fue_unknown")));
    gap.when(ingest(heartbeat(SEQ_AHEAD_MAX + 5))).yields({
      reply: {
        results: accepted(SEQ_AHEAD_MAX + 5),
        position: {
          ackSeq: 0,
          ahead: [
            [SEQ_AHEAD_MAX, SEQ_AHEAD_MAX],
            [SEQ_AHEAD_MAX + 5, SEQ_AHEAD_MAX + 5],
          ],
        },
      },
    });
  });

  it("that only says how things stand writes nothing", () => {
    const flowing = authorised().after(ingest(started(1), heartbeat(2)));
    flowing.when(ingest(progress(3), heartbeat(4), progress(5))).yields({
      events: [],
      reply: { results: accepted(3, 4, 5), position: { ackSeq: 5, ahead: [] } },
    });
  });

  it("without a trace is noted now and then, so that a quiet terminal never seems to have run away", () => {
    const given = equipped().after(ingest(heartbeat(1)));
    const position = { ackSeq: 999, ahead: [] };
    given.when({ ...ingest(heartbeat(1_000)), position }).nothing();
    given.when({ ...ingest(heartbeat(1_001)), position: { ackSeq: 1_000, ahead: [] } }).yields({
      events: [{ type: "TerminalSynced", position: { ackSeq: 1_001, ahead: [] } }],
    });
  });

  it("is known by what memory alone has seen, as well as by what was written", () => {
    authorised()
      .when({ ...ingest(started(3)), position: { ackSeq: 2, ahead: [] } })
      .yields({
        events: [{ type: "FuelingStarted" }, { type: "TerminalSynced", position: { ackSeq: 3, ahead: [] } }],
      });
  });

  it("says its software version, which is kept when it is new, and how far its clock is off", () => {
    const first = equipped()
      .when(ingest(heartbeat(1, "1.0", NOON + 5)))
      .yields({
        events: [{ type: "TerminalSynced", softwareVersion: "1.0", clockSkewMs: 5 }],
        state: { terminals: { [T1]: { softwareVersion: "1.0", clockSkewMs: 5, syncedAtMs: NOON } } },
      });
    first.when(ingest(heartbeat(2, "1.0"))).nothing();
    first.when(ingest(heartbeat(2, "1.1"))).yields({ state: { terminals: { [T1]: { softwareVersion: "1.1" } } } });
  });
});

describe("a sale is never lost", () => {
  it("though its seq lies in a gap that was given up", () => {
    const even = Array.from({ length: 201 }, (_, index) => cancelled(2 * index + 2, "fue_unknown"));
    const given = authorised().after(ingest(...even));
    expect(given.state.terminals[T1]!.position.ackSeq).toBe(2);
    const taken = given.when(ingest(completed(1))).yields({ events: [{ type: "FuelingCompleted" }, { type: "TerminalSynced" }] });
    expect(fill(taken)).toMatchObject({ state: "completed" });
    taken.when(ingest(completed(1))).nothing();
  });

  it("though the terminal has begun to count anew; one that was refused stays refused", () => {
    expect(fill(authorised().after(ingest(heartbeat(1), started(2)), ingest(completed(1))))).toMatchObject({ state: "completed" });
    authorised()
      .after(ingest(completed(1, { pump: 2 })))
      .when(ingest(completed(1, { pump: 2 })))
      .yields({
        events: [],
        reply: { results: [{ seq: 1, status: "duplicate", code: "fueling_wrong_pump" }], position: { ackSeq: 1, ahead: [] } },
      });
  });
});

describe("a pump's state", () => {
  const state = (seq: number, state: "idle" | "calling" | "closed", change: { nozzle?: number; grade?: string; pump?: number } = {}) =>
    event(seq, "pump.state", { pump: 1, state, ...change });

  it("is what the latest event of its terminal says; late ones change nothing", () => {
    const given = equipped().after(ingest(state(5, "closed")));
    given.when(ingest(state(4, "idle"))).nothing();
    given.when(ingest(state(6, "idle"))).yields({ state: { pumps: { 1: { state: "idle" } } } });
  });

  it("that is no news is not written", () => {
    equipped()
      .when(ingest(state(1, "idle")))
      .nothing();
  });

  it.each([
    ["pump_not_found", { pump: 9 }],
    ["nozzle_unknown", { nozzle: 9 }],
    ["grade_unknown", { grade: "diesel-0" }],
  ])("is rejected: %s", (code, change) => {
    equipped()
      .when(ingest(state(1, "calling", change)))
      .yields({
        reply: { results: [{ seq: 1, status: "rejected", code }], position: { ackSeq: 1, ahead: [] } },
      });
  });
});

test("however the events of a fill are shuffled, repeated and parted, it is completed once and the pump is free", () => {
  const id = fuelingIdOf(T1, 1);
  const of = { fuelingId: id };
  const story = [
    asked(1),
    event(2, "pump.state", { pump: 1, state: "authorised" }),
    started(3, of),
    progress(4, of),
    progress(5, of),
    completed(6, of),
    event(7, "pump.state", { pump: 1, state: "idle" }),
    heartbeat(8),
  ];
  const rest = fc.shuffledSubarray([...story.slice(1), ...story.slice(1)], { minLength: 14, maxLength: 14 });
  fc.assert(
    fc.property(rest, fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 14, maxLength: 14 }), (events, cuts) => {
      let given = equipped().after({ ...ingest(asked(1)), answers: { 1: reserved() } });
      for (let from = 0, cut = 0; from < events.length; from += cuts[cut++]!)
        given = given.after(ingest(...events.slice(from, from + cuts[cut]!)));
      expect(fill(given, id)).toMatchObject({ state: "completed", dispensed: { amountMinor: 30_010 } });
      expect(given.state.totals).toEqual({ 92: { grade: "92", volumeMl: 40_120, amountMinor: 30_010, count: 1 } });
      expect(given.state.pumps[1]).toMatchObject({ fuelingId: null, state: "idle" });
      expect(given.deliveries()).toHaveLength(1);
    }),
    { numRuns: 60 },
  );
});

test("however the events of a fill that ended without fuel are shuffled, the pump is free and the funds go back once", () => {
  const story = [started(1), progress(2), cancelled(3)];
  fc.assert(
    fc.property(fc.shuffledSubarray([...story, ...story], { minLength: 6 }), fc.boolean(), (events, byDriver) => {
      let given = equipped().after(authorise());
      if (byDriver) given = given.after({ type: "CancelFueling", fuelingId: FILL, walletId: "wal_000001" });
      for (const each of events) given = given.after(ingest(each));
      expect(fill(given)).toMatchObject({ state: "cancelled" });
      expect(isFlowing(fill(given))).toBe(false);
      expect(given.state.pumps[1]).toMatchObject({ fuelingId: null, state: "idle" });
      expect(given.deliveries()).toMatchObject([{ message: { command: { type: "ReleaseFunds" } } }]);
    }),
  );
});
