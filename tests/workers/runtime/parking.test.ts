import { describe, expect, test } from "vitest";
import { Toy } from "./kit.ts";

const parked = (toy: Toy) => toy.inside(({ host }) => host.parkedDeliveries());
const replay = (toy: Toy, id: string) => toy.inside(({ host }) => host.replayDelivery(id));
const attempts = (toy: Toy) =>
  toy.inside((_, { storage: { sql } }) => sql.exec<{ count: number }>("SELECT count(*) AS count FROM delivery_attempts").one().count);

/** An actor that owes two deliveries to a destination of which the first never gets through, up to the last attempt. */
async function givenUp() {
  const toy = new Toy();
  // The toy gives up after six.
  toy.world.failures.set("x", 6);
  await toy.give({ type: "Owe", id: "d1", destination: "x" });
  await toy.give({ type: "Owe", id: "d2", destination: "x" });
  await toy.settle();
  while ((await parked(toy)).length === 0) await toy.passToAlarm();
  await toy.settle();
  return toy;
}

const note = { type: "DeliveryParked", deliveryId: "d1", destination: "x", error: "the receiver does not answer" };

describe("a delivery that never succeeds", () => {
  test("is parked after the last attempt, with the reason", async () => {
    const toy = await givenUp();
    expect(toy.world.sent.filter((id) => id === "d1")).toHaveLength(6);
    expect(await parked(toy)).toMatchObject([
      { deliveryId: "d1", destination: "x", failures: 6, parkedAtMs: toy.world.nowMs, error: "the receiver does not answer" },
    ]);
    expect(toy.world.log).toContain("error: delivery parked");
  });

  test("is noted in the journal, and the read models are told", async () => {
    const toy = await givenUp();
    expect((await toy.journal()).flatMap(({ events }) => JSON.parse(events))).toContainEqual(note);
    expect(toy.publishedCommits().flatMap(({ events }) => events)).toContainEqual(note);
  });

  test("no longer holds up what follows", async () => {
    const toy = await givenUp();
    expect(await toy.state()).toMatchObject({ owed: [{ id: "d1" }], delivered: ["d2"] });
  });

  test("is not tried again, and wants no alarm", async () => {
    const toy = await givenUp();
    toy.world.projectedSeq = 1_000;
    await toy.passUntilQuiet();
    await toy.give({ type: "Add", amount: 1 });
    await toy.settle();
    expect(toy.world.sent.filter((id) => id === "d1")).toHaveLength(6);
  });

  test("stays parked when the object leaves memory", async () => {
    const toy = await givenUp();
    const before = await parked(toy);
    await toy.evict();
    expect(await parked(toy)).toEqual(before);
    await toy.passToAlarm();
    expect(toy.world.sent.filter((id) => id === "d1")).toHaveLength(6);
    expect(await toy.state()).toMatchObject({ owed: [{ id: "d1" }], delivered: ["d2"] });
  });
});

describe("a parked delivery", () => {
  test.each([false, true])("can be sent again by an operator (evicted before: %s)", async (evicted) => {
    const toy = await givenUp();
    if (evicted) await toy.evict();
    expect(await replay(toy, "d1")).toBe(true);
    await toy.settle();
    expect(await toy.state()).toMatchObject({ owed: [], delivered: ["d2", "d1"] });
    expect(await parked(toy)).toEqual([]);
    expect(toy.publishedCommits().flatMap(({ events }) => events)).toContainEqual({ type: "DeliveryReplayed", deliveryId: "d1" });
  });

  test("that fails again has as many attempts as before", async () => {
    const toy = await givenUp();
    toy.world.failures.set("x", 6);
    await replay(toy, "d1");
    await toy.settle();
    while ((await parked(toy)).length === 0) await toy.passToAlarm();
    expect(toy.world.sent.filter((id) => id === "d1")).toHaveLength(12);
  });

  test("that the state no longer owes is on nobody's list", async () => {
    const toy = await givenUp();
    await toy.give({ type: "Delivered", id: "d1" });
    expect(await parked(toy)).toEqual([]);
    expect(await replay(toy, "d1")).toBe(false);
    await toy.settle();
    expect(toy.publishedCommits().flatMap(({ events }) => events)).toContainEqual({ type: "DeliverySettled", deliveryId: "d1" });
    expect(await attempts(toy)).toBe(0);
  });

  test("that new code does not owe is said to be settled when the object starts", async () => {
    const toy = new Toy();
    await toy.give({ type: "Add", amount: 1 });
    await toy.inside((_, { storage: { sql } }) => sql.exec("INSERT INTO delivery_attempts VALUES ('old', 'x', 6, 0, 1, 'gone')"));
    await toy.evict();
    await toy.settle();
    expect(toy.publishedCommits().flatMap(({ events }) => events)).toContainEqual({ type: "DeliverySettled", deliveryId: "old" });
    expect(await attempts(toy)).toBe(0);
  });
});

test("only what is parked can be replayed; nothing is noted otherwise", async () => {
  const toy = new Toy();
  toy.world.failures.set("x", 1);
  await toy.give({ type: "Owe", id: "d", destination: "x" });
  await toy.settle();
  const before = await toy.tables();
  expect(await replay(toy, "d")).toBe(false);
  expect(await replay(toy, "unknown")).toBe(false);
  expect(await toy.tables()).toEqual(before);
});

test("a delivery that the receiver says is hopeless is parked at once", async () => {
  const toy = new Toy();
  toy.world.replies.set("x", "never");
  await toy.give({ type: "Owe", id: "d1", destination: "x" });
  await toy.settle();
  expect(toy.world.sent).toEqual(["d1"]);
  expect(await parked(toy)).toMatchObject([{ deliveryId: "d1", failures: 1, error: "the receiver will never take it" }]);
});
