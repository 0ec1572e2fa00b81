import type { Result } from "@forecourt/contract/result";
import type { ThrottleCommand, ThrottleEvent } from "@forecourt/contract/throttle";
import type { ActorEnv } from "../env.ts";
import { HostedActor } from "../runtime/actor.ts";
import { ActorHost } from "../runtime/host.ts";
import { worldOf } from "../world.ts";
import { type ThrottleState, throttle } from "./throttle.ts";

/** Counts for one address or one device; its name is a keyed hash of it. */
export class ThrottleActor extends HostedActor<ActorEnv> {
  readonly host: ActorHost<ThrottleState, ThrottleCommand, ThrottleEvent, never>;

  constructor(ctx: DurableObjectState, env: ActorEnv) {
    super(ctx, env);
    this.host = new ActorHost(ctx, throttle, { ...worldOf(env), send: async () => null });
    void ctx.blockConcurrencyWhile(() => this.host.ready());
  }

  execute(commandId: string, command: ThrottleCommand): Result<unknown> {
    return this.host.execute(commandId, command);
  }
}
