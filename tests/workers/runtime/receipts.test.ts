import { describe, expect, test } from "vitest";
import { Toy } from "./kit.ts";

const add = (amount: number) => ({ type: "Add", amount }) as const;

describe("a command sent twice under one id", () => {
  test("takes effect once and is answered the same, ids and all", async () => {
    const toy = new Toy();
    const first = await toy.execute("a", add(5));
    expect(first).toMatchObject({ ok: true, seq: 1, reply: { total: 5, id: expect.stringMatching(/^toy_[0-9a-z]{26}$/) } });
    expect(await toy.execute("a", add(5))).toEqual(first);
    expect(await toy.journal()).toHaveLength(1);
  });

  test("is answered the same after the object has left memory", async () => {
    const toy = new Toy();
    const first = await toy.execute("a", add(5));
    await toy.give(add(1));
    await toy.evict();
    expect(await toy.execute("a", add(5))).toEqual(first);
    expect((await toy.state()).total).toBe(6);
  });

  test("is the same command in whatever order its members come", async () => {
    const toy = new Toy();
    const first = await toy.execute("a", { type: "Add", amount: 5 });
    expect(await toy.execute("a", { amount: 5, type: "Add" })).toEqual(first);
  });

  test("at once takes effect once", async () => {
    const toy = new Toy();
    const replies = await Promise.all([1, 2, 3].map(() => toy.stub.execute("a", add(5))));
    expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1);
    expect((await toy.state()).total).toBe(5);
  });
});

describe("another command under an id that is taken", () => {
  test("is refused and changes nothing", async () => {
    const toy = new Toy();
    await toy.execute("a", add(5));
    const before = await toy.tables();
    expect(await toy.execute("a", add(6))).toEqual({ ok: false, code: "command_id_reused" });
    expect(await toy.tables()).toEqual(before);
    expect((await toy.state()).total).toBe(5);
  });

  test("is refused after the object has left memory", async () => {
    const toy = new Toy();
    await toy.execute("a", add(5));
    await toy.evict();
    expect(await toy.execute("a", add(6))).toEqual({ ok: false, code: "command_id_reused" });
  });
});

describe("receipts are bounded", () => {
  // The toy keeps eight.
  const fill = async (toy: Toy, more: number) => {
    await toy.execute("old", add(5));
    for (let i = 0; i < more; i++) await toy.give(add(1));
  };

  test.each([false, true])("by number: the last eight commands are answered (evicted before: %s)", async (evicted) => {
    const toy = new Toy();
    await fill(toy, 7);
    if (evicted) await toy.evict();
    expect(await toy.execute("old", add(5))).toMatchObject({ seq: 1 });
  });

  test.each([false, true])("by number: the ninth is decided anew (evicted before: %s)", async (evicted) => {
    const toy = new Toy();
    await fill(toy, 8);
    if (evicted) await toy.evict();
    expect(await toy.execute("old", add(5))).toMatchObject({ seq: 10, reply: { total: 18 } });
  });

  test.each([false, true])("by age: after a week a command is decided anew (evicted before: %s)", async (evicted) => {
    const toy = new Toy();
    const weekMs = 7 * 24 * 3_600_000;
    await toy.execute("old", add(5));
    toy.world.nowMs += weekMs;
    if (evicted) await toy.evict();
    expect(await toy.execute("old", add(5))).toMatchObject({ seq: 1 });
    toy.world.nowMs += 1;
    expect(await toy.execute("old", add(5))).toMatchObject({ seq: 2, reply: { total: 10 } });
  });
});
