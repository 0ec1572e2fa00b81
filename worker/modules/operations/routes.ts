import { actorKinds, type Publication } from "@forecourt/contract/commit";
import { deadLetter, parkedDelivery, parkedSomewhere, platformHealth, rebuild } from "@forecourt/contract/http/operator";
import { toInstant } from "@forecourt/contract/scalars";
import { parkedOf, replayParked } from "@forecourt/durable-objects/stubs";
import { count, desc, eq, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { z } from "zod";
import packageJson from "../../../package.json" with { type: "json" };
import { endpoint } from "../../http/endpoint.ts";
import { fromCursor, listOf, listQuery, toPage } from "../../http/list.ts";
import { Problem } from "../../http/problem.ts";
import { asOf } from "../../projection/freshness.ts";
import { rebuildProgress, startRebuild } from "../../projection/rebuild.ts";
import { deadLetters, freshness } from "../../projection/schema.ts";
import { recordAction } from "../audit/record.ts";
import { parkedDeliveries } from "./schema.ts";

const tag = "Operator: operation";
const read = { permission: "operations.read" } as const;
const write = { permission: "operations.write" } as const;
const parking = { kind: z.enum(actorKinds), actorId: z.string().min(1).max(120) };
const COUNTED_MAX = 1_000;

const start = endpoint({
  method: "post",
  path: "/v1/operator/rebuilds",
  tag,
  summary: "Empty the read models and make them anew from the journals",
  description: "Lists are incomplete until it is done; balances, fills and payments are not touched. Progress: GET the same address.",
  access: write,
  status: 202,
  reply: rebuild,
  async handle({ env, caller }) {
    await recordAction(env, caller.by, { action: "RebuildReadModels", subject: "platform/read-models" });
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
  summary: "Deliveries of an actor that wait for an operator",
  access: read,
  params: parking,
  reply: z.object({ items: z.array(parkedDelivery) }),
  async handle({ env, params }) {
    const parked = await parkedOf(env, { kind: params.kind, id: params.actorId });
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

const replayOne = endpoint({
  method: "post",
  path: "/v1/operator/deliveries/:kind/:actorId/replay",
  tag,
  summary: "Send a parked delivery again",
  access: write,
  params: parking,
  body: z.object({ deliveryId: z.string().min(1).max(200) }),
  reply: null,
  codes: ["delivery_not_found"],
  async handle({ env, caller, params, body }) {
    const found = await replayParked(env, { kind: params.kind, id: params.actorId }, body.deliveryId, caller.by);
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
  async handle({ env, caller, params }) {
    const db = drizzle(env.DB);
    const [row] = await db.select().from(deadLetters).where(eq(deadLetters.messageId, params.messageId));
    if (row === undefined) throw new Problem("not_found");
    await recordAction(env, caller.by, { action: "ReplayDeadLetter", subject: row.actor, after: { messageId: row.messageId } });
    // First sent, then forgotten: the other way round a crash in between would lose it.
    await env.PROJECTION.send(JSON.parse(row.body) as Publication);
    await db.delete(deadLetters).where(eq(deadLetters.messageId, params.messageId));
  },
});

const listAllParked = endpoint({
  method: "get",
  path: "/v1/operator/deliveries",
  tag,
  summary: "All deliveries that wait for an operator, the newest first",
  access: read,
  query: listQuery.shape,
  reply: listOf(parkedSomewhere),
  async handle({ env, query }) {
    const db = drizzle(env.DB);
    const before = query.cursor === undefined ? null : fromCursor(query.cursor);
    const id = sql`${parkedDeliveries.actor} || ' ' || ${parkedDeliveries.deliveryId}`;
    const rows = await db
      .select()
      .from(parkedDeliveries)
      .where(
        before === null
          ? undefined
          : sql`${parkedDeliveries.parkedAtMs} <= ${before.atMs} AND (${parkedDeliveries.parkedAtMs} < ${before.atMs} OR ${id} < ${before.id})`,
      )
      .orderBy(desc(parkedDeliveries.parkedAtMs), desc(id))
      .limit(query.limit + 1);
    const page = toPage(
      rows,
      query.limit,
      ({ parkedAtMs, actor, deliveryId }) => ({ atMs: parkedAtMs, id: `${actor} ${deliveryId}` }),
      ({ parkedAtMs, ...row }) => ({ ...row, parkedAt: toInstant(parkedAtMs) }),
    );
    return { ...page, asOf: await asOf(db) };
  },
});

const health = endpoint({
  method: "get",
  path: "/v1/operator/platform",
  tag,
  summary: "How the platform is: its version, how far the lists are behind, and what waits for somebody",
  access: read,
  reply: platformHealth,
  async handle({ env }): Promise<z.input<typeof platformHealth>> {
    const db = drizzle(env.DB);
    const [[fresh], [dead], [parked], { left }] = await Promise.all([
      db.select().from(freshness),
      db.select({ n: count() }).from(db.select({ one: sql`1` }).from(deadLetters).limit(COUNTED_MAX).as("dead")),
      db.select({ n: count() }).from(db.select({ one: sql`1` }).from(parkedDeliveries).limit(COUNTED_MAX).as("parked")),
      rebuildProgress(env),
    ]);
    return {
      version: packageJson.version,
      mode: env.PROVIDERS_MODE,
      asOf: toInstant(fresh?.appliedAtMs ?? 0),
      lagMs: fresh?.lagMs ?? 0,
      deadLetters: dead?.n ?? 0,
      parked: parked?.n ?? 0,
      rebuilding: left,
    };
  },
});

export const operationRoutes = [start, progress, health, listAllParked, listParked, replayOne, listDead, replayDead];
