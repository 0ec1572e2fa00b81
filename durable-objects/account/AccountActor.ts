import { DurableObject } from "cloudflare:workers";
import type { AccountCommand, AccountEvent, AccountReplies, FuelRecordEvidence, VehicleView } from "@forecourt/contract/account";
import type { JournalPage } from "@forecourt/contract/commit";
import type { Result } from "@forecourt/contract/result";
import type { ActorEnv } from "../env.ts";
import { ActorHost } from "../runtime/host.ts";
import { worldOf } from "../world.ts";
import { account } from "./account.ts";
import { contradicted } from "./plausibility.ts";
import { type AccountState, findRecord, vehicleViews } from "./state.ts";

/** A driver's account; its name is the driver's id. Thin: what happens is decided in `account.ts`. */
export class AccountActor extends DurableObject<ActorEnv> {
  readonly host: ActorHost<AccountState, AccountCommand, AccountEvent, never>;

  constructor(ctx: DurableObjectState, env: ActorEnv) {
    super(ctx, env);
    this.host = new ActorHost(ctx, account, { ...worldOf(env), send: async () => null });
    void ctx.blockConcurrencyWhile(() => this.host.ready());
  }

  execute(commandId: string, command: AccountCommand): Result<unknown> {
    return this.host.execute(commandId, command);
  }

  /**
   * Takes in a fill that was entered by hand. The evidence is no part of the command: prices change, and the same command
   * sent again must be the same command; a fill that was taken in is not judged by tomorrow's evidence.
   */
  addRecord(
    commandId: string,
    command: Extract<AccountCommand, { type: "AddFuelRecord" }>,
    evidence: FuelRecordEvidence,
  ): Result<AccountReplies["AddFuelRecord"]> {
    const { record } = command;
    if (findRecord(this.host.state, record.recordId) === undefined) {
      const refusal = contradicted({ ...record, vehicleId: null }, evidence, Date.now());
      if (refusal !== null) return refusal;
    }
    return this.host.execute(commandId, command) as Result<AccountReplies["AddFuelRecord"]>;
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
