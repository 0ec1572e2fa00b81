import type { Result } from "@forecourt/contract/result";
import type { IngestItem, StationConfig } from "@forecourt/contract/station";
import type { WalletCommand } from "@forecourt/contract/wallet";
import type { ActorEnv } from "@forecourt/durable-objects/env";
import { StationActor as Station } from "@forecourt/durable-objects/station/StationActor";
import { type AskProvider, WalletActor as Wallet } from "@forecourt/durable-objects/wallet/WalletActor";
import { meter, nothing } from "./meter.ts";
import { addressed } from "./paths.ts";
import { withStandIns } from "./standIns.ts";

/**
 * The product's own actors on raw `workerd serve`: the RPC, the runtime, the journal's commit and the output gate are the product's code as
 * it is. D1 and the queue, which raw workerd has not, are stand-ins; the projection is measured elsewhere.
 */
const usage = nothing();

export class WalletActor extends Wallet {
  /** A provider where nobody has paid, and where everything is done at once. */
  protected override readonly askProvider: AskProvider = async ({ ask }) =>
    ask === "return" ? { state: "succeeded", refundId: "bench", atMs: 0 } : ask === "close" ? { closed: true } : { asked: true };

  constructor(ctx: DurableObjectState, env: ActorEnv) {
    meter(ctx.storage, usage);
    super(ctx, withStandIns(env));
  }

  /** So many fills settled in one turn, to make a journal that is long. */
  lengthen(commits: number): number {
    // Later than the settlements remembered, or the wallet could not say that the fill is a new one.
    const endedAtMs = Date.now() + 60_000;
    for (let i = 0; i < commits; i++) {
      const fuelingId = `fue_long${this.host.seq}`;
      const fueling = { fuelingId, stationId: "s0", pump: 1, nozzle: 1, grade: "92", volumeMl: 10, unitPriceMilli: 7_480, amountMinor: 7 };
      const facts = { ...fueling, transactionId: fuelingId, startedAtMs: endedAtMs, endedAtMs, offline: false };
      const result = this.host.execute(`capture/${fuelingId}`, { type: "CaptureFunds", fueling: facts });
      if (!result.ok) throw new Error(result.code);
    }
    return this.host.seq;
  }

  /** Takes the object out of memory; the next call starts it from its journal. */
  evict(): void {
    this.ctx.abort("evicted by the benchmark");
  }

  /** Bytes that a commit's row holds, on average over the last. */
  rowBytes(): number {
    const query = `SELECT coalesce(avg(length(events) + length(reply) + length(command_id) + length(fingerprint)), 0) AS bytes
      FROM (SELECT * FROM journal ORDER BY seq DESC LIMIT 200)`;
    return Math.round(this.ctx.storage.sql.exec<{ bytes: number }>(query).one().bytes);
  }
}

export class StationActor extends Station {
  constructor(ctx: DurableObjectState, env: ActorEnv) {
    meter(ctx.storage, usage);
    super(ctx, withStandIns(env));
  }

  unsettled(): number {
    return this.host.state.fuelings.filter(({ state }) => state === "completed").length;
  }
}

interface BenchEnv {
  readonly WALLET: DurableObjectNamespace<WalletActor>;
  readonly STATION: DurableObjectNamespace<StationActor>;
}

interface Sent {
  readonly id: string;
  readonly command: WalletCommand;
}

async function answer(request: Request, env: BenchEnv): Promise<unknown> {
  const { what, id, query } = addressed(request.url);
  switch (what) {
    case "wallet": {
      if (request.method === "GET") return env.WALLET.getByName(id).view();
      const { id: commandId, command } = (await request.json()) as Sent;
      return env.WALLET.getByName(id).execute(commandId, command);
    }
    case "pair": {
      const stub = env.WALLET.getByName(id);
      const sent = (await request.json()) as Sent[];
      return Promise.all(sent.map((one) => stub.execute(one.id, one.command) as Promise<Result<unknown>>));
    }
    case "station": {
      const { terminalId, items } = (await request.json()) as { terminalId: string; items: IngestItem[] };
      return env.STATION.getByName(id).ingest(terminalId, items);
    }
    case "equip":
      return equip(env, id, (await request.json()) as StationConfig);
    case "unsettled":
      return { fills: await env.STATION.getByName(id).unsettled() };
    case "lengthen":
      return { seq: await env.WALLET.getByName(id).lengthen(Number(query)) };
    case "evict":
      // The call that aborts the object fails, as it should.
      return env.WALLET.getByName(id)
        .evict()
        .then(
          () => ({ ok: true }),
          () => ({ ok: true }),
        );
    case "row-bytes":
      return { bytes: await env.WALLET.getByName(id).rowBytes() };
    case "usage":
      return usage;
    default:
      return { ok: false, code: "not_found" };
  }
}

/** A station with one terminal and prices. */
async function equip(env: BenchEnv, id: string, config: StationConfig): Promise<{ readonly ok: boolean }> {
  const station = env.STATION.getByName(id);
  const terminals = [...new Set(config.pumps.map(({ terminalId }) => terminalId))];
  const grades = [...new Set(config.pumps.flatMap(({ nozzles }) => nozzles.map(({ grade }) => grade)))];
  let ok = (await station.execute("config", { type: "ConfigureStation", config })).ok;
  for (const terminalId of terminals)
    ok &&= (await station.execute(`enrol/${terminalId}`, { type: "EnrolTerminal", terminalId, secret: "whsec_AAAA" })).ok;
  for (const grade of grades) {
    const price = { type: "SchedulePrice", grade, unitPriceMilli: 7_480, effectiveAtMs: Date.now() } as const;
    ok &&= (await station.execute(`price/${grade}`, price)).ok;
  }
  return { ok };
}

// biome-ignore lint/style/noDefaultExport: workerd finds the handler here
export default {
  async fetch(request: Request, env: BenchEnv): Promise<Response> {
    return Response.json(await answer(request, env));
  },
};
