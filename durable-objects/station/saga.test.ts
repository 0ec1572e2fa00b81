import { describe, expect, it } from "vitest";
import { Hopeless } from "../runtime/definition.ts";
import { commandsAfter } from "./commands.ts";
import {
  authorise,
  authorised,
  cancelled,
  completed,
  equipped,
  FILL,
  fill,
  HOUR,
  ingest,
  MINUTE,
  NOON,
  price,
  started,
  T1,
  WALLET,
} from "./given.ts";
import { isFlowing, stationBounds } from "./state.ts";

const funding = { principalMinor: 30_010, bonusMinor: 0, debtMinor: 0 };
const commandTypes = (given: ReturnType<typeof equipped>, after = 2) => commandsAfter(given.state, T1, after).map(({ type }) => type);

describe("a fill, step by step, is found again after a crash at each", () => {
  const flowing = authorised().after(ingest(started(1)));
  const dispensed = flowing.after(ingest(completed(2)));

  it("authorised: a timer ends it when it does not begin", () => {
    expect(authorised().deliveries()).toEqual([]);
    expect(authorised().timers()).toEqual([
      { key: `fueling/${FILL}`, dueAtMs: NOON + 10 * MINUTE, command: { type: "ExpireFueling", fuelingId: FILL } },
    ]);
    authorised().when({ type: "ExpireFueling", fuelingId: FILL }).nothing();
    const expired = authorised()
      .at(NOON + 10 * MINUTE)
      .when({ type: "ExpireFueling", fuelingId: FILL })
      .yields({
        events: [{ type: "FuelingExpired" }],
        state: { pumps: { 1: { state: "idle", fuelingId: null } } },
      });
    expect(expired.timers()).toEqual([]);
    expect(expired.deliveries()).toMatchObject([
      { destination: `wallet/${WALLET}`, message: { command: { type: "ReleaseFunds", fuelingId: FILL } } },
    ]);
    expect(commandTypes(expired)).toEqual(["release"]);
    expired.when({ type: "ExpireFueling", fuelingId: FILL }).nothing();
  });

  it("fueling: a timer tells somebody when nobody reports its end, by the station's clock and not by the terminal's", () => {
    const slow = authorised().after(ingest(started(1, {}, NOON - 24 * HOUR)));
    const stalled = { type: "FlagStalledFueling", fuelingId: FILL } as const;
    expect(slow.timers()).toEqual([{ key: `stalled/${FILL}`, dueAtMs: NOON + 6 * HOUR, command: stalled }]);
    slow.when(stalled).nothing();
    const flagged = slow
      .at(NOON + 6 * HOUR)
      .when(stalled)
      .yields({
        events: [{ type: "FuelingStalled" }, { type: "AlertRaised", kind: "fueling_stalled" }],
        state: { pumps: { 1: { fuelingId: null, state: "idle" } } },
      });
    expect(flagged.timers()).toEqual([]);
    flagged.when(stalled).nothing();
    expect(isFlowing(fill(flagged))).toBe(false);
    // Heard of again, it goes on; completed after all, it is settled.
    expect(isFlowing(fill(flagged.after(ingest(started(2)))))).toBe(true);
    expect(flagged.after(ingest(completed(2))).deliveries()).toMatchObject([{ id: `capture/${FILL}` }]);
    // Ended without fuel after all, its funds go back.
    expect(flagged.after(ingest(cancelled(2))).deliveries()).toMatchObject([{ message: { command: { type: "ReleaseFunds" } } }]);
  });

  it("completed: the capture is owed until the wallet has answered, and no longer", () => {
    expect(dispensed.timers()).toEqual([]);
    const [capture] = dispensed.deliveries();
    expect(capture).toMatchObject({ id: `capture/${FILL}` });
    const settled = dispensed
      .when(capture!.acknowledge({ ok: true, seq: 1, reply: funding }))
      .yields({ events: [{ type: "FuelingSettled", funding }] });
    expect(fill(settled)).toMatchObject({ state: "settled", funding });
    expect(settled.deliveries()).toEqual([]);
    expect(settled.timers()).toEqual([]);
    settled.when({ type: "RecordCapture", fuelingId: FILL, funding }).nothing();
  });

  it("completed: a wallet that refuses has a person look at it", () => {
    expect(() => dispensed.deliveries()[0]!.acknowledge({ ok: false, code: "already_captured" })).toThrow(Hopeless);
  });

  it("given up: the release is owed until the wallet has answered", () => {
    const given = authorised().after(ingest(cancelled(1)));
    const [release] = given.deliveries();
    expect(() => release!.acknowledge({ ok: false, code: "wallet_not_found" })).toThrow(Hopeless);
    const returned = given.when(release!.acknowledge({ ok: true, seq: 1, reply: null })).yields({ events: [{ type: "FundsReturned" }] });
    expect(returned.deliveries()).toEqual([]);
    returned.when({ type: "RecordRelease", fuelingId: FILL }).nothing();
  });
});

describe("whether fuel flows, which the wallet asks before it lets go of its funds", () => {
  it("may be yes until the fill is over, from the moment that it might begin", () => {
    const flowing = authorised().after(ingest(started(1)));
    const done = flowing.after(ingest(completed(2)));
    for (const given of [authorised(), flowing, done]) expect(isFlowing(fill(given))).toBe(true);
    const over = [
      done.after({ type: "RecordCapture", fuelingId: FILL, funding }),
      authorised().after(ingest(cancelled(1))),
      authorised()
        .at(NOON + 10 * MINUTE)
        .after({ type: "ExpireFueling", fuelingId: FILL }),
      equipped(),
    ];
    for (const given of over) expect(isFlowing(fill(given))).toBe(false);
  });
});

describe("cancelling by the driver", () => {
  const cancel = { type: "CancelFueling", fuelingId: FILL, walletId: WALLET } as const;

  it("is possible until fuel flows; the pump is told", () => {
    const given = authorised()
      .when(cancel)
      .yields({ events: [{ type: "FuelingCancelled", reason: "cancelled_by_driver" }] });
    expect(commandTypes(given)).toEqual(["release"]);
    given.when(cancel).nothing();
    authorised()
      .after(ingest(started(1)))
      .when(cancel)
      .refused("fueling_not_cancellable", { state: "fueling" });
    authorised()
      .after(ingest(completed(1)))
      .when(cancel)
      .refused("fueling_not_cancellable");
  });

  it("is refused to anybody else, as though the fill did not exist", () => {
    authorised()
      .when({ ...cancel, walletId: "wal_000002" })
      .refused("fueling_not_found");
    authorised()
      .when({ ...cancel, fuelingId: "fue_unknown" })
      .refused("fueling_not_found");
  });
});

describe("commands to terminals", () => {
  it("are those after the cursor, for this terminal or for all", () => {
    const given = authorised();
    expect(commandTypes(given, 0)).toEqual(["set_price", "set_price", "authorize"]);
    expect(commandTypes(given, 2)).toEqual(["authorize"]);
    expect(commandTypes(given, 3)).toEqual([]);
    expect(commandsAfter(given.state, "s1.other", 0).map(({ type }) => type)).toEqual(["set_price", "set_price"]);
  });

  it("never authorise what has begun or is over", () => {
    expect(commandTypes(authorised().after(ingest(started(1))))).toEqual([]);
    expect(commandTypes(authorised().after({ type: "CancelFueling", fuelingId: FILL, walletId: WALLET }))).toEqual(["release"]);
  });

  it("are bounded; what concerns fills that are over makes room first, so that a price is not forgotten", () => {
    let given = equipped();
    for (let i = 0; i < stationBounds.commandsKept; i++) {
      const fuelingId = `fue_many${i}`;
      given = given.after(authorise({ fuelingId }), { type: "CancelFueling", fuelingId, walletId: WALLET });
    }
    expect(given.state.commands).toHaveLength(stationBounds.commandsKept);
    expect(commandTypes(given, 0).slice(0, 2)).toEqual(["set_price", "set_price"]);
    expect(commandTypes(given.after(authorise()), 0).at(-1)).toBe("authorize");
  });
});

describe("a station with an endpoint of its own", () => {
  const endpoint = { url: "https://pos.example/forecourt", secret: "whsec_push" };
  const given = equipped().after({ type: "SetPushEndpoint", endpoint });

  it("has commands pushed from then on, each until it was taken", () => {
    expect(given.deliveries()).toEqual([]);
    const pushed = given.after(authorise());
    const [push] = pushed.deliveries();
    expect(push).toMatchObject({
      id: "push/3",
      destination: `endpoint/${endpoint.url}`,
      message: { to: "endpoint", ...endpoint, command: { type: "authorize" } },
    });
    const taken = pushed.when(push!.acknowledge(null)).yields({ events: [{ type: "CommandPushed", cursor: 3 }] });
    expect(taken.deliveries()).toEqual([]);
    taken.when({ type: "RecordPush", cursor: 3 }).nothing();
  });

  it("has nothing pushed any more once it is taken away or changed", () => {
    for (const next of [null, { ...endpoint, url: "https://other.example" }]) {
      const changed = given.after(price("92", 7_000)).after({ type: "SetPushEndpoint", endpoint: next });
      expect(changed.deliveries()).toEqual([]);
    }
  });
});
