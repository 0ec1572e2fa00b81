import type { Result } from "@forecourt/contract/result";
import type { SightingCommand, SightingEvent } from "@forecourt/contract/sighting";
import type { ActorEnv } from "../env.ts";
import { HostedActor } from "../runtime/actor.ts";
import { ActorHost } from "../runtime/host.ts";
import { worldOf } from "../world.ts";
import { type SightingState, sighting } from "./sighting.ts";

/** Who has used one device or one address; its name is a keyed hash of it. */
export class SightingActor extends HostedActor<ActorEnv> {
  readonly host: ActorHost<SightingState, SightingCommand, SightingEvent, never>;

  constructor(ctx: DurableObjectState, env: ActorEnv) {
    super(ctx, env);
    this.host = new ActorHost(ctx, sighting, { ...worldOf(env), send: async () => null });
    void ctx.blockConcurrencyWhile(() => this.host.ready());
  }

  /** `said`: the rules may be others when the same comes again. */
  execute(commandId: string, command: SightingCommand, said: unknown): Result<unknown> {
    return this.host.execute(commandId, command, said);
  }
}
