import { describe, expect, test } from "vitest";
import { Toy } from "./kit.ts";

const add = (amount: number) => ({ type: "Add", amount }) as const;

/** What is written while `act` runs and what it sets off settles, as the platform counts it. */
async function written(toy: Toy, act: () => Promise<unknown>) {
  const read = () => toy.inside(({ meter }) => ({ rows: meter.sqlRows(), alarms: meter.alarmsSet() }));
  await toy.settle();
  const before = await read();
  await act();
  await toy.settle();
  const after = await read();
  return { rows: after.rows - before.rows, alarms: after.alarms - before.alarms };
}

/** An actor with one commit, so that its alarm is set. */
async function used() {
  const toy = new Toy();
  await toy.give(add(1));
  return toy;
}

/** What an object's tables cost it, once, with its first commit. */
const TABLES = 5;

describe("rows written", () => {
  test("nothing by an object that is only looked at, nor by one that refuses: a name that nobody has leaves nothing behind", async () => {
    const toy = new Toy();
    expect(await written(toy, () => toy.give(add(101)))).toEqual({ rows: 0, alarms: 0 });
    expect(await toy.journal().catch(() => "no tables")).toBe("no tables");
  });

  test("the first commit: one row beside its tables, and the alarm that will compare it with the read models", async () => {
    const toy = new Toy();
    expect(await written(toy, () => toy.give(add(1)))).toEqual({ rows: TABLES + 1, alarms: 1 });
  });

  test("every further commit: one row, the alarm is early enough", async () => {
    const toy = await used();
    expect(await written(toy, () => toy.give(add(1)))).toEqual({ rows: 1, alarms: 0 });
    toy.world.nowMs += 5_000;
    expect(await written(toy, () => toy.give(add(1)))).toEqual({ rows: 1, alarms: 0 });
  });

  test("a snapshot: one row more, every so many commits (the toy: four)", async () => {
    const toy = new Toy();
    const rows: number[] = [];
    for (let i = 0; i < 9; i++) rows.push((await written(toy, () => toy.give(add(1)))).rows);
    expect(rows).toEqual([TABLES + 1, 1, 1, 2, 1, 1, 1, 2, 1]);
  });

  test("a snapshot: as often when the object leaves memory in between", async () => {
    const toy = new Toy();
    for (let i = 0; i < 5; i++) await toy.give(add(1));
    await toy.evict();
    expect(await written(toy, () => toy.give(add(1)))).toEqual({ rows: 1, alarms: 0 });
  });

  test("a commit that nobody outside needs to know of, with nothing due: one row and no alarm", async () => {
    const toy = new Toy();
    await toy.give({ type: "Whisper" });
    expect(await written(toy, () => toy.give({ type: "Whisper" }))).toEqual({ rows: 1, alarms: 0 });
  });

  test("a delivery that succeeds at once: two commits, one alarm for all that may be left to do", async () => {
    const toy = new Toy();
    await toy.give({ type: "Whisper" });
    expect(await written(toy, () => toy.give({ type: "Owe", id: "d", destination: "x" }))).toEqual({ rows: 2, alarms: 1 });
    expect((await toy.state()).delivered).toEqual(["d"]);
    expect(await written(toy, () => toy.passToAlarm())).toEqual({ rows: 0, alarms: 1 });
  });

  test("a commit that somebody else vouches for: one row and no alarm", async () => {
    const toy = new Toy();
    await toy.give({ type: "Whisper" });
    expect(await written(toy, () => toy.give({ type: "Tell" }))).toEqual({ rows: 1, alarms: 0 });
  });

  test("one that could not be sent: the alarm that would not have been set", async () => {
    const toy = new Toy();
    await toy.give({ type: "Whisper" });
    toy.world.queueFull = true;
    expect(await written(toy, () => toy.give({ type: "Tell" }))).toEqual({ rows: 1, alarms: 1 });
    toy.world.queueFull = false;
    await toy.passToAlarm();
    expect(toy.publishedSeqs()).toEqual([2]);
  });

  test("a delivery that may wait until somebody calls: no alarm but the comparison's, and it goes with the next call, a refused one too", async () => {
    const toy = new Toy();
    await toy.give({ type: "Whisper" });
    const owed = { id: "d", destination: "x", notBeforeMs: toy.world.nowMs + 60_000, alarmSlackMs: Number.POSITIVE_INFINITY };
    await toy.give({ type: "Tell" });
    expect(await written(toy, () => toy.inside(({ host }) => void host.execute("owe", { type: "Owe", ...owed })))).toEqual({
      rows: 1,
      alarms: 1,
    });
    toy.world.nowMs += 61_000;
    await toy.give(add(101));
    await toy.settle();
    expect(toy.world.sent).toEqual(["d"]);
  });

  test("an attempt that fails: one row and the alarm for the next", async () => {
    const toy = await used();
    toy.world.failures.set("x", 2);
    expect(await written(toy, () => toy.give({ type: "Owe", id: "d", destination: "x" }))).toEqual({ rows: 2, alarms: 1 });
    expect(await written(toy, () => toy.passToAlarm())).toEqual({ rows: 1, alarms: 1 });
  });

  test("a timer later than the alarm that is set: no alarm more; an earlier one: one", async () => {
    const toy = await used();
    expect(await written(toy, () => toy.give({ type: "CloseAt", atMs: toy.world.nowMs + 60_000 }))).toEqual({ rows: 1, alarms: 0 });
    expect(await written(toy, () => toy.give({ type: "CloseAt", atMs: toy.world.nowMs + 1_000 }))).toEqual({ rows: 1, alarms: 1 });
  });

  test("a rejection, a question and a repeated command: none", async () => {
    const toy = new Toy();
    await toy.execute("a", add(1));
    expect(await written(toy, () => toy.give(add(101)))).toEqual({ rows: 0, alarms: 0 });
    expect(await written(toy, () => toy.give(add(0)))).toEqual({ rows: 0, alarms: 0 });
    expect(await written(toy, () => toy.execute("a", add(1)))).toEqual({ rows: 0, alarms: 0 });
  });

  test("a start by the actor's own alarm: none", async () => {
    const toy = await used();
    const atMs = await toy.alarmAtMs();
    await toy.evict();
    toy.world.nowMs = atMs!;
    expect(await toy.inside(({ meter }) => [meter.sqlRows(), meter.alarmsSet()])).toEqual([0, 0]);
  });

  test("a busy actor whose alarm is late: no alarm more", async () => {
    const toy = await used();
    toy.world.nowMs = (await toy.alarmAtMs())! + 100;
    expect(await written(toy, () => toy.give(add(1)))).toEqual({ rows: 1, alarms: 0 });
  });

  test("a start of an actor that has its tables and its alarm: none", async () => {
    const toy = await used();
    await toy.evict();
    expect(await toy.inside(({ meter }) => [meter.sqlRows(), meter.alarmsSet()])).toEqual([0, 0]);
  });
});
