import { DurableObject } from "cloudflare:workers";
import { addressed } from "./paths.ts";

/**
 * The floor: a bare Durable Object that writes one row per commit and does nothing else. The same calls over the same RPC, the same number
 * of commits, rows of the size that the product's have; what the product does beyond this is the product's cost.
 */
interface FloorEnv {
  readonly FLOOR: DurableObjectNamespace<FloorActor>;
}

interface Item {
  readonly event: { readonly type: string; readonly seq: number; readonly data: { readonly pump: number } };
  readonly code?: { readonly walletId: string };
}

const filler = "x".repeat(20_000);
const HOUR_MS = 3_600_000;

export class FloorActor extends DurableObject<FloorEnv> {
  #seq: number;
  #unsettled = 0;
  readonly #fills = new Map<number, { readonly fuelingId: string; readonly walletId: string }>();

  constructor(ctx: DurableObjectState, env: FloorEnv) {
    super(ctx, env);
    const { sql } = ctx.storage;
    sql.exec("CREATE TABLE IF NOT EXISTS journal (seq INTEGER PRIMARY KEY, body TEXT NOT NULL)");
    this.#seq = sql.exec<{ seq: number }>("SELECT coalesce(max(seq), 0) AS seq FROM journal").one().seq;
  }

  execute(commandId: string, _command: unknown, bytes: number) {
    this.#write(bytes);
    return { ok: true, seq: this.#seq, reply: { orderId: commandId, amountMinor: 100, expiresAtMs: Date.now() + HOUR_MS } };
  }

  view() {
    return {
      currency: "CNY",
      principalMinor: 1,
      bonusMinor: 1,
      reservedMinor: 0,
      debtMinor: 0,
      availableMinor: 2,
      reservations: [],
      seq: this.#seq,
    };
  }

  async ingest(terminalId: string, items: readonly Item[], bytes: number) {
    const [item] = items;
    if (item === undefined) return { ok: false };
    const { type, seq, data } = item.event;
    if (type === "fuel.authorization_requested") {
      const walletId = item.code?.walletId ?? "";
      const fuelingId = `${terminalId}/${seq}`;
      await this.env.FLOOR.getByName(walletId).execute(fuelingId, item, bytes);
      this.#write(bytes);
      this.#fills.set(data.pump, { fuelingId, walletId });
      const expiresAt = new Date(Date.now() + HOUR_MS).toISOString();
      const authorization = { fuelingId, grade: "92", limitMinor: 50_000, limitMl: 60_000, unitPriceMilli: 7_480, expiresAt };
      return this.#reply(seq, { authorization });
    }
    this.#write(bytes);
    const fill = this.#fills.get(data.pump);
    if (type === "fuel.completed" && fill !== undefined) void this.#settle(fill, bytes);
    return this.#reply(seq, {});
  }

  unsettled(): number {
    return this.#unsettled;
  }

  async #settle({ fuelingId, walletId }: { readonly fuelingId: string; readonly walletId: string }, bytes: number): Promise<void> {
    this.#unsettled++;
    await this.env.FLOOR.getByName(walletId).execute(fuelingId, {}, bytes);
    this.#write(bytes);
    this.#unsettled--;
  }

  #reply(seq: number, more: object) {
    const results = [{ seq, status: "accepted", ...more }];
    return { ok: true, reply: { results, ackSeq: seq, missing: [], serverTime: new Date().toISOString() } };
  }

  #write(bytes: number): void {
    this.ctx.storage.sql.exec("INSERT INTO journal (seq, body) VALUES (?, ?)", ++this.#seq, filler.slice(0, bytes));
  }
}

// biome-ignore lint/style/noDefaultExport: workerd finds the handler here
export default {
  async fetch(request: Request, env: FloorEnv): Promise<Response> {
    const { what, id, query } = addressed(request.url);
    const bytes = Number(query.slice("bytes=".length));
    const stub = env.FLOOR.getByName(id);
    if (what === "wallet" && request.method === "GET") return Response.json(await stub.view());
    switch (what) {
      case "wallet": {
        const { id: commandId, command } = (await request.json()) as { id: string; command: unknown };
        return Response.json(await stub.execute(commandId, command, bytes));
      }
      case "pair": {
        const sent = (await request.json()) as { id: string; command: unknown }[];
        return Response.json(await Promise.all(sent.map((one) => stub.execute(one.id, one.command, bytes))));
      }
      case "station": {
        const { terminalId, items } = (await request.json()) as { terminalId: string; items: Item[] };
        return Response.json(await stub.ingest(terminalId, items, bytes));
      }
      case "equip":
        return Response.json({ ok: true });
      case "unsettled":
        return Response.json({ fills: await stub.unsettled() });
      default:
        return new Response(null, { status: 404 });
    }
  },
};
