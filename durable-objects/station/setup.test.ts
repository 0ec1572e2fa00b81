import { describe, expect, it } from "vitest";
import {
  authorise,
  authorised,
  bare,
  completed,
  config,
  configure,
  equipped,
  event,
  HOUR,
  ingest,
  iso,
  MINUTE,
  NOON,
  price,
  T1,
} from "./given.ts";
import { LiveBoard } from "./live.ts";
import { stationBounds, unitPriceMilli } from "./state.ts";
import { station } from "./station.ts";
import { operationsView } from "./views.ts";

describe("configuring a station", () => {
  it("keeps what its pumps are doing; a pump that is held can't be taken away", () => {
    const given = authorised();
    expect(given.after(configure({ address: "2 Road" })).state.pumps[1]).toMatchObject({ state: "authorised" });
    given.when(configure({ pumps: config().pumps.slice(1) })).refused("pump_busy", { pump: 1 });
  });

  it("is refused for another station's id", () => {
    bare()
      .when(configure({ stationId: "s2" }))
      .refused("station_not_found");
  });

  it("never changes the currency: every amount here is in it", () => {
    equipped()
      .when(configure({ currency: "USD" }))
      .refused("station_currency_fixed", { currency: "CNY" });
  });

  it("is refused when it was made from an older revision, or for a new station where there is one", () => {
    const change = { ...configure({ address: "2 Road" }), revision: 1 };
    const given = equipped();
    given
      .after(change)
      .when({ ...change, revision: 1 })
      .refused("station_changed", { revision: 2 });
    given.when({ ...change, revision: 0 }).refused("station_exists");
    bare()
      .when({ ...change, revision: 1 })
      .refused("station_changed", { revision: 0 });
  });

  it("comes before anything else", () => {
    bare().when({ type: "EnrolTerminal", terminalId: T1, secret: "x" }).refused("station_not_found");
    bare().when(price("92", 1)).refused("station_not_found");
    bare().when({ type: "SetPushEndpoint", endpoint: null }).refused("station_not_found");
  });
});

describe("a terminal", () => {
  const rotate = { type: "RotateTerminalSecret", terminalId: T1, secret: "whsec_2" } as const;

  it("is enrolled once, up to as many as a station may have", () => {
    equipped().when({ type: "EnrolTerminal", terminalId: T1, secret: "x" }).refused("terminal_exists");
    let given = equipped();
    for (let i = 1; i < stationBounds.terminalsMax; i++)
      given = given.after({ type: "EnrolTerminal", terminalId: `s1.x${i}`, secret: "x" });
    given.when({ type: "EnrolTerminal", terminalId: "s1.more", secret: "x" }).refused("too_many_terminals");
  });

  it("may sign with the secret before for a day after a rotation, and never with one older", () => {
    const rotated = equipped()
      .when(rotate)
      .yields({
        state: { terminals: { [T1]: { keys: [{ secret: "whsec_2" }, { secret: "whsec_1", validUntilMs: NOON + 24 * HOUR }] } } },
      });
    const again = rotated.after({ ...rotate, secret: "whsec_3" });
    expect(again.state.terminals[T1]!.keys.map(({ secret }) => secret)).toEqual(["whsec_3", "whsec_2"]);
  });

  it("that is revoked has no secrets left, and stays revoked", () => {
    const revoked = equipped()
      .when({ type: "RevokeTerminal", terminalId: T1 })
      .yields({ state: { terminals: { [T1]: { revoked: true, keys: [] } } } });
    revoked.when({ type: "RevokeTerminal", terminalId: T1 }).nothing();
    revoked.when(rotate).refused("terminal_revoked");
    revoked.when({ type: "EnrolTerminal", terminalId: T1, secret: "x" }).refused("terminal_exists");
  });

  it("that is revoked makes room for another, and only the last of them are remembered", () => {
    let given = equipped();
    for (let i = 1; i <= stationBounds.revokedKept + 1; i++) {
      given = given.after({ type: "EnrolTerminal", terminalId: `s1.x${i}`, secret: "x" });
      given = given.after({ type: "RevokeTerminal", terminalId: `s1.x${i}` });
    }
    expect(Object.keys(given.state.terminals)).toHaveLength(stationBounds.revokedKept + 1);
    given.when({ type: "RevokeTerminal", terminalId: "s1.x1" }).refused("terminal_not_found");
    given.when({ type: "RevokeTerminal", terminalId: "s1.x2" }).nothing();
  });

  it("that does not exist can be neither rotated nor revoked", () => {
    equipped()
      .when({ ...rotate, terminalId: "s1.none" })
      .refused("terminal_not_found");
    equipped().when({ type: "RevokeTerminal", terminalId: "s1.none" }).refused("terminal_not_found");
  });

  it("never shows its secrets to the read models", () => {
    const { definition, state } = equipped();
    const decided = definition.decide(state, rotate, { nowMs: NOON, newId: (prefix) => prefix });
    expect(JSON.stringify(decided.ok && decided.events.map(definition.publish))).not.toContain("whsec");
  });
});

describe("the price board", () => {
  it("applies a price at once when its moment has come, and otherwise at its moment, by a timer", () => {
    equipped()
      .when(price("92", 7_000))
      .yields({ events: [{ type: "PriceScheduled" }, { type: "PriceApplied", unitPriceMilli: 7_000 }] });
    const given = equipped()
      .when(price("92", 8_000, NOON + HOUR))
      .yields({ events: [{ type: "PriceScheduled" }] });
    expect(given.timers()).toEqual([{ key: "price/92", dueAtMs: NOON + HOUR, command: { type: "ApplyPrice", grade: "92" } }]);
    given.when({ type: "ApplyPrice", grade: "92" }).nothing();
    const applied = given
      .at(NOON + HOUR)
      .when({ type: "ApplyPrice", grade: "92" })
      .yields({
        events: [{ type: "PriceApplied", unitPriceMilli: 8_000 }],
        state: { scheduledPrices: [], prices: { 92: { unitPriceMilli: 8_000 } } },
      });
    expect(applied.timers()).toEqual([]);
  });

  it("is right by the clock, though the timers are late; the last that came into effect counts", () => {
    const given = equipped().after(price("92", 8_000, NOON + HOUR), price("92", 7_000, NOON + MINUTE));
    const at = (nowMs: number) => unitPriceMilli(given.state, "92", nowMs);
    expect([at(NOON), at(NOON + MINUTE), at(NOON + HOUR), at(NOON + 9 * HOUR)]).toEqual([7_480, 7_000, 8_000, 8_000]);
    const applied = given.at(NOON + HOUR).after({ type: "ApplyPrice", grade: "92" });
    expect(applied.state.scheduledPrices).toEqual([]);
    expect(unitPriceMilli(applied.state, "92", NOON)).toBe(8_000);
  });

  it("tells the terminals, in order, under a cursor", () => {
    expect(equipped().state.commands.map(({ command, terminalId }) => [command.cursor, command.type, terminalId])).toEqual([
      [1, "set_price", null],
      [2, "set_price", null],
    ]);
  });

  it("refuses a grade that is not sold, and more changes than it may hold", () => {
    equipped().when(price("diesel-0", 1)).refused("grade_unknown");
    let given = equipped();
    for (let i = 1; i <= stationBounds.scheduledPerGradeMax; i++) given = given.after(price("92", 7_000 + i, NOON + i));
    given.when(price("92", 1, NOON + 99)).refused("price_too_many_scheduled");
    given.when(price("95", 1, NOON + 99)).done();
  });

  it("takes over what a terminal says it has applied, unless it knows of something later", () => {
    const applied = (seq: number, unitPriceMilli: number, effectiveAt: number, grade = "92") =>
      ingest(event(seq, "price.applied", { grade, unitPriceMilli, effectiveAt: iso(effectiveAt) }));
    equipped()
      .when(applied(1, 7_000, NOON))
      .yields({ state: { prices: { 92: { unitPriceMilli: 7_000 } } } });
    equipped()
      .when(applied(1, 7_000, NOON - 1))
      .nothing();
    equipped()
      .when(applied(1, 7_480, NOON))
      .nothing();
    // A terminal whose clock is ahead can't set a price for the future.
    equipped()
      .when(applied(1, 7_000, NOON + HOUR))
      .yields({ state: { prices: { 92: { effectiveAtMs: NOON } } } });
    equipped()
      .when(applied(1, 7_000, NOON, "diesel-0"))
      .yields({
        reply: { results: [{ seq: 1, status: "rejected", code: "grade_unknown" }], position: { ackSeq: 1, ahead: [] } },
      });
  });

  it("keeps what an operator has set now, though a terminal that was cut off reports late what was due before", () => {
    const eight = NOON - 4 * HOUR;
    const set = equipped()
      .at(eight - HOUR)
      .after(price("92", 7_600, eight))
      .at(eight)
      .after({ type: "ApplyPrice", grade: "92" })
      .at(NOON + MINUTE)
      .when(price("92", 7_900, 0))
      .yields({
        events: [
          { type: "PriceScheduled", effectiveAtMs: NOON + MINUTE },
          { type: "PriceApplied", effectiveAtMs: NOON + MINUTE },
        ],
      });
    const backlog = ingest(
      event(1, "price.applied", { grade: "92", unitPriceMilli: 7_600, effectiveAt: iso(eight) }),
      event(2, "price.applied", { grade: "92", unitPriceMilli: 7_900, effectiveAt: iso(NOON + MINUTE) }),
    );
    expect(unitPriceMilli(set.after(backlog).state, "92", NOON + HOUR)).toBe(7_900);
  });
});

describe("a shift", () => {
  const close = (seq: number, amountMinor: number, shiftId = "shift-1") =>
    ingest(event(seq, "shift.closed", { shiftId, totals: [{ grade: "92", volumeMl: 40_120, amountMinor, count: 1 }] }));
  const sold = () => authorised().after(ingest(completed(1)));

  it("that agrees is closed, and the next begins from nothing; the totals go on", () => {
    sold()
      .when(close(2, 30_010))
      .yields({
        events: [{ type: "ShiftClosed", shiftId: "shift-1", totals: [{ grade: "92", amountMinor: 30_010 }] }, { type: "TerminalSynced" }],
        state: { shiftTotals: {}, totals: { 92: { amountMinor: 30_010 } } },
      });
  });

  it("is its terminal's own: another of the station closes its own, under the same name", () => {
    const T2 = "s1.t2";
    const [one, two] = config().pumps;
    const of95 = { fuelingId: "fue_000002", pump: 2, grade: "95" };
    const both = equipped({ pumps: [one!, { ...two!, terminalId: T2 }] }).after(
      { type: "EnrolTerminal", terminalId: T2, secret: "whsec_2" },
      authorise(),
      authorise(of95),
      ingest(completed(1)),
      { ...ingest(completed(1, { ...of95, transactionId: "sale-2", unitPriceMilli: 8_000, amountMinor: 32_096 })), terminalId: T2 },
    );
    const totals = [{ grade: "95", volumeMl: 40_120, amountMinor: 32_096, count: 1 }];
    const first = both.when(close(2, 30_010)).yields({
      events: [{ type: "ShiftClosed", terminalId: T1, totals: [{ grade: "92", count: 1 }] }, { type: "TerminalSynced" }],
      state: { shiftTotals: { [T2]: { 95: { count: 1 } } } },
    });
    const second = { ...ingest(event(2, "shift.closed", { shiftId: "shift-1", totals })), terminalId: T2 };
    first.when(second).yields({ events: [{ type: "ShiftClosed", terminalId: T2, totals }, { type: "TerminalSynced" }] });
    const view = operationsView(both.state, new LiveBoard(), 1, NOON);
    expect(view?.shiftTotals).toMatchObject([
      { grade: "92", count: 1 },
      { grade: "95", count: 1 },
    ]);
    expect(both.after({ type: "RevokeTerminal", terminalId: T2 }).state.shiftTotals).not.toHaveProperty([T2]);
  });

  it("of a station's only terminal is kept when its state is of before shifts were the terminals'", () => {
    const { state } = sold().after(
      close(2, 30_010),
      authorise({ fuelingId: "fue_000002" }),
      ingest(completed(3, { fuelingId: "fue_000002", transactionId: "sale-2" })),
    );
    const older = { ...state, shiftTotals: state.shiftTotals[T1], shiftsClosed: ["shift-1"] };
    expect(station.upcastState?.(older, 4)).toEqual(state);
    expect(station.upcastState?.({ ...older, terminals: { ...state.terminals, "s1.t2": state.terminals[T1] } }, 4)).toBeNull();
  });

  it("that differs raises an alert for each grade that does", () => {
    sold()
      .when(close(2, 30_000))
      .yields({
        events: [
          { type: "ShiftClosed" },
          { type: "AlertRaised", kind: "shift_variance", facts: { grade: "92", amountMinor: 30_010, reportedMinor: 30_000 } },
          { type: "TerminalSynced" },
        ],
      });
    authorised()
      .when(close(1, 30_010))
      .yields({
        events: [
          { type: "ShiftClosed" },
          { type: "AlertRaised", facts: { amountMinor: 0, reportedMinor: 30_010 } },
          { type: "TerminalSynced" },
        ],
      });
  });

  it("is closed once, however often it is reported", () => {
    const closed = sold()
      .after(close(2, 30_010))
      .after(authorise({ fuelingId: "fue_000002" }));
    const next = closed.after(ingest(completed(3, { fuelingId: "fue_000002", transactionId: "sale-2" })));
    next.when(close(4, 30_010)).yields({ events: [], state: { shiftTotals: { [T1]: { 92: { count: 1 } } } } });
  });
});
