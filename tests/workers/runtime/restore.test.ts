import { ActorHost } from "@forecourt/durable-objects/runtime/host";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Toy } from "./kit.ts";
import { metered } from "./meter.ts";
import { type ToyCommand, toy } from "./ToyActor.ts";

const add = (amount: number) => ({ type: "Add", amount }) as const;

const sql = (toy: Toy, text: string, ...bindings: (string | number)[]) =>
  toy.inside((_, ctx) => void ctx.storage.sql.exec(text, ...bindings));

/** The actor as it is found after a start. */
async function restarted(toy: Toy) {
  await toy.evict();
  return toy.inside(({ host }) => ({ state: host.state, seq: host.seq, publications: host.publications(0) }));
}

/** Everything that leaves a trace, and what leaves none. Deliveries are made and fail on their own meanwhile. */
const commands: fc.Arbitrary<ToyCommand> = fc.oneof(
  fc.integer({ min: 0, max: 120 }).map((amount): ToyCommand => ({ type: "Add", amount })),
  fc.constantFrom<ToyCommand>({ type: "Whisper" }, { type: "Close" }, { type: "Break" }, { type: "AddTwiceThenFail" }),
  fc.integer({ min: 0, max: 100_000 }).map((ms): ToyCommand => ({ type: "CloseAt", atMs: Date.UTC(2100, 0, 1) + ms })),
  fc.record({ type: fc.constant("Owe" as const), id: fc.uuid(), destination: fc.constantFrom("x", "y", "broken") }),
);

describe("what an actor is after a start", () => {
  test("is what it was before, whether it comes from the snapshot or from the whole journal", { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof({ weight: 8, arbitrary: commands }, fc.constantFrom("evict", "alarm")), { maxLength: 25 }),
        async (steps) => {
          const toy = new Toy();
          toy.world.replies.set("broken", "never");
          // Something has happened: an object that nothing has happened to has no snapshot to take away.
          await toy.give({ type: "Whisper" });
          for (const step of steps) {
            if (step === "evict") await toy.evict();
            else if (step === "alarm") await toy.passToAlarm();
            else await toy.give(step).catch(() => undefined);
          }
          await toy.settle();
          const live = await toy.inside(({ host }) => ({ state: host.state, seq: host.seq, publications: host.publications(0) }));
          expect(await restarted(toy)).toEqual(live);
          await sql(toy, "DELETE FROM snapshot");
          expect(await restarted(toy)).toEqual(live);
        },
      ),
      { numRuns: 25 },
    );
  });

  test("is the next commit's ground: positions go on without a gap", async () => {
    const toy = new Toy();
    for (let i = 0; i < 6; i++) await toy.give(add(1));
    await toy.evict();
    expect(await toy.give(add(1))).toMatchObject({ seq: 7, reply: { total: 7 } });
    expect((await toy.journal()).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });
});

describe("an event of an older shape", () => {
  const old = async () => {
    const toy = new Toy();
    await toy.give(add(5));
    await sql(
      toy,
      `INSERT INTO journal (seq, at_ms, command_id, fingerprint, after_seq, events, reply) VALUES (2, 0, 'old', '', 1, '[{"type":"Incremented"}]', 'null')`,
    );
    return toy;
  };

  test("is folded as what it means today", async () => {
    expect((await restarted(await old())).state.total).toBe(6);
  });

  test("is published and shown as what it means today, and stays in the journal as it was", async () => {
    const toy = await old();
    await toy.evict();
    const added = { seq: 2, events: [{ type: "Added", amount: 1 }] };
    expect(await toy.inside(({ host }) => host.publications(1).commits)).toMatchObject([added]);
    expect(await toy.inside(({ host }) => host.history(100, 1))).toMatchObject([added]);
    expect(await toy.inside(({ host }) => host.journal(1).commits)).toMatchObject([{ events: [{ type: "Incremented" }] }]);
  });
});

describe("a snapshot", () => {
  /** An actor with a snapshot at its fourth commit, replaced by another. */
  const withSnapshot = async (version: number, state: unknown) => {
    const toy = new Toy();
    for (let i = 0; i < 5; i++) await toy.give(add(10));
    await toy.settle();
    await sql(toy, "UPDATE snapshot SET version = ?, state = ?", version, JSON.stringify(state));
    return toy;
  };
  const stored = (toy: Toy) =>
    toy.inside((_, ctx) => ctx.storage.sql.exec<{ seq: number; version: number }>("SELECT seq, version FROM snapshot").one());
  // The total tells where a state comes from: the journal says 40 at the fourth commit.
  const before = { total: 1_000, closesAtMs: null, reminder: null, owed: [] };

  test("of today's version is what a start builds on", async () => {
    const { state } = await restarted(await withSnapshot(2, { ...before, delivered: ["d"] }));
    expect(state).toEqual({ ...before, total: 1_010, delivered: ["d"] });
  });

  test("of an older version is brought up to today's", async () => {
    const { state } = await restarted(await withSnapshot(1, before));
    expect(state).toEqual({ ...before, total: 1_010, delivered: [] });
  });

  test("of a version that nobody knows is passed over: the journal says it all", async () => {
    const { state, seq } = await restarted(await withSnapshot(99, { what: "ever" }));
    expect({ total: state.total, seq }).toEqual({ total: 50, seq: 5 });
  });

  test("that was passed over is replaced at the next commit", async () => {
    const toy = await withSnapshot(99, { what: "ever" });
    await toy.evict();
    await toy.give(add(10));
    expect(await stored(toy)).toEqual({ seq: 6, version: 2 });
  });

  test("of a long journal is saved as it is folded anew: a start that is cut off is gone on with, not begun again", async () => {
    const given = new Toy();
    given.world.limits = { refoldEvery: 10, snapshotEvery: 1_000 };
    for (let i = 0; i < 25; i++) await given.give(add(1));
    await given.settle();
    /** A start by code that has changed the state's shape, and is killed after so many events. */
    const start = (eventsMax: number) =>
      given.inside(async (_, ctx) => {
        const { storage, meter } = metered(ctx.storage);
        let folded = 0;
        const evolve: typeof toy.evolve = (state, event, at) => {
          if (++folded > eventsMax) throw new Error("killed");
          return toy.evolve(state, event, at);
        };
        const limits = { ...toy.limits, ...given.world.limits };
        const host = new ActorHost({ id: ctx.id, storage }, { ...toy, evolve, limits, stateVersion: 3 }, given.world.ports);
        const end = await host.ready().then(
          () => ({ total: host.state.total, seq: host.seq }),
          (error: Error) => error.message,
        );
        return { end, folded, rowsWritten: meter.sqlRows() };
      });
    expect(await start(17)).toMatchObject({ end: "killed", rowsWritten: 1 });
    expect(await stored(given)).toEqual({ seq: 10, version: 3 });
    expect(await start(100)).toEqual({ end: { total: 25, seq: 25 }, folded: 15, rowsWritten: 2 });
    expect(await start(100)).toMatchObject({ end: { total: 25, seq: 25 }, folded: 0, rowsWritten: 0 });
  });

  test("bounds what a start folds: it is never further behind than so many commits (the toy: four)", async () => {
    const toy = new Toy();
    for (let seq = 1; seq <= 13; seq++) {
      await toy.give(add(1));
      if (seq % 3 === 0) await toy.evict();
      if (seq >= 4) expect(seq - (await stored(toy)).seq).toBeLessThan(4);
    }
  });
});
