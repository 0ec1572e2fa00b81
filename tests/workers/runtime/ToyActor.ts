import { DurableObject } from "cloudflare:workers";
import { rejected } from "@forecourt/contract/result";
import { accepted, type Delivery, defineActor, Hopeless, type Timer } from "@forecourt/durable-objects/runtime/definition";
import { ActorHost } from "@forecourt/durable-objects/runtime/host";
import { type Meter, metered } from "./meter.ts";
import { type ToyWorld, worldOf } from "./world.ts";

interface Owed {
  readonly id: string;
  readonly destination: string;
  readonly notBeforeMs?: number;
  readonly alarmSlackMs?: number;
}

/** A timer that misbehaves in a chosen way. */
interface Reminder {
  readonly atMs: number;
  readonly how: "refused" | "ignored" | "breaks";
}

/** A counter with a budget: small, and yet it uses everything that the runtime offers. */
export interface ToyState {
  readonly total: number;
  readonly closesAtMs: number | null;
  readonly reminder: Reminder | null;
  readonly owed: readonly Owed[];
  readonly delivered: readonly string[];
}

export type ToyCommand =
  | { readonly type: "Add"; readonly amount: number }
  | { readonly type: "AddTwiceThenFail" }
  | { readonly type: "Break" }
  | { readonly type: "Whisper"; readonly text?: string }
  | { readonly type: "Tell" }
  | { readonly type: "CloseAt"; readonly atMs: number }
  | { readonly type: "Close" }
  | ({ readonly type: "RemindAt" } & Reminder)
  | { readonly type: "Remind"; readonly how: Reminder["how"] }
  | ({ readonly type: "Owe" } & Owed)
  | { readonly type: "Delivered"; readonly id: string }
  | { readonly type: "OweToNobody" };

export type ToyEvent =
  | { readonly type: "Added"; readonly amount: number }
  | { readonly type: "ClosingSet"; readonly atMs: number }
  | { readonly type: "Closed" }
  | ({ readonly type: "ReminderSet" } & Reminder)
  | ({ readonly type: "Owed" } & Owed)
  | { readonly type: "OwedDelivered"; readonly id: string }
  | { readonly type: "Whispered"; readonly text?: string }
  | { readonly type: "Told" };

/** `newId` gives the reply something that must not differ when the command is repeated. */
export const toy = defineActor<ToyState, ToyCommand, ToyEvent, Owed>({
  kind: "wallet",
  initial: () => ({ total: 0, closesAtMs: null, reminder: null, owed: [], delivered: [] }),
  decide(state, command, context) {
    switch (command.type) {
      case "Add":
        if (command.amount > 100) return rejected("insufficient_funds", { amount: command.amount });
        if (command.amount === 0) return accepted([], (after) => after.total);
        return accepted([{ type: "Added", amount: command.amount }], (after: ToyState) => ({
          total: after.total,
          id: context.newId("toy"),
        }));
      case "AddTwiceThenFail":
        return accepted(
          [
            { type: "Added", amount: 1 },
            { type: "Added", amount: 1 },
          ],
          () => {
            throw new Error("thrown between deciding and committing");
          },
        );
      case "Break":
        return accepted([{ type: "Added", amount: -1_000_000 }]);
      case "Whisper":
        return accepted([command.text === undefined ? { type: "Whispered" } : { type: "Whispered", text: command.text }]);
      case "Tell":
        return accepted([{ type: "Told" }]);
      case "CloseAt":
        return accepted([{ type: "ClosingSet", atMs: command.atMs }]);
      case "Close":
        return state.closesAtMs === null ? accepted([]) : accepted([{ type: "Closed" }]);
      case "RemindAt":
        return accepted([{ type: "ReminderSet", atMs: command.atMs, how: command.how }]);
      case "Remind":
        if (command.how === "refused") return rejected("insufficient_funds");
        return accepted(command.how === "breaks" ? [{ type: "Added", amount: -1_000_000 }] : []);
      case "Owe": {
        const { type: _, ...owed } = command;
        return accepted([{ type: "Owed", ...owed }]);
      }
      case "Delivered":
        return state.owed.some(({ id }) => id === command.id) ? accepted([{ type: "OwedDelivered", id: command.id }]) : accepted([]);
      case "OweToNobody":
        return accepted([{ type: "Owed", id: "lost", destination: "" }]);
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
      case "ReminderSet":
        return { ...state, reminder: { atMs: event.atMs, how: event.how } };
      case "Owed": {
        const { type: _, ...owed } = event;
        return { ...state, owed: [...state.owed, owed] };
      }
      case "OwedDelivered":
        return { ...state, owed: state.owed.filter(({ id }) => id !== event.id), delivered: [...state.delivered, event.id] };
      case "Whispered":
      case "Told":
        return state;
    }
  },
  assert(state) {
    if (state.total < 0) throw new Error("the total is negative");
  },
  timers: ({ closesAtMs, reminder }) => {
    const timers: Timer<ToyCommand>[] = [];
    if (reminder !== null) timers.push({ key: "remind", dueAtMs: reminder.atMs, command: { type: "Remind", how: reminder.how } });
    if (closesAtMs !== null) timers.push({ key: "close", dueAtMs: closesAtMs, command: { type: "Close" } });
    return timers;
  },
  deliveries: (state) =>
    state.owed.map((owed): Delivery<ToyCommand, Owed> => {
      if (owed.destination === "") throw new Error("a delivery to nobody");
      return { ...owed, message: owed, acknowledge: (reply) => acknowledged(owed.id, reply) };
    }),
  aspect: ({ total }, { type }) => (type === "Add" ? { total } : undefined),
  publish: (event) => (event.type === "Whispered" || event.type === "ClosingSet" || event.type === "ReminderSet" ? null : event),
  vouched: ({ type }) => type === "Told",
  // Before it was called Added with an amount, it was called Incremented and always one.
  upcast: (stored) => (stored.type === "Incremented" ? { type: "Added", amount: 1 } : (stored as ToyEvent)),
  stateVersion: 2,
  // Version 1 did not keep what it had delivered.
  upcastState: (stored, version) => (version === 1 ? { ...(stored as ToyState), delivered: [] } : null),
  limits: {
    snapshotEvery: 4,
    receiptsMax: 8,
    deliveryAttemptsMax: 6,
    deliveryBackoffMs: 1_000,
    deliveryBackoffMsMax: 8_000,
    deliveryTimeoutMs: 60_000,
  },
});

/** What a receiver answers decides what becomes of the delivery. */
function acknowledged(id: string, reply: unknown): ToyCommand {
  if (reply === "never") throw new Hopeless("the receiver will never take it");
  if (reply === "later") return { type: "Add", amount: 0 };
  if (reply === "refuse") return { type: "Add", amount: 1_000 };
  return { type: "Delivered", id };
}

export class ToyActor extends DurableObject {
  readonly host: ActorHost<ToyState, ToyCommand, ToyEvent, Owed>;
  readonly world: ToyWorld;
  readonly meter: Meter;

  constructor(ctx: DurableObjectState, env: Cloudflare.Env) {
    super(ctx, env);
    const world = worldOf(ctx.id.name ?? "");
    const { storage, meter } = metered(ctx.storage);
    this.world = world;
    this.meter = meter;
    this.host = new ActorHost({ id: ctx.id, storage }, { ...toy, limits: { ...toy.limits, ...world.limits } }, world.ports);
    void ctx.blockConcurrencyWhile(() => this.host.ready());
  }

  execute(commandId: string, command: ToyCommand) {
    return this.host.execute(commandId, command);
  }

  override alarm(): Promise<void> {
    return this.host.alarm();
  }
}
