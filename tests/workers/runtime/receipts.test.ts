import { env } from "cloudflare:workers";
import { evictDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import { worldOf } from "./ToyActor.ts";

test("a command sent twice under one id takes effect once, and is answered the same", async () => {
  const toy = env.TOY.getByName("twice");
  const first = await toy.execute("a", { type: "Add", amount: 5 });
  const second = await toy.execute("a", { type: "Add", amount: 5 });
  expect(second).toEqual(first);
  await evictDurableObject(toy);
  expect(await toy.execute("a", { type: "Add", amount: 5 })).toEqual(first);
  expect(await toy.execute("b", { type: "Add", amount: 1 })).toMatchObject({ ok: true, seq: 2, reply: { total: 6 } });
  expect(worldOf("twice").published.map(({ actor }) => actor.id)).toContain("twice");
});
