import { evictDurableObject } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import { Toy, until } from "./kit.ts";

const HOUR_MS = 3_600_000;

/** An actor that is to close at a moment. */
async function closing(inMs = HOUR_MS) {
  const toy = new Toy();
  const atMs = toy.world.nowMs + inMs;
  await toy.give({ type: "CloseAt", atMs });
  return { toy, atMs };
}

const types = async (toy: Toy) =>
  (await toy.journal()).map(({ events }) => (JSON.parse(events) as { type: string }[]).map(({ type }) => type).join());

describe("a timer", () => {
  test("sets the alarm, and its command is given when it is due", async () => {
    const { toy, atMs } = await closing();
    expect(await toy.alarmAtMs()).toBe(atMs);
    await toy.passToAlarm();
    expect(await types(toy)).toEqual(["ClosingSet", "Closed"]);
  });

  test("is given by the platform's own alarm, also to an object that has left memory", async () => {
    const toy = new Toy();
    toy.world.nowMs = Date.now();
    const atMs = toy.world.nowMs + 100;
    await toy.give({ type: "CloseAt", atMs });
    await evictDurableObject(toy.stub);
    toy.world.nowMs = atMs;
    await until(async () => (await toy.state()).closesAtMs === null, "the actor closes");
    expect(await types(toy)).toEqual(["ClosingSet", "Closed"]);
  });

  test("does not fire when the alarm goes off too early, and the alarm is set again", async () => {
    const { toy, atMs } = await closing();
    await toy.fireAlarm();
    expect(await types(toy)).toEqual(["ClosingSet"]);
    expect(await toy.alarmAtMs()).toBe(atMs);
  });

  test("fires once when the alarm goes off twice", async () => {
    const { toy, atMs } = await closing();
    toy.world.nowMs = atMs;
    await toy.inside(async (actor) => {
      await actor.alarm();
      await actor.alarm();
    });
    expect(await types(toy)).toEqual(["ClosingSet", "Closed"]);
  });

  test("fires once when the alarm goes off a day late", async () => {
    const { toy } = await closing();
    toy.world.nowMs += 24 * HOUR_MS;
    await toy.fireAlarm();
    expect(await types(toy)).toEqual(["ClosingSet", "Closed"]);
  });

  test("set to a moment that is past fires at the next alarm, which is at once", async () => {
    const { toy } = await closing(-HOUR_MS);
    expect(await toy.alarmAtMs()).toBe(toy.world.nowMs + 50);
    await toy.passToAlarm();
    expect(await types(toy)).toEqual(["ClosingSet", "Closed"]);
  });

  test("moved forward moves the alarm; moved back lets the early alarm find nothing to do", async () => {
    const { toy, atMs } = await closing();
    await toy.give({ type: "CloseAt", atMs: atMs - 60_000 });
    expect(await toy.alarmAtMs()).toBe(atMs - 60_000);
    await toy.give({ type: "CloseAt", atMs: atMs + 60_000 });
    await toy.passToAlarm();
    expect(await toy.alarmAtMs()).toBe(atMs + 60_000);
    expect((await toy.state()).closesAtMs).toBe(atMs + 60_000);
  });

  test("set again to the very moment that it has fired for fires again", async () => {
    const { toy, atMs } = await closing();
    await toy.passToAlarm();
    toy.world.nowMs += 60_000;
    await toy.give({ type: "CloseAt", atMs });
    await toy.passToAlarm();
    expect((await toy.state()).closesAtMs).toBeNull();
  });
});

describe("an alarm that is lost", () => {
  test("is set again for the timer at the next touch", async () => {
    const { toy, atMs } = await closing();
    await toy.inside((_, ctx) => ctx.storage.deleteAlarm());
    await toy.evict();
    expect(await toy.alarmAtMs()).toBe(atMs);
  });

  test("is set again, for now, when the timer is overdue", async () => {
    const { toy, atMs } = await closing();
    await toy.inside((_, ctx) => ctx.storage.deleteAlarm());
    await toy.evict();
    toy.world.nowMs = atMs + HOUR_MS;
    expect(await toy.alarmAtMs()).toBe(atMs + HOUR_MS + 50);
  });

  test("is set again for a delivery that was owed", async () => {
    const toy = new Toy();
    toy.world.failures.set("x", 1);
    await toy.give({ type: "Owe", id: "d", destination: "x" });
    await toy.settle();
    await toy.inside((_, ctx) => ctx.storage.deleteAlarm());
    await toy.evict();
    expect(await toy.alarmAtMs()).toBe(toy.world.nowMs + 750);
    await toy.passToAlarm();
    expect((await toy.state()).delivered).toEqual(["d"]);
  });

  test("that is past, and never went off, is set anew at the next touch", async () => {
    const { toy, atMs } = await closing();
    await toy.evict();
    toy.world.nowMs = atMs + 10_000;
    expect(await toy.alarmAtMs()).toBe(atMs + 10_050);
  });
});

describe.each(["refused", "ignored", "breaks"] as const)("a timer that stays due because its command is: %s", (how) => {
  const stuck = async () => {
    const toy = new Toy();
    await toy.give({ type: "RemindAt", atMs: toy.world.nowMs + 1_000, how });
    await toy.passToAlarm();
    return toy;
  };

  test("is tried again half a minute later, not at once", async () => {
    const toy = await stuck();
    expect(await toy.alarmAtMs()).toBe(toy.world.nowMs + 30_000);
    await toy.passToAlarm();
    expect(await toy.alarmAtMs()).toBe(toy.world.nowMs + 30_000);
  });

  test("does not spin with the commands that come meanwhile", async () => {
    const toy = await stuck();
    const retryAtMs = await toy.alarmAtMs();
    toy.world.nowMs += 1_000;
    await toy.give({ type: "Whisper" });
    expect(await toy.alarmAtMs()).toBe(retryAtMs);
  });

  test("keeps neither other timers nor deliveries from their turn", async () => {
    const toy = await stuck();
    const now = toy.world.nowMs;
    toy.world.failures.set("x", 1);
    await toy.give({ type: "CloseAt", atMs: now + 5_000 });
    await toy.give({ type: "Owe", id: "d", destination: "x" });
    await toy.settle();
    expect(await toy.alarmAtMs()).toBe(now + 750);
    await toy.passToAlarm();
    expect((await toy.state()).delivered).toEqual(["d"]);
    expect(await toy.alarmAtMs()).toBe(now + 5_000);
    await toy.passToAlarm();
    expect((await toy.state()).closesAtMs).toBeNull();
  });

  test("lets another timer due in the same alarm fire", async () => {
    const toy = new Toy();
    const atMs = toy.world.nowMs + 1_000;
    await toy.give({ type: "RemindAt", atMs, how });
    await toy.give({ type: "CloseAt", atMs });
    await toy.passToAlarm();
    expect((await toy.state()).closesAtMs).toBeNull();
  });
});
