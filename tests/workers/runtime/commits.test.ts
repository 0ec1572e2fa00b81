import { describe, expect, test } from "vitest";
import { Toy } from "./kit.ts";
import type { ToyCommand } from "./ToyActor.ts";

const add = (amount: number) => ({ type: "Add", amount }) as const;

/** An actor that something has happened to, with what is on its disk. */
async function used() {
  const toy = new Toy();
  await toy.give(add(5));
  await toy.settle();
  return { toy, tables: await toy.tables(), alarmAtMs: await toy.alarmAtMs() };
}

describe("a rejection", () => {
  test("writes nothing", async () => {
    const { toy, tables, alarmAtMs } = await used();
    expect(await toy.give(add(101))).toEqual({ ok: false, code: "insufficient_funds", detail: { amount: 101 } });
    expect([await toy.tables(), await toy.alarmAtMs()]).toEqual([tables, alarmAtMs]);
  });

  test("leaves no receipt: the id may be used again", async () => {
    const { toy } = await used();
    await toy.execute("again", add(101));
    expect(await toy.execute("again", add(7))).toMatchObject({ ok: true, reply: { total: 12 } });
  });

  test("crosses RPC as data", async () => {
    const toy = new Toy();
    expect(await toy.stub.execute("a", add(101))).toEqual({ ok: false, code: "insufficient_funds", detail: { amount: 101 } });
  });
});

describe("an accepted command without events", () => {
  test("is answered from the state, and writes nothing", async () => {
    const { toy, tables, alarmAtMs } = await used();
    expect(await toy.give(add(0))).toEqual({ ok: true, seq: 1, reply: 5 });
    expect([await toy.tables(), await toy.alarmAtMs()]).toEqual([tables, alarmAtMs]);
  });

  test("leaves no receipt", async () => {
    const { toy } = await used();
    await toy.execute("again", add(0));
    expect(await toy.execute("again", add(7))).toMatchObject({ ok: true, reply: { total: 12 } });
  });
});

describe("our own bug", () => {
  const bugs: readonly [string, ToyCommand][] = [
    ["a throw between deciding and committing", { type: "AddTwiceThenFail" }],
    ["a broken invariant", { type: "Break" }],
    ["a state that no deliveries can be made of", { type: "OweToNobody" }],
  ];

  test.each(bugs)("%s: nothing is written, and the actor goes on", async (_, command) => {
    const { toy, tables, alarmAtMs } = await used();
    await expect(toy.execute("bad", command)).rejects.toThrow();
    expect([await toy.tables(), await toy.alarmAtMs()]).toEqual([tables, alarmAtMs]);
    expect(await toy.give(add(2))).toMatchObject({ ok: true, seq: 2, reply: { total: 7 } });
    await toy.evict();
    expect((await toy.state()).total).toBe(7);
  });

  test("leaves no receipt: once it is mended the same id may be tried again", async () => {
    const { toy } = await used();
    await expect(toy.execute("bad", { type: "Break" })).rejects.toThrow();
    expect(await toy.execute("bad", add(2))).toMatchObject({ ok: true, reply: { total: 7 } });
  });
});

describe("a write that fails", () => {
  test("leaves the actor where it was", async () => {
    const { toy } = await used();
    await toy.inside((_, ctx) => ctx.storage.sql.exec("ALTER TABLE journal RENAME TO away"));
    await expect(toy.execute("failed", add(2))).rejects.toThrow();
    await toy.inside((_, ctx) => ctx.storage.sql.exec("ALTER TABLE away RENAME TO journal"));
    expect(await toy.state()).toMatchObject({ total: 5 });
    expect(await toy.execute("failed", add(2))).toMatchObject({ ok: true, seq: 2, reply: { total: 7 } });
  });

  test("of the snapshot takes the commit with it", async () => {
    const { toy } = await used();
    for (let i = 0; i < 2; i++) await toy.give(add(1));
    await toy.inside((_, ctx) => ctx.storage.sql.exec("ALTER TABLE snapshot RENAME TO away"));
    await expect(toy.execute("fourth", add(1))).rejects.toThrow();
    expect(await toy.journal()).toHaveLength(3);
    await toy.inside((_, ctx) => ctx.storage.sql.exec("ALTER TABLE away RENAME TO snapshot"));
    expect(await toy.execute("fourth", add(1))).toMatchObject({ ok: true, seq: 4 });
  });
});
