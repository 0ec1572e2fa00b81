import type { Publication } from "@forecourt/contract/commit";
import { StationActor as Station } from "@forecourt/durable-objects/station/StationActor";
import type { Env } from "../../worker/env.ts";
import product, { WalletActor as Wallet } from "../../worker/index.ts";
import { counted, usageOf } from "./bill.ts";
import { burst, hold, untilReleased } from "./burst.ts";
import { meter, nothing } from "./meter.ts";

/** The whole product with meters on what Cloudflare bills, read at `/v1/bench/usage`. Nothing of this is in the product's own build. */
export * from "../../worker/index.ts";

const rows = nothing();
const alarms = { fired: 0, ms: 0, pending: new Map<string, number>() };

/** Notes which alarms are still to come, so that the benchmark knows when all is quiet. */
function watched(ctx: DurableObjectState): string {
  const key = ctx.id.toString();
  meter(ctx.storage, rows, (atMs) => alarms.pending.set(key, atMs));
  return key;
}

async function alarmed(key: string, alarm: () => Promise<void>): Promise<void> {
  alarms.fired++;
  alarms.pending.delete(key);
  const startedAtMs = Date.now();
  await alarm();
  alarms.ms += Date.now() - startedAtMs;
}

export class WalletActor extends Wallet {
  readonly #key: string;
  constructor(ctx: DurableObjectState, env: Env) {
    const key = watched(ctx);
    super(ctx, counted(env, true));
    this.#key = key;
  }
  override alarm(): Promise<void> {
    return alarmed(this.#key, () => super.alarm());
  }
}

export class StationActor extends Station {
  readonly #key: string;
  constructor(ctx: DurableObjectState, env: Env) {
    const key = watched(ctx);
    super(ctx, counted(env, true));
    this.#key = key;
  }
  override alarm(): Promise<void> {
    return alarmed(this.#key, () => super.alarm());
  }
}

const NEAR_MS = 120_000;
const LAGS_MAX = 20_000;
const projecting = { requests: 0, batches: 0, messages: 0, projected: 0, busyMs: 0, lagsMs: [] as number[] };

// biome-ignore lint/style/noDefaultExport: the platform finds the handlers here
export default {
  async fetch(request, env) {
    const { pathname } = new URL(request.url);
    if (pathname === "/v1/bench/usage") {
      const now = Date.now();
      const alarmsNear = [...alarms.pending.values()].filter((atMs) => atMs < now + NEAR_MS).length;
      const { lagsMs, ...projected } = projecting;
      const alarmsUsed = { alarmsFired: alarms.fired, alarmsPending: alarms.pending.size, alarmMs: alarms.ms, alarmsNear };
      return Response.json({ ...rows, ...projected, ...usageOf(), ...alarmsUsed });
    }
    if (pathname === "/v1/bench/hold") return Response.json(hold(true));
    if (pathname === "/v1/bench/release") return Response.json(hold(false));
    if (pathname === "/v1/bench/burst") return Response.json(await burst(env, Number(new URL(request.url).searchParams.get("wallets"))));
    if (pathname === "/v1/bench/lags") return Response.json(projecting.lagsMs.splice(0));
    projecting.requests++;
    return product.fetch(request, counted(env, false));
  },
  async queue(batch, env) {
    projecting.batches++;
    await untilReleased();
    const startedAtMs = Date.now();
    await product.queue(batch, counted(env, false));
    projecting.messages += batch.messages.length;
    projecting.busyMs += Date.now() - startedAtMs;
    const now = Date.now();
    for (const { body } of batch.messages) {
      for (const { atMs } of body.commits) {
        projecting.projected++;
        if (projecting.lagsMs.length < LAGS_MAX) projecting.lagsMs.push(now - atMs);
      }
    }
  },
  // The minute's clock strikes however many fills there are, and however many terminals wait: it is not counted with what it falls into.
  scheduled: (controller, env) => product.scheduled(controller, env),
} satisfies ExportedHandler<Env, Publication>;
