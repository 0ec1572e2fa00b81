import type { Publication } from "@forecourt/contract/commit";
import type { Env } from "../../../worker/env.ts";
import { current, step } from "./control.ts";
import { faultyDatabase } from "./database.ts";

/** The bindings, each with its faults and its steps. */
export function faulty<Bound extends object>(env: Bound): Bound {
  const { WALLET, STATION, PROJECTION, DB } = env as unknown as Env;
  const changed = {
    WALLET: stepped(WALLET, "wallet"),
    STATION: stepped(STATION, "station"),
    PROJECTION: faultyQueue(PROJECTION),
    DB: faultyDatabase(DB),
  };
  return { ...env, ...changed };
}

/** Stubs whose calls can be stopped before they leave and after their answer is back: `before wallet.execute CaptureFunds`. */
function stepped<Namespace extends { getByName(name: string): object }>(namespace: Namespace, kind: string): Namespace {
  const withSteps = (stub: object): object =>
    new Proxy(stub, {
      get(target, method) {
        const member: unknown = Reflect.get(target, method, target);
        if (typeof member !== "function" || typeof method !== "string") return member;
        return async (...parameters: unknown[]): Promise<unknown> => {
          const name = nameOf(`${kind}.${method}`, parameters);
          await step(`before ${name}`);
          // Called as a member: `apply` on a method of a stub would itself be a call of the other side.
          const answer: unknown = await (target as Readonly<Record<string, (...all: unknown[]) => Promise<unknown>>>)[method]?.(
            ...parameters,
          );
          await step(`after ${name}`);
          return answer;
        };
      },
    });
  return { getByName: (name: string) => withSteps(namespace.getByName(name)) } as Namespace;
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
