import type { By } from "@forecourt/contract/audit";
import type { ExportCommand, ExportEvent, ExportPart, ExportView } from "@forecourt/contract/exports";
import type { Result } from "@forecourt/contract/result";
import type { ActorEnv } from "../env.ts";
import { HostedActor } from "../runtime/actor.ts";
import { ActorHost } from "../runtime/host.ts";
import { worldOf } from "../world.ts";
import { type ExportMessage, type ExportState, exporting, exportView } from "./export.ts";

/** Writes a part, or erases all of them; the edge supplies it, since the lists and the store are there. */
export interface ExportStore {
  write(message: Extract<ExportMessage, { to: "write" }>): Promise<Result<ExportPart>>;
  erase(message: Extract<ExportMessage, { to: "erase" }>): Promise<void>;
}

/** One export. Thin: what happens is decided in `export.ts`. */
export abstract class ExportActor extends HostedActor<ActorEnv> {
  readonly host: ActorHost<ExportState, ExportCommand, ExportEvent, ExportMessage>;

  /** See {@link ExportStore}. */
  protected abstract readonly store: ExportStore;

  constructor(ctx: DurableObjectState, env: ActorEnv) {
    super(ctx, env);
    this.host = new ActorHost(ctx, exporting, {
      ...worldOf(env),
      send: (message) => (message.to === "write" ? this.store.write(message) : this.store.erase(message)),
    });
    void ctx.blockConcurrencyWhile(() => this.host.ready());
  }

  execute(commandId: string, command: ExportCommand, by?: By): Result<unknown> {
    return this.host.execute(commandId, command, command, by);
  }

  /** Null before it has been asked for. */
  view(): ExportView | null {
    return exportView(this.host.state);
  }
}
