import type { Publication } from "@forecourt/contract/commit";
import { deadLetter, parkedDelivery, rebuild } from "@forecourt/contract/http/operator";
import { stationId, walletId } from "@forecourt/contract/ids";
import { again, stationOf, walletOf } from "@forecourt/durable-objects/stubs";
import { desc, eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { z } from "zod";
import type { Env } from "../../env.ts";
import { endpoint } from "../../http/endpoint.ts";
import { Problem } from "../../http/problem.ts";
import { rebuildProgress, startRebuild } from "../../projection/rebuild.ts";
import { deadLetters } from "../../projection/schema.ts";

const tag = "Operator: operation";
const read = { permission: "operations.read" } as const;
const write = { permission: "operations.write" } as const;
const actorKind = z.enum(["wallet", "station"]);

const start = endpoint({
  method: "post",
  path: "/v1/operator/rebuilds",
  tag,
  summary: "Empty the read models and make them anew from the journals",
  description: "Lists are incomplete until it is done; balances, fills and payments are not touched. Progress: GET the same address.",
  access: write,
  status: 202,
  reply: rebuild,
  async handle({ env }) {
    await startRebuild(env);
    return rebuildProgress(env);
  },
});

const progress = endpoint({
  method: "get",
  path: "/v1/operator/rebuilds",
  tag,
  summary: "How far a rebuild has come",
  access: read,
  reply: rebuild,
  handle: ({ env }) => rebuildProgress(env),
});

const listParked = endpoint({
  method: "get",
  path: "/v1/operator/deliveries/:kind/:actorId",
  tag,
  summary: "Deliveries of a wallet or a station that wait for an operator",
  access: read,
  params: { kind: actorKind, actorId: z.union([stationId, walletId]) },
  reply: z.object({ items: z.array(parkedDelivery) }),
  async handle({ env, params }) {
    const parked = await again(async () => actor(env, params.kind, params.actorId).parkedDeliveries());
    return {
      items: parked.map(({ deliveryId, destination, failures, parkedAtMs, error }) => ({
        deliveryId,
        destination,
        failures,
        parkedAt: new Date(parkedAtMs ?? 0).toISOString(),
        error,
      })),
    };
  },
});

const replayParked = endpoint({
  method: "post",
  path: "/v1/operator/deliveries/:kind/:actorId/replay",
  tag,
  summary: "Send a parked delivery again",
  access: write,
  params: { kind: actorKind, actorId: z.union([stationId, walletId]) },
  body: z.object({ deliveryId: z.string().min(1).max(200) }),
  reply: null,
  codes: ["delivery_not_found"],
  async handle({ env, params, body }) {
    const found = await again(async () => actor(env, params.kind, params.actorId).replayDelivery(body.deliveryId));
    if (!found) throw new Problem("delivery_not_found");
  },
});

const listDead = endpoint({
  method: "get",
  path: "/v1/operator/dead-letters",
  tag,
  summary: "Publications that could not be applied to the read models",
  access: read,
  reply: z.object({ items: z.array(deadLetter) }),
  async handle({ env }) {
    const rows = await drizzle(env.DB).select().from(deadLetters).orderBy(desc(deadLetters.arrivedAtMs)).limit(100);
    return {
      items: rows.map(({ messageId, actor, arrivedAtMs }) => ({ messageId, actor, arrivedAt: new Date(arrivedAtMs).toISOString() })),
    };
  },
});

const replayDead = endpoint({
  method: "post",
  path: "/v1/operator/dead-letters/:messageId/replay",
  tag,
  summary: "Apply a dead publication again",
  access: write,
  params: { messageId: z.string().min(1).max(100) },
  reply: null,
  codes: ["not_found"],
  async handle({ env, params }) {
    const db = drizzle(env.DB);
    const [row] = await db.select().from(deadLetters).where(eq(deadLetters.messageId, params.messageId));
    if (row === undefined) throw new Problem("not_found");
    // First sent, then forgotten: the other way round a crash in between would lose it.
    await env.PROJECTION.send(JSON.parse(row.body) as Publication);
    await db.delete(deadLetters).where(eq(deadLetters.messageId, params.messageId));
  },
});

export const operationRoutes = [start, progress, listParked, replayParked, listDead, replayDead];

function actor(env: Env, kind: z.output<typeof actorKind>, id: string) {
  return kind === "wallet" ? walletOf(env, id) : stationOf(env, id);
}
