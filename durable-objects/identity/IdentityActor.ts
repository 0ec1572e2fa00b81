import type { DriverView, IdentityCommand, IdentityEvent } from "@forecourt/contract/identity";
import type { Result } from "@forecourt/contract/result";
import type { ActorEnv } from "../env.ts";
import { HostedActor } from "../runtime/actor.ts";
import { ActorHost } from "../runtime/host.ts";
import { worldOf } from "../world.ts";
import { identity } from "./identity.ts";
import type { IdentityState } from "./state.ts";

/** A credential's Durable Object. Its name is the credential's kind and what stands for it: a phone number is hashed. */
export class IdentityActor extends HostedActor<ActorEnv> {
  readonly host: ActorHost<IdentityState, IdentityCommand, IdentityEvent, never>;

  constructor(ctx: DurableObjectState, env: ActorEnv) {
    super(ctx, env);
    this.host = new ActorHost(ctx, identity, { ...worldOf(env), send: async () => null });
    void ctx.blockConcurrencyWhile(() => this.host.ready());
  }

  execute(commandId: string, command: IdentityCommand): Result<unknown> {
    return this.host.execute(commandId, command);
  }

  /** Whose credential it is; null: nobody's. */
  driver(): DriverView | null {
    return this.host.state.driver;
  }
}
