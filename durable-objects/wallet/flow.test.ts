import { describe, expect, it } from "vitest";
import { capture, HOUR, MINUTE, opened, reserve, toppedUp } from "./given.ts";

const F1 = "fue_000001";
const held = () => toppedUp(opened(), 10_000).after(reserve(F1, 4_000));
const answer = (flowing: boolean) => ({ type: "RecordFlow", fuelingId: F1, flowing }) as const;

describe("a reservation whose time is over", () => {
  it("has its station asked whether fuel flows, not before its time", () => {
    const [question] = held().deliveries();
    expect(question).toMatchObject({
      destination: "station/s1",
      notBeforeMs: 10 * MINUTE,
      message: { to: "station", stationId: "s1", fuelingId: F1 },
    });
    expect(question!.acknowledge({ flowing: true })).toEqual(answer(true));
  });

  it("is extended while fuel flows, and the next question is another delivery", () => {
    const given = held().at(10 * MINUTE);
    const extended = given.when(answer(true)).yields({
      events: [{ type: "ReservationExtended", expiresAtMs: 20 * MINUTE }],
      state: { reservedMinor: 4_000 },
    });
    expect(extended.deliveries()).toMatchObject([{ notBeforeMs: 20 * MINUTE }]);
    expect(extended.deliveries()[0]!.id).not.toBe(given.deliveries()[0]!.id);
  });

  it("lapses when no fuel flows", () => {
    const lapsed = held()
      .at(10 * MINUTE)
      .when(answer(false))
      .yields({
        events: [{ type: "FundsReleased", reason: "expired" }],
        state: { reservedMinor: 0 },
      });
    expect(lapsed.deliveries()).toEqual([]);
    expect(lapsed.timers()).toEqual([]);
  });

  it("is neither extended nor released by an answer that comes before its time, or after its end", () => {
    held()
      .at(10 * MINUTE - 1)
      .when(answer(false))
      .nothing();
    held()
      .at(10 * MINUTE - 1)
      .when(answer(true))
      .nothing();
    held()
      .after(capture(F1, 1))
      .at(10 * MINUTE)
      .when(answer(false))
      .nothing();
  });

  it("survives a clock that goes back: it is held a little longer, no more", () => {
    const extended = held()
      .at(10 * MINUTE)
      .after(answer(true));
    extended.at(0).when(answer(false)).nothing();
    extended
      .at(20 * MINUTE)
      .when(answer(false))
      .yields({ state: { reservedMinor: 0 } });
  });

  it("is given up after a day when the station can't be asked", () => {
    const [timer] = held().timers();
    expect(timer).toMatchObject({ dueAtMs: 10 * MINUTE + 24 * HOUR, command: answer(false) });
    held()
      .at(timer!.dueAtMs)
      .when(timer!.command)
      .yields({ state: { reservedMinor: 0 } });
  });
});
