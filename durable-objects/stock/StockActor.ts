import type { Result } from "@forecourt/contract/result";
import type { StockCommand, StockEvent } from "@forecourt/contract/stock";
import type { ActorEnv } from "../env.ts";
import { HostedActor } from "../runtime/actor.ts";
import { ActorHost } from "../runtime/host.ts";
import { walletOf } from "../stubs.ts";
import { worldOf } from "../world.ts";
import type { StockState } from "./state.ts";
import { type StockMessage, stock } from "./stock.ts";

/** The stock of a package; its name is the package's id. Thin: what happens is decided in `stock.ts`. */
export class StockActor extends HostedActor<ActorEnv> {
  readonly host: ActorHost<StockState, StockCommand, StockEvent, StockMessage>;

  constructor(ctx: DurableObjectState, env: ActorEnv) {
    super(ctx, env);
    this.host = new ActorHost(ctx, stock, {
      ...worldOf(env),
      send: async ({ walletId, holdId }) => ({ known: await walletOf(env, walletId).willTellOf(holdId) }),
    });
    void ctx.blockConcurrencyWhile(() => this.host.ready());
  }

  execute(commandId: string, command: StockCommand): Result<unknown> {
    return this.host.execute(commandId, command);
  }
}
