import { DurableObject } from "cloudflare:workers";
import type { CatalogCommand, CatalogEvent } from "@forecourt/contract/catalog";
import type { JournalPage } from "@forecourt/contract/commit";
import type { Result } from "@forecourt/contract/result";
import type { ActorEnv } from "../env.ts";
import { ActorHost } from "../runtime/host.ts";
import { worldOf } from "../world.ts";
import { type CatalogState, catalog } from "./catalog.ts";

/** The catalog's Durable Object; there is one. */
export class CatalogActor extends DurableObject<ActorEnv> {
  readonly host: ActorHost<CatalogState, CatalogCommand, CatalogEvent, never>;

  constructor(ctx: DurableObjectState, env: ActorEnv) {
    super(ctx, env);
    this.host = new ActorHost(ctx, catalog, { ...worldOf(env), send: async () => null });
    void ctx.blockConcurrencyWhile(() => this.host.ready());
  }

  execute(commandId: string, command: CatalogCommand): Result<unknown> {
    return this.host.execute(commandId, command);
  }

  publications(afterSeq: number): JournalPage {
    return this.host.publications(afterSeq);
  }

  override alarm(): Promise<void> {
    return this.host.alarm();
  }
}
