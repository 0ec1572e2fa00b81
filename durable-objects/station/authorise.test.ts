import { grossMinor } from "@forecourt/contract/units";
import { describe, expect, it } from "vitest";
import { planFueling } from "./authorise.ts";
import { commandsAfter } from "./commands.ts";
import {
  asked,
  authorise,
  authorised,
  bare,
  completed,
  config,
  equipped,
  event,
  FILL,
  fill,
  ingest,
  MINUTE,
  NOON,
  price,
  request,
  reserved,
  type StationGiven,
  T1,
  WALLET,
} from "./given.ts";
import { fuelingIdOf } from "./ingest.ts";

const plan = (given: StationGiven, change = {}) => planFueling(given.state, request(change), given.nowMs);
const pumpState = (seq: number, state: "closed" | "offline" | "error" | "calling", nozzle?: number) =>
  ingest(event(seq, "pump.state", { pump: 1, state, ...(nozzle === undefined ? {} : { nozzle }) }));

describe("the plan of a fill", () => {
  it("asks the wallet for what the fill may cost, and the least it must hold", () => {
    expect(plan(equipped())).toEqual({ ok: true, grade: "92", unitPriceMilli: 7_480, atMostMinor: 100_000, atLeastMinor: 1_000 });
  });

  it("asks for exactly the limit that was named, in money or in litres, up to what the station allows", () => {
    expect(plan(equipped(), { limitMinor: 20_000 })).toMatchObject({ atMostMinor: 20_000, atLeastMinor: 20_000 });
    expect(plan(equipped(), { limitMl: 40_120 })).toMatchObject({ atMostMinor: 30_010, atLeastMinor: 30_010 });
    expect(plan(equipped(), { limitMinor: 200_000 })).toMatchObject({ atMostMinor: 100_000, atLeastMinor: 100_000 });
  });

  it.each<[string, () => StationGiven, object]>([
    ["station_not_found", bare, {}],
    ["pump_not_found", equipped, { pump: 3 }],
    ["pump_busy", authorised, { fuelingId: "fue_000002" }],
    ["pump_not_available", () => equipped().after(pumpState(1, "closed")), {}],
    ["pump_not_available", () => equipped().after(pumpState(1, "offline")), {}],
    ["pump_not_available", () => equipped().after(pumpState(1, "error")), {}],
    ["grade_unknown", equipped, { grade: "diesel-0" }],
    ["grade_required", equipped, { grade: undefined }],
    ["price_missing", () => bare().after({ type: "ConfigureStation", config: config() }), {}],
    ["limit_too_small", () => equipped().after(price("92", 100_000)), { limitMinor: 4 }],
    ["limit_too_small", () => equipped().after(price("92", 4_000)), { limitMl: 1 }],
  ])("is refused: %s", (code, given, change) => {
    expect(plan(given(), change)).toMatchObject({ ok: false, code });
  });

  it("takes the grade of the lifted nozzle, or the only one, when none is named", () => {
    expect(plan(equipped().after(pumpState(1, "calling", 2)), { grade: undefined })).toMatchObject({ grade: "95", unitPriceMilli: 8_000 });
    expect(plan(equipped(), { pump: 2, grade: undefined })).toMatchObject({ grade: "95" });
  });

  it("takes the price of the moment, though the timer that applies it is late", () => {
    const scheduled = equipped().after(price("92", 7_900, NOON + MINUTE));
    expect(plan(scheduled.at(NOON + MINUTE - 1))).toMatchObject({ unitPriceMilli: 7_480 });
    expect(plan(scheduled.at(NOON + MINUTE))).toMatchObject({ unitPriceMilli: 7_900 });
  });
});

describe("a phone's request", () => {
  it("authorises the pump for what the wallet has reserved, and tells the terminal", () => {
    const given = equipped()
      .when(authorise())
      .yields({
        events: [
          { type: "FuelingAuthorised", fuelingId: FILL, pump: 1, grade: "92", limitMinor: 50_000, unitPriceMilli: 7_480, by: "phone" },
        ],
        state: { pumps: { 1: { state: "authorised", fuelingId: FILL } } },
      });
    const { limitMl } = fill(given)!;
    expect(grossMinor(limitMl, 7_480)).toBeLessThanOrEqual(50_000);
    expect(grossMinor(limitMl + 1, 7_480)).toBeGreaterThan(50_000);
    expect(commandsAfter(given.state, T1, 0).at(-1)).toMatchObject({
      type: "authorize",
      data: { fuelingId: FILL, pump: 1, grades: ["92"], limitMinor: 50_000, limitMl, unitPriceMilli: 7_480 },
    });
  });

  it("is limited to the litres that were asked for", () => {
    expect(fill(equipped().after(authorise({ limitMl: 10_000 }, reserved(7_480))))).toMatchObject({ limitMl: 10_000, limitMinor: 7_480 });
  });

  it("is one fill however often it is sent", () => {
    authorised().when(authorise(), "another").nothing();
  });

  it("is refused as the wallet refused, and nothing is owed", () => {
    const refusal = { ok: false, code: "insufficient_funds", detail: { availableMinor: 1 } } as const;
    equipped().when(authorise({}, refusal)).refused("insufficient_funds", { availableMinor: 1 });
  });

  it("gives the funds back when the station has changed while the wallet was asked", () => {
    const closed = equipped().after(pumpState(1, "closed"));
    const owing = closed.when(authorise()).yields({
      events: [{ type: "FundsReturnOwed", fuelingId: FILL, walletId: WALLET }],
      reply: { refused: { ok: false, code: "pump_not_available", detail: { pump: 1, state: "closed" } } },
    });
    const [delivery] = owing.deliveries();
    expect(delivery).toMatchObject({
      destination: `wallet/${WALLET}`,
      message: { to: "wallet", walletId: WALLET, command: { type: "ReleaseFunds", fuelingId: FILL } },
    });
    const returned = owing.when(delivery!.acknowledge({ ok: true, seq: 1, reply: null })).yields({ events: [{ type: "FundsReturned" }] });
    expect(returned.deliveries()).toEqual([]);
  });

  it("is not begun while its funds are on their way back: they would be gone when fuel flows", () => {
    const owing = equipped().after(pumpState(1, "closed")).after(authorise()).after(pumpState(2, "calling"));
    owing.when(authorise(), "again").refused("fueling_lapsed");
  });

  it("is not begun with the wallet's answer of long ago: those funds are free again", () => {
    const late = equipped().at(NOON + 10 * MINUTE);
    late.when(authorise()).yields({ events: [{ type: "FundsReturnOwed" }], reply: { refused: { ok: false, code: "fueling_lapsed" } } });
  });

  it("is not begun when what was reserved pays for no fuel any more", () => {
    const dear = equipped().after(price("92", 100_000));
    dear.when(authorise({}, reserved(4))).yields({ events: [{ type: "FundsReturnOwed" }] });
  });

  it("answered after its fill was given up gives back what the wallet may hold for it again", () => {
    const cancelled = authorised().after({ type: "CancelFueling", fuelingId: FILL, walletId: WALLET });
    const returned = cancelled.after({ type: "RecordRelease", fuelingId: FILL });
    const owing = returned.when(authorise(), "late").yields({ events: [{ type: "FundsReturnOwed" }] });
    // Another delivery than the first, whose receipt would answer in its stead.
    expect(owing.deliveries()[0]!.id).not.toBe(cancelled.deliveries()[0]!.id);
    authorised()
      .after(ingest(completed(1)))
      .when(authorise(), "late")
      .nothing();
  });
});

describe("a terminal's request", () => {
  const ID = fuelingIdOf(T1, 1);
  const ask = (answer = reserved()) => ({ ...ingest(asked(1)), answers: { 1: answer } });

  it("is answered with the authorisation, and the same again when the answer was lost", () => {
    const authorization = {
      fuelingId: ID,
      grade: "92",
      limitMinor: 50_000,
      limitMl: 66_845,
      unitPriceMilli: 7_480,
      expiresAt: new Date(NOON + 10 * MINUTE).toISOString(),
    };
    const position = { ackSeq: 1, ahead: [] };
    const given = equipped()
      .when(ask())
      .yields({
        events: [{ type: "FuelingAuthorised", fuelingId: ID, by: "terminal" }, { type: "TerminalSynced" }],
        reply: { results: [{ seq: 1, status: "accepted", authorization }], position },
      });
    given.when(ask(), "again").yields({ events: [], reply: { results: [{ seq: 1, status: "duplicate", authorization }], position } });
    // The answer is its authorisation: no command repeats it.
    expect(commandsAfter(given.state, T1, 0).filter(({ type }) => type === "authorize")).toEqual([]);
  });

  it("is declined as the wallet says, and the same again", () => {
    const refusal = { ok: false, code: "debt_outstanding", detail: { debtMinor: 5 } } as const;
    const declined = { code: "debt_outstanding", detail: { debtMinor: 5 } };
    const command = { ...ask(), answers: { 1: refusal } };
    const given = equipped()
      .when(command)
      .yields({
        events: [{ type: "TerminalSynced" }],
        reply: { results: [{ seq: 1, status: "accepted", declined }], position: { ackSeq: 1, ahead: [] } },
      });
    const repeated = given.when(command, "again").decision;
    expect(repeated.ok && repeated.reply(given.state)).toMatchObject({ results: [{ seq: 1, status: "duplicate", declined }] });
  });

  it.each(["payment_code_invalid", "payment_code_expired"] as const)("is declined for its code: %s", (code) => {
    const item = { ...event(1, "fuel.authorization_requested", { pump: 1, paymentCode: "x" }), code: { ok: false, code } as const };
    equipped()
      .when(ingest(item))
      .yields({
        reply: { results: [{ seq: 1, status: "accepted", declined: { code } }], position: { ackSeq: 1, ahead: [] } },
      });
  });

  it("for a pump that was taken meanwhile is declined, and its funds go back", () => {
    const two = {
      ...ingest(asked(1), asked(2, {}, "wal_000002")),
      answers: { 1: reserved(), 2: { ...reserved(), walletId: "wal_000002" } },
    };
    const given = equipped()
      .when(two)
      .yields({
        events: [{ type: "FuelingAuthorised" }, { type: "FundsReturnOwed", walletId: "wal_000002" }, { type: "TerminalSynced" }],
      });
    expect(given.deliveries()).toMatchObject([{ destination: "wallet/wal_000002" }]);
  });

  it("sent twice at once, and declined before the wallet answered for it, gives those funds back", () => {
    const declined = equipped().after({ ...ask(), answers: { 1: { ok: false, code: "pump_busy" } } });
    const owing = declined
      .when(ask(), "second")
      .yields({ events: [{ type: "FundsReturnOwed", fuelingId: ID }, { type: "TerminalSynced" }] });
    owing.when(ask(), "third").nothing();
  });
});
