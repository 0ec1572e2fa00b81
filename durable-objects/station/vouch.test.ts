import { describe, expect, it } from "vitest";
import type { Fueling } from "./state.ts";
import { Vouching } from "./vouch.ts";

const MINUTE = 60_000;

/** A station, the read models, and what wallets were asked. */
function world() {
  const of = {
    nowMs: 1_000 * MINUTE,
    fuelings: [] as Fueling[],
    listed: new Set<string>(),
    asked: [] as string[],
    queries: 0,
    isDown: false,
  };
  const vouching = new Vouching({
    now: () => of.nowMs,
    fuelings: () => of.fuelings,
    listed: async (fuelingIds) => {
      of.queries++;
      if (of.isDown) throw new Error("the data base does not answer");
      return fuelingIds.filter((fuelingId) => of.listed.has(fuelingId));
    },
    sendAgain: async (walletId) => void of.asked.push(walletId),
  });
  const settle = (no: number): void => {
    of.fuelings.push({ fuelingId: `fue_${no}`, walletId: `wal_${no}`, state: "settled", settledAtMs: of.nowMs } as Fueling);
  };
  return { of, vouching, settle };
}

describe("a station vouches for its fills", () => {
  it("wants to look once a fill has had its time to arrive, with whatever alarm comes within a quarter of an hour", () => {
    const { of, vouching, settle } = world();
    expect(vouching.wanted()).toBeNull();
    settle(1);
    expect(vouching.wanted()).toEqual({ atMs: of.nowMs + 20_000, latestMs: of.nowMs + 15 * MINUTE });
  });

  it("is content when they have arrived, and does not look for them again", async () => {
    const { of, vouching, settle } = world();
    settle(1);
    of.listed.add("fue_1");
    of.nowMs += MINUTE;
    await vouching.run();
    await vouching.run();
    expect({ wanted: vouching.wanted(), asked: of.asked, queries: of.queries }).toEqual({ wanted: null, asked: [], queries: 1 });
  });

  it("has the wallet of one that is missing send again, once for all of the wallet's, until it has come", async () => {
    const { of, vouching, settle } = world();
    settle(1);
    settle(2);
    of.listed.add("fue_2");
    of.nowMs += MINUTE;
    await vouching.run();
    expect(of.asked).toEqual(["wal_1"]);
    expect(vouching.wanted()).toEqual({ atMs: of.nowMs + MINUTE, latestMs: of.nowMs + 2 * MINUTE });
    of.listed.add("fue_1");
    of.nowMs += MINUTE;
    await vouching.run();
    expect(of.asked).toEqual(["wal_1"]);
    expect(vouching.wanted()).toBeNull();
  });

  it("gives a fill its time", async () => {
    const { of, vouching, settle } = world();
    settle(1);
    of.nowMs += 10_000;
    await vouching.run();
    expect(of.asked).toEqual([]);
    expect(vouching.wanted()).not.toBeNull();
  });

  it("looks again when the data base does not answer", async () => {
    const { of, vouching, settle } = world();
    settle(1);
    of.nowMs += MINUTE;
    of.isDown = true;
    await vouching.run();
    expect(vouching.wanted()).toEqual({ atMs: of.nowMs + MINUTE, latestMs: of.nowMs + 2 * MINUTE });
  });

  it("sets no alarm after a start for what was settled before it, and looks for it at the next one all the same", async () => {
    const { of, settle } = world();
    settle(1);
    of.nowMs += MINUTE;
    const later = new Vouching({
      now: () => of.nowMs,
      fuelings: () => of.fuelings,
      listed: async () => [],
      sendAgain: async (walletId) => void of.asked.push(walletId),
    });
    expect(later.wanted()).toBeNull();
    await later.run();
    expect(of.asked).toEqual(["wal_1"]);
  });
});
