import type { Publication } from "@forecourt/contract/commit";
import type { Env } from "../../../worker/env.ts";
import { current, isFirst, step } from "./control.ts";
import { faultyDatabase } from "./database.ts";

/** The bindings, each with its faults and its steps. @param object whose bindings they are; absent: the edge's */
export function faulty<Bound extends object>(env: Bound, object?: DurableObjectState): Bound {
  const { WALLET, STATION, STOCK, PAYMENT, ACCOUNT, PROJECTION, DB } = env as unknown as Env;
  const changed = {
    WALLET: stepped(WALLET, "wallet", object),
    STATION: stepped(STATION, "station", object),
    STOCK: stepped(STOCK, "stock", object),
    PAYMENT: stepped(PAYMENT, "payment", object),
    ACCOUNT: stepped(ACCOUNT, "account", object),
    PROJECTION: faultyQueue(PROJECTION),
    DB: faultyDatabase(DB),
  };
  return { ...env, ...changed };
}

/** Stubs whose calls can be stopped before they leave and after their answer is back: `before wallet.execute CaptureFunds`. */
function stepped<Namespace extends { getByName(name: string): object }>(
  namespace: Namespace,
  kind: string,
  object: DurableObjectState | undefined,
): Namespace {
  const withSteps = (stub: object, id: string): object =>
    new Proxy(stub, {
      get(target, method) {
        const member: unknown = Reflect.get(target, method, target);
        if (typeof member !== "function" || typeof method !== "string") return member;
        return async (...parameters: unknown[]): Promise<unknown> => {
          const name = nameOf(`${kind}.${method}`, parameters);
          await step(`before ${name}`);
          evictCaller(object, `before ${name}`);
          await evictCallee(() => namespace.getByName(id));
          // Called as a member: `apply` on a method of a stub would itself be a call of the other side.
          const answer: unknown = await (target as Readonly<Record<string, (...all: unknown[]) => Promise<unknown>>>)[method]?.(
            ...parameters,
          );
          await step(`after ${name}`);
          evictCaller(object, `after ${name}`);
          await evictCallee(() => namespace.getByName(id));
          return answer;
        };
      },
    });
  return { getByName: (id: string) => withSteps(namespace.getByName(id), id) } as Namespace;
}

/** Throws the object that is called out of memory: the call starts it from its journal, and so does the next one. */
async function evictCallee(stub: () => object): Promise<void> {
  if (current().evicted !== "callees") return;
  // The call that does it fails, as it should, and its stub is of no more use.
  await (stub() as { vanish(): Promise<void> }).vanish().catch(() => undefined);
}

/** Throws the object that calls out of memory in the middle of what it is at: once at each step, or it would never get on. */
function evictCaller(object: DurableObjectState | undefined, place: string): void {
  if (current().evicted !== "callers" || object === undefined || !isFirst(place)) return;
  object.abort("evicted by the fault tests");
}

/** The call, and what it is about where that is told apart: a command's type, a lone event's type. */
function nameOf(call: string, [, second]: readonly unknown[]): string {
  const subject = Array.isArray(second) ? (second.at(-1) as { event?: unknown } | undefined)?.event : second;
  const type = typeof subject === "object" && subject !== null && "type" in subject ? subject.type : undefined;
  return typeof type === "string" ? `${call} ${type}` : call;
}

/** How long a message is held back when the queue shuffles, at most. */
const SHUFFLED_S_MAX = 3;

function faultyQueue(queue: Queue<Publication>): Queue<Publication> {
  const send = async (body: Publication): Promise<void> => {
    await step(`before publish ${body.actor.kind}`);
    switch (current().queue) {
      case "full":
        throw new Error("the queue is full");
      case "loses":
        return;
      case "shuffles":
        await queue.send(body, { delaySeconds: Math.floor(Math.random() * (SHUFFLED_S_MAX + 1)) });
        if (Math.random() < 0.5) await queue.send(body, { delaySeconds: Math.floor(Math.random() * (SHUFFLED_S_MAX + 1)) });
        return;
      case "works":
      case "stalls":
        await queue.send(body);
    }
  };
  return {
    send,
    sendBatch: async (messages: Iterable<MessageSendRequest<Publication>>) => {
      for (const { body } of messages) await send(body);
    },
  } as unknown as Queue<Publication>;
}
