import { DurableObject } from "cloudflare:workers";
import type { JournalPage } from "@forecourt/contract/commit";
import type { DriverView, IdentityCommand, IdentityEvent } from "@forecourt/contract/identity";
import type { Result } from "@forecourt/contract/result";
import type { ActorEnv } from "../env.ts";
import { ActorHost } from "../runtime/host.ts";
import { worldOf } from "../world.ts";
import { type IdentityState, identity } from "./identity.ts";

/** A credential's Durable Object. */
export class IdentityActor extends DurableObject<ActorEnv> {
  readonly host: ActorHost<IdentityState, IdentityCommand, IdentityEvent, never>;

  constructor(ctx: DurableObjectState, env: ActorEnv) {
    super(ctx, env);
    this.host = new ActorHost(ctx, identity, { ...worldOf(env), send: async () => null });
    void ctx.blockConcurrencyWhile(() => this.host.ready());
  }

  signIn(commandId: string, command: IdentityCommand): Result<DriverView> {
    return this.host.execute(commandId, command) as Result<DriverView>;
  }

  publications(afterSeq: number): JournalPage {
    return this.host.publications(afterSeq);
  }

  override alarm(): Promise<void> {
    return this.host.alarm();
  }
}
