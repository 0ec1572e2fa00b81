import type { timeline, timelineEntry } from "@forecourt/contract/http/orders";
import { toInstant } from "@forecourt/contract/scalars";
import type { TrailStep } from "@forecourt/durable-objects/runtime/trail";
import { again, stationOf, walletOf } from "@forecourt/durable-objects/stubs";
import type { z } from "zod";
import type { Env } from "../../env.ts";
import type { Listed } from "./queries.ts";

type Entry = z.input<typeof timelineEntry>;
/** As the journal has it: each type has members of its own. */
type JournalEvent = { readonly type: string } & Readonly<Record<string, unknown>>;
type Facts = Record<string, string | number | boolean | null>;

/** A fill is asked for, and its pump held, before fuel flows. */
const BEFORE_FILL_MS = 2 * 3_600_000;
const BEFORE_ORDER_MS = 60_000;
/** What an event says that the time line has said already, or that is not for people. */
const LEFT_OUT = new Set([
  "type",
  "currency",
  "hash",
  "previousHash",
  "codeId",
  "sourceId",
  "fuelingId",
  "walletId",
  "lotId",
  "no",
  "atMs",
]);
/** Members whose own members are of interest. */
const OPENED = new Set(["movement", "dispensed", "funding"]);

/** Every event of an order with what caused it, read from the journals of its wallet and its station; oldest first. */
export async function timelineOf(env: Env, { order, walletId }: Listed): Promise<z.input<typeof timeline>> {
  const { orderId, fueling } = order;
  const startsMs = Math.min(Date.parse(order.createdAt), Date.parse(order.completedAt ?? order.createdAt));
  const fromMs = startsMs - (fueling === undefined ? BEFORE_ORDER_MS : BEFORE_FILL_MS);
  const [ofWallet, ofStation] = await Promise.all([
    again(async () => walletOf(env, walletId).trail(orderId, fromMs)),
    fueling === undefined ? null : again(async () => stationOf(env, fueling.stationId).trail(orderId, fromMs)),
  ]);
  const items = [
    ...ofWallet.steps.flatMap((step) => entriesOf("wallet", orderId, step)),
    ...(ofStation?.steps ?? []).flatMap((step) => entriesOf("station", orderId, step)),
  ];
  // Two journals of one moment: the station asks before the wallet answers.
  const rank = ({ journal }: Entry) => (journal === "station" ? 0 : 1);
  items.sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || (a.journal === b.journal ? a.seq - b.seq : rank(a) - rank(b)));
  return { items, more: ofWallet.more || ofStation?.more === true };
}

function entriesOf(journal: Entry["journal"], orderId: string, { seq, atMs, commandId, events, operator }: TrailStep): Entry[] {
  return (events as readonly JournalEvent[]).map((event) => ({
    at: toInstant(atMs),
    journal,
    seq,
    type: event.type,
    source: operator === null ? sourceOf(journal, commandId, event) : { kind: "operator", id: operator, seq: null },
    facts: factsOf(event, orderId),
  }));
}

/** A command's name says who gave it; a terminal's events come with its number, whatever request they came in. */
function sourceOf(journal: Entry["journal"], commandId: string, event: Readonly<Record<string, unknown>>): Entry["source"] {
  const { setBy, by, provider } = event as { setBy?: { terminalId?: string; seq?: number }; by?: string; provider?: string };
  if (typeof setBy?.terminalId === "string") return { kind: "terminal", id: setBy.terminalId, seq: setBy.seq ?? null };
  if (by === "terminal") return { kind: "terminal", id: null, seq: null };
  if (by === "phone") return { kind: "driver", id: null, seq: null };
  const kinds: readonly (readonly [RegExp, Entry["source"]["kind"]])[] = [
    [/^timer\//, "timer"],
    [/^driver\//, "driver"],
    [/^operator\//, "operator"],
    [/^(payment|prepared|arrival|query|close|return|refund|dispute|ask)\b/, "provider"],
    [/^(capture|release|flow|reserve)\//, journal === "wallet" ? "station" : "wallet"],
    [/^(ingest|authorise|fue_)/, journal === "wallet" ? "station" : "terminal"],
  ];
  const kind = kinds.find(([name]) => name.test(commandId))?.[1] ?? (journal === "wallet" && "movement" in event ? "station" : "system");
  return { kind, id: kind === "provider" && typeof provider === "string" ? provider : null, seq: null };
}

function factsOf(event: Readonly<Record<string, unknown>>, orderId: string): Facts {
  const facts: Facts = {};
  for (const [name, value] of Object.entries(event)) {
    if (OPENED.has(name) && typeof value === "object" && value !== null)
      Object.assign(facts, factsOf(value as Record<string, unknown>, orderId));
    else if (!LEFT_OUT.has(name) && value !== orderId && isFact(value)) facts[name] = value;
  }
  return facts;
}

function isFact(value: unknown): value is string | number | boolean | null {
  return value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}
