import { describe, expect, test } from "vitest";
import { Toy, until } from "./kit.ts";

const owe = (toy: Toy, id: string, destination: string, notBeforeMs?: number) =>
  toy.give({ type: "Owe", id, destination, ...(notBeforeMs === undefined ? {} : { notBeforeMs }) });

const attempts = (toy: Toy) => toy.inside((_, ctx) => ctx.storage.sql.exec("SELECT * FROM delivery_attempts").toArray());

/** Makes a destination that does not answer, until the returned function is called. */
function silence(toy: Toy, destination: string): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  toy.world.silent.set(destination, promise);
  return () => {
    toy.world.silent.delete(destination);
    resolve();
  };
}

describe("a delivery", () => {
  test("is sent at once, and its acknowledgement is a command like any other", async () => {
    const toy = new Toy();
    await owe(toy, "d", "x");
    await toy.settle();
    expect(await toy.state()).toMatchObject({ owed: [], delivered: ["d"] });
    expect((await toy.journal()).map(({ command_id }) => command_id)).toEqual(["command-1", "d/acknowledged"]);
  });

  test("that fails five times and then succeeds is made, with longer and longer waits", async () => {
    const toy = new Toy();
    toy.world.failures.set("x", 5);
    await owe(toy, "d", "x");
    await toy.settle();
    const waits: number[] = [];
    while ((await toy.state()).owed.length > 0) {
      waits.push((await toy.alarmAtMs())! - toy.world.nowMs);
      await toy.passToAlarm();
    }
    expect(waits).toEqual([750, 1_500, 3_000, 6_000, 6_000]);
    expect(toy.world.sent).toEqual(Array(6).fill("d"));
    expect(await attempts(toy)).toEqual([]);
  });

  test("keeps its count of failures when the object leaves memory", async () => {
    const toy = new Toy();
    toy.world.failures.set("x", 5);
    await owe(toy, "d", "x");
    for (let i = 0; i < 2; i++) {
      await toy.evict();
      await toy.passToAlarm();
    }
    expect(await attempts(toy)).toMatchObject([{ delivery_id: "d", failures: 3, next_at_ms: toy.world.nowMs + 3_000 }]);
  });

  test("that is overdue when the object comes back goes out with the first touch, before any alarm", async () => {
    const toy = new Toy();
    toy.world.failures.set("x", 1);
    await owe(toy, "d", "x");
    await toy.settle();
    await toy.evict();
    toy.world.nowMs += 60_000;
    await toy.state();
    await until(() => toy.world.sent.length === 2, "the delivery to be sent again");
    await until(async () => (await toy.state()).delivered.length === 1, "its acknowledgement");
  });

  test("whose time has not come is not sent by an alarm that goes off early", async () => {
    const toy = new Toy();
    toy.world.failures.set("x", 1);
    await owe(toy, "d", "x");
    await toy.settle();
    await toy.fireAlarm();
    expect(toy.world.sent).toEqual(["d"]);
  });

  test("whose receiver never answers has failed after the time-out", async () => {
    const toy = new Toy();
    toy.world.limits = { deliveryTimeoutMs: 20 };
    silence(toy, "x");
    await owe(toy, "d", "x");
    await until(async () => (await attempts(toy)).length > 0, "the attempt fails");
    expect(await attempts(toy)).toMatchObject([{ error: "no answer within 20 ms" }]);
  });

  test("that another command has settled is forgotten, failures and all", async () => {
    const toy = new Toy();
    toy.world.failures.set("x", 1);
    await owe(toy, "d", "x");
    await toy.settle();
    await toy.give({ type: "Delivered", id: "d" });
    await toy.passToAlarm();
    expect(toy.world.sent).toEqual(["d"]);
    expect(await attempts(toy)).toEqual([]);
  });

  test("that another command has settled while it was under way is not counted as failed", async () => {
    const toy = new Toy();
    const answer = silence(toy, "x");
    toy.world.failures.set("x", 1);
    await owe(toy, "d", "x");
    await toy.give({ type: "Delivered", id: "d" });
    answer();
    await toy.settle();
    expect(await attempts(toy)).toEqual([]);
    expect(toy.world.sent).toEqual(["d"]);
  });
});

describe("an acknowledgement", () => {
  test.each([
    ["changes nothing", "later", "the acknowledgement changed nothing"],
    ["is refused", "refuse", "the acknowledgement was refused: insufficient_funds"],
  ])("that %s counts as a failure and backs off", async (_, reply, error) => {
    const toy = new Toy();
    toy.world.replies.set("x", reply);
    await owe(toy, "d", "x");
    await toy.settle();
    expect(toy.world.sent).toEqual(["d"]);
    expect(await attempts(toy)).toMatchObject([{ failures: 1, error, parked_at_ms: null }]);
    expect(await toy.alarmAtMs()).toBe(toy.world.nowMs + 750);
    toy.world.replies.clear();
    await toy.passToAlarm();
    expect((await toy.state()).delivered).toEqual(["d"]);
  });
});

describe("deliveries to one destination", () => {
  test("are made in order, though the first one fails at first", async () => {
    const toy = new Toy();
    toy.world.failures.set("x", 2);
    for (const id of ["d1", "d2", "d3"]) await owe(toy, id, "x");
    await toy.settle();
    expect(toy.world.sent).toEqual(["d1"]);
    await toy.passToAlarm();
    await toy.passToAlarm();
    expect(toy.world.sent).toEqual(["d1", "d1", "d1", "d2", "d3"]);
    expect((await toy.state()).delivered).toEqual(["d1", "d2", "d3"]);
  });

  test("are under way one at a time", async () => {
    const toy = new Toy();
    const answer = silence(toy, "x");
    await owe(toy, "d1", "x");
    await owe(toy, "d2", "x");
    await until(() => toy.world.sent.length > 0, "the first is sent");
    expect(toy.world.sent).toEqual(["d1"]);
    answer();
    await toy.settle();
    expect(toy.world.sent).toEqual(["d1", "d2"]);
  });

  test("wait for the first one's moment", async () => {
    const toy = new Toy();
    const atMs = toy.world.nowMs + 3_000;
    await owe(toy, "d1", "x", atMs);
    await owe(toy, "d2", "x");
    await toy.settle();
    expect(toy.world.sent).toEqual([]);
    expect(await toy.alarmAtMs()).toBe(atMs);
    await toy.fireAlarm();
    expect(toy.world.sent).toEqual([]);
    await toy.passToAlarm();
    expect(toy.world.sent).toEqual(["d1", "d2"]);
  });
});

describe("destinations do not hold up each other", () => {
  test("when one fails", async () => {
    const toy = new Toy();
    toy.world.failures.set("x", 100);
    await owe(toy, "x1", "x");
    await owe(toy, "y1", "y");
    await toy.settle();
    expect((await toy.state()).delivered).toEqual(["y1"]);
  });

  test("when one is slow: all that follows for another is made meanwhile", async () => {
    const toy = new Toy();
    const answer = silence(toy, "x");
    for (const [id, destination] of [
      ["x1", "x"],
      ["y1", "y"],
      ["y2", "y"],
      ["y3", "y"],
    ] as const)
      await owe(toy, id, destination);
    await until(async () => (await toy.state()).delivered.length === 3, "the other destination is served");
    expect((await toy.state()).owed.map(({ id }) => id)).toEqual(["x1"]);
    answer();
    await toy.settle();
    expect((await toy.state()).delivered).toEqual(["y1", "y2", "y3", "x1"]);
  });

  test("when one is slow during the alarm", async () => {
    const toy = new Toy();
    toy.world.failures.set("x", 1).set("y", 1);
    for (const [id, destination] of [
      ["x1", "x"],
      ["y1", "y"],
      ["y2", "y"],
    ] as const)
      await owe(toy, id, destination);
    await toy.settle();
    const answer = silence(toy, "x");
    const alarm = toy.passToAlarm();
    await until(async () => (await toy.state()).delivered.length === 2, "the other destination is served");
    answer();
    await alarm;
    expect((await toy.state()).delivered).toEqual(["y1", "y2", "x1"]);
  });

  test("however many there are: six at once, the others after them", async () => {
    const toy = new Toy();
    const answers = Array.from({ length: 6 }, (_, i) => silence(toy, `slow${i}`));
    for (let i = 0; i < 6; i++) await owe(toy, `s${i}`, `slow${i}`);
    await owe(toy, "last", "quick");
    await until(() => toy.world.sent.length === 6, "six are under way");
    expect(toy.world.sent).not.toContain("last");
    answers[3]!();
    await until(async () => (await toy.state()).delivered.includes("last"), "the seventh is made once one is done");
    for (const answer of answers) answer();
    await toy.settle();
    expect((await toy.state()).delivered).toHaveLength(7);
  });
});

test("slow receivers keep the alarm no longer than one attempt, so that timers are not late", async () => {
  const toy = new Toy();
  toy.world.limits = { deliveryTimeoutMs: 200 };
  const atMs = toy.world.nowMs + 5_000;
  const destinations = ["a", "b", "c", "d", "e", "f", "g"];
  for (const destination of destinations) {
    toy.world.failures.set(destination, 1);
    await owe(toy, `to ${destination}`, destination);
  }
  await toy.give({ type: "CloseAt", atMs });
  await toy.settle();
  const answers = destinations.map((destination) => silence(toy, destination));
  toy.world.nowMs += 1_000;
  // The seventh has to wait for one of the six; the alarm does not wait for it in turn.
  const seventh = await toy.inside(async (actor, ctx) => {
    await actor.alarm();
    return ctx.storage.sql.exec<{ failures: number }>("SELECT failures FROM delivery_attempts WHERE destination = 'g'").one().failures;
  });
  expect(seventh).toBe(1);
  expect(await toy.alarmAtMs()).toBeLessThanOrEqual(atMs);
  for (const answer of answers) answer();
});
