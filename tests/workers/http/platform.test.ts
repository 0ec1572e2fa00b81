import { env } from "cloudflare:workers";
import { actorKinds } from "@forecourt/contract/commit";
import { parkedDelivery, parkedSomewhere, platformHealth } from "@forecourt/contract/http/operator";
import { beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { project } from "../../../worker/projection/projector.ts";
import { expectProblem, good } from "../kit/http.ts";
import { newOperator, type Operator, openPlatform } from "../kit/platform.ts";

let admin: Operator;
beforeAll(async () => {
  admin = await openPlatform();
});

const parkedPage = z.object({ items: z.array(parkedSomewhere), nextCursor: z.string().nullable(), asOf: z.string() });
const health = async () => good(platformHealth, await admin.call("GET", "/v1/operator/platform"));
const parked = async (query = "") => good(parkedPage, await admin.call("GET", `/v1/operator/deliveries${query}`));

/** What a wallet's runtime says of its deliveries. */
async function tell(id: string, seq: number, event: { readonly type: string; readonly deliveryId: string }, agoMs = 0): Promise<void> {
  const commit = { seq, afterSeq: seq - 1, atMs: Date.now() - agoMs, events: [event] };
  const failed = await project(env, [{ actor: { kind: "wallet", id }, commits: [commit] }]);
  expect([...failed.values()]).toEqual([]);
}

it("lists what is parked anywhere, newest first, page by page, until it is sent again or settled", async () => {
  const ids = ["wal_parkedone01", "wal_parkedtwo02", "wal_parkedthree3"];
  for (const [index, id] of ids.entries()) {
    await tell(
      id,
      1,
      { type: "DeliveryParked", deliveryId: `capture/${index}`, destination: "actor", error: "gone" } as never,
      1_000 * index,
    );
  }
  const first = await parked("?limit=2");
  expect(first.items.map(({ actor, deliveryId }) => [actor, deliveryId])).toEqual([
    [`wallet/${ids[0]}`, "capture/0"],
    [`wallet/${ids[1]}`, "capture/1"],
  ]);
  expect((await parked(`?limit=2&cursor=${first.nextCursor}`)).items.map(({ actor }) => actor)).toEqual([`wallet/${ids[2]}`]);
  expect((await health()).parked).toBe(3);
  await tell(ids[1] ?? "", 2, { type: "DeliveryReplayed", deliveryId: "capture/1" });
  expect((await parked()).items.map(({ actor }) => actor)).toEqual([`wallet/${ids[0]}`, `wallet/${ids[2]}`]);
  await tell(ids[0] ?? "", 2, { type: "DeliverySettled", deliveryId: "capture/0" });
  expect((await parked()).items.map(({ actor }) => actor)).toEqual([`wallet/${ids[2]}`]);
});

it.each(actorKinds)("says what an actor has parked, and looks for what is to be sent again, whatever its kind: %s", async (kind) => {
  const path = `/v1/operator/deliveries/${kind}/act_000001`;
  expect(good(z.object({ items: z.array(parkedDelivery) }), await admin.call("GET", path)).items).toEqual([]);
  expectProblem(await admin.call("POST", `${path}/replay`, { body: { deliveryId: "none" } }), "delivery_not_found");
});

it("says how far behind the lists are: the age of the oldest thing that the last batch brought", async () => {
  await env.DB.prepare("UPDATE freshness SET applied_at_ms = 0").run();
  await tell("wal_laggingone1", 1, { type: "DeliveryReplayed", deliveryId: "none" }, 90_000);
  const { lagMs, mode, rebuilding } = await health();
  expect(lagMs).toBeGreaterThanOrEqual(90_000);
  expect(lagMs).toBeLessThan(120_000);
  expect({ mode, rebuilding }).toEqual({ mode: "sandbox", rebuilding: 0 });
});

it("is for those who operate", async () => {
  const support = await newOperator("support");
  expect((await support.call("GET", "/v1/operator/platform")).status).toBe(403);
  expect((await support.call("GET", "/v1/operator/deliveries")).status).toBe(403);
});
