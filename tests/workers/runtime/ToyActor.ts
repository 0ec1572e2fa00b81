import { DurableObject } from "cloudflare:workers";
import type { ActorRef, Publication } from "@forecourt/contract/commit";
import { rejected } from "@forecourt/contract/result";
import { accepted, type Delivery, defineActor } from "@forecourt/durable-objects/runtime/definition";
import { ActorHost } from "@forecourt/durable-objects/runtime/host";

/** A counter with a budget: small, and yet it uses everything that the runtime offers. */
export interface ToyState {
  readonly total: number;
  readonly closesAtMs: number | null;
  readonly owed: readonly { readonly id: string; readonly destination: string; readonly notBeforeMs?: number }[];
  readonly delivered: readonly string[];
}

export type ToyCommand =
  | { readonly type: "Add"; readonly amount: number }
  | { readonly type: "AddTwiceThenFail" }
  | { readonly type: "Break" }
  | { readonly type: "CloseAt"; readonly atMs: number }
  | { readonly type: "Close" }
  | { readonly type: "Owe"; readonly id: string; readonly destination: string; readonly notBeforeMs?: number }
  | { readonly type: "Delivered"; readonly id: string };

export type ToyEvent =
  | { readonly type: "Added"; readonly amount: number }
  | { readonly type: "ClosingSet"; readonly atMs: number }
  | { readonly type: "Closed" }
  | { readonly type: "Owed"; readonly id: string; readonly destination: string; readonly notBeforeMs?: number }
  | { readonly type: "OwedDelivered"; readonly id: string }
  | { readonly type: "Whispered" };

export const toy = defineActor<ToyState, ToyCommand, ToyEvent, { readonly id: string; readonly destination: string }>({
  kind: "wallet",
  initial: () => ({ total: 0, closesAtMs: null, owed: [], delivered: [] }),
  decide(state, command, context) {
    switch (command.type) {
      case "Add":
        if (command.amount > 100) return rejected("insufficient_funds", { amount: command.amount });
        if (command.amount === 0) return accepted([], (after) => after.total);
        return accepted([{ type: "Added", amount: command.amount }], (after: ToyState) => ({ total: after.total, id: context.newId("toy") }));
      case "AddTwiceThenFail":
        return accepted([{ type: "Added", amount: 1 }, { type: "Added", amount: 1 }], () => {
          throw new Error("thrown between deciding and committing");
        });
      case "Break":
        return accepted([{ type: "Added", amount: -1_000_000 }]);
      case "CloseAt":
        return accepted([{ type: "ClosingSet", atMs: command.atMs }]);
      case "Close":
        return state.closesAtMs === null ? accepted([]) : accepted([{ type: "Closed" }]);
      case "Owe":
        return accepted([
          {
            type: "Owed",
            id: command.id,
            destination: command.destination,
            ...(command.notBeforeMs === undefined ? {} : { notBeforeMs: command.notBeforeMs }),
          },
        ]);
      case "Delivered":
        return accepted([{ type: "OwedDelivered", id: command.id }]);
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case "Added":
        return { ...state, total: state.total + event.amount };
      case "ClosingSet":
        return { ...state, closesAtMs: event.atMs };
      case "Closed":
        return { ...state, closesAtMs: null, total: 0 };
      case "Owed": {
        const { type: _, ...owed } = event;
        return { ...state, owed: [...state.owed, owed] };
      }
      case "OwedDelivered":
        return { ...state, owed: state.owed.filter(({ id }) => id !== event.id), delivered: [...state.delivered, event.id] };
      case "Whispered":
        return state;
    }
  },
  assert(state) {
    if (state.total < 0) throw new Error("the total is negative");
  },
  timers: (state) => (state.closesAtMs === null ? [] : [{ key: "close", dueAtMs: state.closesAtMs, command: { type: "Close" } }]),
  deliveries: (state) =>
    state.owed.map(
      (owed): Delivery<ToyCommand, { readonly id: string; readonly destination: string }> => ({
        ...owed,
        message: owed,
        acknowledge: () => ({ type: "Delivered", id: owed.id }),
      }),
    ),
  publish: (event) => (event.type === "Whispered" || event.type === "ClosingSet" ? null : event),
  // Before it was called Added with an amount, it was called Incremented and always one.
  upcast: (stored) => (stored.type === "Incremented" ? { type: "Added", amount: 1 } : (stored as ToyEvent)),
  stateVersion: 2,
  upcastState: (stored, version) => (version === 1 ? { ...(stored as ToyState), delivered: [] } : null),
  limits: { snapshotEvery: 4, receiptsMax: 8, deliveryAttemptsMax: 6, deliveryBackoffMs: 1, deliveryBackoffMsMax: 4, deliveryTimeoutMs: 1_000 },
});

/** What the test turns, per object: the world as the toy sees it. */
export interface ToyWorld {
  nowMs: number;
  /** How many sends to a destination fail before one succeeds. */
  readonly failures: Map<string, number>;
  readonly sent: string[];
  readonly published: Publication[];
  publishFails: boolean;
  projectedSeq: number;
}

const worlds = new Map<string, ToyWorld>();

/** The world of the toy of this name; it outlives the object's memory. */
export function worldOf(name: string): ToyWorld {
  let world = worlds.get(name);
  if (world === undefined) {
    world = { nowMs: Date.now(), failures: new Map(), sent: [], published: [], publishFails: false, projectedSeq: 0 };
    worlds.set(name, world);
  }
  return world;
}

export class ToyActor extends DurableObject {
  readonly host: ActorHost<ToyState, ToyCommand, ToyEvent, { readonly id: string; readonly destination: string }>;
  readonly world: ToyWorld;

  constructor(ctx: DurableObjectState, env: Cloudflare.Env) {
    super(ctx, env);
    const world = worldOf(ctx.id.name ?? "");
    this.world = world;
    this.host = new ActorHost(ctx, toy, {
      now: () => world.nowMs,
      random: () => 0.5,
      send: async (message, deliveryId) => {
        world.sent.push(deliveryId);
        const left = world.failures.get(message.destination) ?? 0;
        if (left > 0) {
          world.failures.set(message.destination, left - 1);
          throw new Error("the receiver does not answer");
        }
        return null;
      },
      publish: async (publication) => {
        if (world.publishFails) throw new Error("the queue is full");
        world.published.push(publication);
      },
      projectedSeq: async (_actor: ActorRef) => world.projectedSeq,
      log: () => undefined,
    });
    void ctx.blockConcurrencyWhile(() => this.host.ready());
  }

  execute(commandId: string, command: ToyCommand) {
    return this.host.execute(commandId, command);
  }

  override alarm(): Promise<void> {
    return this.host.alarm();
  }
}
