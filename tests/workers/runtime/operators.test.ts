import { describe, expect, it } from "vitest";
import { Toy } from "./kit.ts";
import type { ToyCommand } from "./ToyActor.ts";

const by = {
  operatorId: "op_1",
  email: "ada@forecourt.example",
  role: "finance",
  reason: "asked",
  ip: "192.0.2.1",
  place: null,
  requestId: "r",
} as const;
const asOperator = (toy: Toy, commandId: string, command: ToyCommand) =>
  toy.inside(({ host }) => host.execute(commandId, command, command, by));

describe("an operator's command", () => {
  it("leaves who, why and from where in the very commit of what it did", async () => {
    const toy = new Toy();
    await asOperator(toy, "a", { type: "Add", amount: 5 });
    const journal = await toy.journal();
    expect(journal).toHaveLength(1);
    expect(JSON.parse(journal[0]?.events ?? "")).toEqual([
      { type: "Added", amount: 5 },
      { type: "OperatorActed", action: "Add", by, before: { total: 0 }, after: { total: 5 } },
    ]);
  });

  it("is published even where what it did is not, and is not the actor's own event", async () => {
    const toy = new Toy();
    await asOperator(toy, "a", { type: "Whisper" });
    await toy.settle();
    expect(toy.publishedCommits().map(({ events }) => events.map(({ type }) => type))).toEqual([["OperatorActed"]]);
    expect(await toy.inside(({ host }) => host.history(10).map(({ events }) => events))).toEqual([[{ type: "Whispered" }]]);
    await toy.evict();
    expect(await toy.state()).toMatchObject({ total: 0 });
  });

  it("is noted once, however often it is sent, and not at all when it is refused or changes nothing", async () => {
    const toy = new Toy();
    for (let sent = 0; sent < 3; sent++) await asOperator(toy, "a", { type: "Add", amount: 5 });
    await asOperator(toy, "b", { type: "Add", amount: 500 });
    await asOperator(toy, "c", { type: "Add", amount: 0 });
    expect(await toy.journal()).toHaveLength(1);
  });

  it("that sends a parked delivery again is noted too", async () => {
    const toy = new Toy();
    toy.world.replies.set("there", "never");
    await toy.give({ type: "Owe", id: "one", destination: "there" });
    await toy.settle();
    expect(await toy.inside(({ host }) => host.replayDelivery("one", by))).toBe(true);
    const events = (await toy.journal()).flatMap((row) => JSON.parse(row.events) as { type: string; action?: string }[]);
    expect(events.find(({ type }) => type === "OperatorActed")).toMatchObject({
      action: "ReplayDelivery",
      by,
      after: { deliveryId: "one" },
    });
  });
});
