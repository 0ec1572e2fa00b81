import { DurableObject } from "cloudflare:workers";
import type { AccountCommand, AccountEvent, VehicleView } from "@forecourt/contract/account";
import type { JournalPage } from "@forecourt/contract/commit";
import type { Result } from "@forecourt/contract/result";
import type { ActorEnv } from "../env.ts";
import { ActorHost } from "../runtime/host.ts";
import { worldOf } from "../world.ts";
import { account } from "./account.ts";
import { type AccountState, vehicleViews } from "./state.ts";

/** A driver's account; its name is the driver's id. Thin: what happens is decided in `account.ts`. */
export class AccountActor extends DurableObject<ActorEnv> {
  readonly host: ActorHost<AccountState, AccountCommand, AccountEvent, never>;

  constructor(ctx: DurableObjectState, env: ActorEnv) {
    super(ctx, env);
    this.host = new ActorHost(ctx, account, { ...worldOf(env), send: async () => null });
    void ctx.blockConcurrencyWhile(() => this.host.ready());
  }

  /** `said`: see the runtime's `execute`; what was found out about a fill is no part of what the driver said. */
  execute(commandId: string, command: AccountCommand, said?: unknown): Result<unknown> {
    return this.host.execute(commandId, command, said);
  }

  /** The driver's vehicles, in the order in which they came. */
  vehicles(): readonly VehicleView[] {
    return vehicleViews(this.host.state);
  }

  publications(afterSeq: number): JournalPage {
    return this.host.publications(afterSeq);
  }

  override alarm(): Promise<void> {
    return this.host.alarm();
  }
}
