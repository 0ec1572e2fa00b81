import { describe, expect, it } from "vitest";
import { capture, facts, HOUR, MINUTE, opened, payment, requestTopup, reserve, toppedUp } from "./given.ts";
import { walletBounds, walletView } from "./state.ts";

/** ¥100 of principal. */
const funded = () => toppedUp(opened(), 10_000);
const F1 = "fue_000001";
const F2 = "fue_000002";

describe("reserving", () => {
  it("holds what is asked for, for as long as asked", () => {
    const held = funded()
      .at(7)
      .when(reserve(F1, 4_000))
      .yields({
        events: [{ type: "FundsReserved", fuelingId: F1, stationId: "s1", amountMinor: 4_000, expiresAtMs: 7 + 10 * MINUTE }],
        reply: { amountMinor: 4_000, expiresAtMs: 7 + 10 * MINUTE },
        state: { reservedMinor: 4_000, principalMinor: 10_000 },
      });
    expect(walletView(held.state, 1, 7)).toMatchObject({ availableMinor: 6_000, reservedMinor: 4_000 });
  });

  it("takes what is there up to the most asked for", () => {
    const upTo = (atMostMinor: number) => reserve(F1, 0, { atMostMinor, atLeastMinor: 1_000 });
    funded()
      .when(upTo(100_000))
      .yields({ reply: { amountMinor: 10_000, expiresAtMs: 10 * MINUTE } });
    funded()
      .when(upTo(3_000))
      .yields({ reply: { amountMinor: 3_000, expiresAtMs: 10 * MINUTE } });
  });

  it("is refused below the least asked for, and says how much there is", () => {
    const atLeast = reserve(F1, 0, { atMostMinor: 100_000, atLeastMinor: 10_001 });
    funded().when(atLeast).refused("insufficient_funds", { availableMinor: 10_000, neededMinor: 10_001 });
  });

  it("never counts bonus that has lapsed, though the timer is late", () => {
    const lapsing = toppedUp(opened(), 1_000, 500, HOUR).at(HOUR);
    lapsing.when(reserve(F1, 1_001)).refused("insufficient_funds", { availableMinor: 1_000 });
    lapsing.when(reserve(F1, 1_000)).yields({ events: [{ type: "BonusExpired" }, { type: "FundsReserved" }], state: { bonusMinor: 0 } });
  });

  it("for the same fill again is the same hold", () => {
    const held = funded().after(reserve(F1, 4_000));
    held
      .at(5)
      .when(reserve(F1, 9_000))
      .yields({ events: [], reply: { amountMinor: 4_000, expiresAtMs: 10 * MINUTE } });
  });

  it("for a second fill is refused while one is under way", () => {
    const held = funded().after(reserve(F1, 1));
    held.when(reserve(F2, 1)).refused("fueling_in_progress");
    held.after({ type: "ReleaseFunds", fuelingId: F1 }).when(reserve(F2, 1)).done();
  });

  it("for a fill that is settled already is refused", () => {
    funded().after(reserve(F1, 4_000), capture(F1, 4_000)).when(reserve(F1, 1_000)).refused("already_captured");
  });

  it("is refused while an earlier fill is not paid, until a top-up has paid it", () => {
    const owing = opened().after(capture(F1, 500));
    owing.when(reserve(F2, 1)).refused("debt_outstanding", { debtMinor: 500 });
    const ordered = owing.after(requestTopup());
    ordered.after(payment(ordered)).when(reserve(F2, 9_500)).done();
  });

  it("is refused in another currency, and in a wallet that nobody opened", () => {
    funded()
      .when(reserve(F1, 1, { currency: "USD" }))
      .refused("currency_mismatch", { walletCurrency: "CNY" });
    const { definition } = funded();
    const refusal = definition.decide(definition.initial("wal_x"), reserve(F1, 1), { nowMs: 0, newId: (prefix) => prefix });
    expect(refusal).toMatchObject({ ok: false, code: "wallet_not_found" });
  });
});

describe("a payment code", () => {
  const withCode = (fuelingId: string, codeExpiresAtMs: number) => reserve(fuelingId, 100, { codeId: "c1", codeExpiresAtMs });

  it("works once", () => {
    const used = funded().after(withCode(F1, MINUTE), { type: "ReleaseFunds", fuelingId: F1 });
    used.when(withCode(F2, MINUTE)).refused("payment_code_used");
  });

  it("works until it expires, and not at that moment", () => {
    funded()
      .at(MINUTE - 1)
      .when(withCode(F1, MINUTE))
      .done();
    funded().at(MINUTE).when(withCode(F1, MINUTE)).refused("payment_code_expired");
    funded()
      .when(reserve(F1, 100, { codeId: "c1" }))
      .refused("payment_code_expired");
  });

  it("that was used is still good for the fill it was used for: a repetition is not refused", () => {
    funded()
      .after(withCode(F1, MINUTE))
      .at(2 * MINUTE)
      .when(withCode(F1, MINUTE))
      .nothing();
  });

  it("stays used though the clock goes back", () => {
    const used = funded().after(withCode(F1, MINUTE), { type: "ReleaseFunds", fuelingId: F1 });
    const later = used.at(5 * MINUTE).after(reserve(F2, 100), { type: "ReleaseFunds", fuelingId: F2 });
    later.at(0).when(withCode("fue_000003", MINUTE)).refused("payment_code_used");
  });

  it("is forgotten long after it has expired", () => {
    const used = funded().after(withCode(F1, MINUTE), { type: "ReleaseFunds", fuelingId: F1 });
    expect(used.at(24 * HOUR).after(reserve(F2, 100)).state.codesUsed).toEqual([]);
  });
});

describe("capturing", () => {
  const held = () => funded().after(reserve(F1, 4_000));

  it.each([
    ["less than was reserved", 3_001, 6_999, 0],
    ["as much as was reserved", 4_000, 6_000, 0],
    ["more than was reserved, from what is free", 9_000, 1_000, 0],
    ["more than there is, as debt", 10_500, 0, 500],
  ])("settles %s", (_, amountMinor, principalMinor, debtMinor) => {
    held()
      .when(capture(F1, amountMinor))
      .yields({
        events: [
          {
            type: "FundsCaptured",
            fuelingId: F1,
            reservedMinor: 4_000,
            movement: { kind: "fueling", sourceId: F1, fueling: { amountMinor } },
          },
        ],
        reply: { principalMinor: amountMinor - debtMinor, bonusMinor: 0, debtMinor },
        state: { principalMinor, debtMinor, reservedMinor: 0, reservations: [] },
      });
  });

  it("settles 40.12 L at ¥7.48 for exactly ¥300.10", () => {
    const given = toppedUp(opened(), 50_000).after(reserve(F1, 40_000));
    given
      .when(capture(F1, 30_010))
      .yields({ reply: { principalMinor: 30_010, bonusMinor: 0, debtMinor: 0 }, state: { principalMinor: 19_990 } });
  });

  it("settles after the reservation has lapsed, and when there never was one", () => {
    const lapsed = held()
      .at(10 * MINUTE)
      .after({ type: "RecordFlow", fuelingId: F1, flowing: false });
    lapsed.when(capture(F1, 4_000)).yields({ state: { principalMinor: 6_000 } });
    funded()
      .when(capture(F1, 4_000))
      .yields({ events: [{ type: "FundsCaptured", reservedMinor: 0 }], state: { principalMinor: 6_000 } });
    opened()
      .when(capture(F1, 4_000))
      .yields({ state: { principalMinor: 0, debtMinor: 4_000 } });
  });

  it("settles nothing for nothing, and the funds are free again", () => {
    held()
      .when(capture(F1, 0))
      .yields({ state: { principalMinor: 10_000, reservedMinor: 0 }, reply: { principalMinor: 0, bonusMinor: 0, debtMinor: 0 } });
  });

  it("settles a fill once: the same again changes nothing and answers the same", () => {
    const settled = held().after(capture(F1, 4_000));
    settled.when(capture(F1, 4_000)).yields({ events: [], reply: { principalMinor: 4_000, bonusMinor: 0, debtMinor: 0 } });
  });

  it("is refused for a settled fill with another amount", () => {
    held().after(capture(F1, 4_000)).when(capture(F1, 4_001)).refused("already_captured", { amountMinor: 4_000 });
  });

  it("is refused, not repeated, for a fill from before all that the wallet remembers", () => {
    let given = toppedUp(opened(), 1_000_000)
      .at(HOUR)
      .after(capture(F1, 700, { endedAtMs: HOUR }));
    for (let i = 0; i < walletBounds.settledKept; i++) {
      given = given.at(HOUR + i + 1).after(capture(`fue_after${i}`, 1, { endedAtMs: HOUR + i + 1 }));
    }
    given
      .at(9 * HOUR)
      .when(capture(F1, 700, { endedAtMs: HOUR }))
      .refused("settlement_forgotten");
    // A new one is settled, and so is an old one that still holds its funds.
    given
      .at(9 * HOUR)
      .when(capture(F2, 700, { endedAtMs: 9 * HOUR }))
      .done();
    given
      .at(9 * HOUR)
      .after(reserve(F2, 700))
      .when(capture(F2, 700, { endedAtMs: 0 }))
      .done();
  });

  it("touches nothing that is held for another fill", () => {
    held()
      .when(capture(F2, 8_000))
      .yields({ state: { principalMinor: 4_000, reservedMinor: 4_000, debtMinor: 2_000 } });
  });

  it("frees what the fill did not use to pay what is owed", () => {
    const owing = held().after(capture(F2, 8_000));
    owing.when(capture(F1, 1_500)).yields({
      events: [{ type: "FundsCaptured" }, { type: "DebtPaid", movement: { debtMinor: -2_000, sourceId: F1 } }],
      reply: { principalMinor: 1_500, bonusMinor: 0, debtMinor: 0 },
      state: { principalMinor: 500, debtMinor: 0 },
    });
  });

  it("is refused in a wallet that nobody opened", () => {
    const { definition } = funded();
    const command = { type: "CaptureFunds", fueling: facts(F1, 1) } as const;
    expect(definition.decide(definition.initial("wal_x"), command, { nowMs: 0, newId: (prefix) => prefix })).toMatchObject({
      code: "wallet_not_found",
    });
  });
});

describe("releasing", () => {
  it("gives the held funds back, once", () => {
    const released = funded()
      .after(reserve(F1, 4_000))
      .when({ type: "ReleaseFunds", fuelingId: F1 })
      .yields({
        events: [{ type: "FundsReleased", reason: "released" }],
        state: { reservedMinor: 0, principalMinor: 10_000 },
      });
    released.when({ type: "ReleaseFunds", fuelingId: F1 }).nothing();
  });

  it("pays what is owed from what has become free, so that no driver with funds is kept from fueling", () => {
    const owing = funded().after(reserve(F1, 10_000), capture(F2, 3_000));
    expect(owing.state).toMatchObject({ debtMinor: 3_000, principalMinor: 10_000 });
    const settled = { events: [{ type: "FundsReleased" }, { type: "DebtPaid" }], state: { debtMinor: 0, principalMinor: 7_000 } };
    owing.when({ type: "ReleaseFunds", fuelingId: F1 }).yields(settled);
    owing
      .at(10 * MINUTE)
      .when({ type: "RecordFlow", fuelingId: F1, flowing: false })
      .yields(settled);
  });
});

describe("bonus", () => {
  const lapsing = () => toppedUp(opened(), 1_000, 500, HOUR);

  it("lapses at its moment, by a timer", () => {
    const given = lapsing();
    expect(given.timers()).toMatchObject([{ dueAtMs: HOUR, command: { type: "ExpireBonus" } }]);
    given
      .at(HOUR - 1)
      .when({ type: "ExpireBonus" })
      .nothing();
    const lapsed = given
      .at(HOUR)
      .when({ type: "ExpireBonus" })
      .yields({
        events: [{ type: "BonusExpired", movement: { kind: "bonus_expiry", bonusMinor: -500, principalMinor: 0 } }],
        state: { principalMinor: 1_000, bonusMinor: 0 },
      });
    expect(lapsed.timers()).toEqual([]);
  });

  it("does not lapse during a fill: the driver was told that it is theirs to spend", () => {
    const filling = lapsing()
      .at(HOUR - 1)
      .after(reserve(F1, 1_500))
      .at(2 * HOUR);
    expect(filling.timers().map(({ command }) => command.type)).not.toContain("ExpireBonus");
    filling.when({ type: "ExpireBonus" }).nothing();
    filling.when(capture(F1, 1_500)).yields({ reply: { principalMinor: 1_000, bonusMinor: 500, debtMinor: 0 }, state: { bonusMinor: 0 } });
  });

  it("that outlived a fill lapses after it", () => {
    const after = lapsing()
      .at(HOUR - 1)
      .after(reserve(F1, 1_500))
      .at(2 * HOUR)
      .after({ type: "ReleaseFunds", fuelingId: F1 });
    expect(after.timers()).toMatchObject([{ dueAtMs: HOUR, command: { type: "ExpireBonus" } }]);
    after.when({ type: "ExpireBonus" }).yields({ state: { bonusMinor: 0 } });
  });

  it("that has lapsed is settled before a late capture is", () => {
    const late = lapsing().at(HOUR).when(capture(F1, 1_200));
    late.yields({ events: [{ type: "BonusExpired" }, { type: "FundsCaptured" }], state: { principalMinor: 0, debtMinor: 200 } });
  });

  it("that is gone with its lot needs no timer", () => {
    expect(lapsing().after(capture(F1, 1_500)).timers()).toEqual([]);
  });
});
