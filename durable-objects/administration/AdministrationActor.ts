import type { AdministrationCommand, AdministrationEvent, DisempoweringCommand } from "@forecourt/contract/administration";
import type { By } from "@forecourt/contract/audit";
import { type Result, rejected } from "@forecourt/contract/result";
import type { ActorEnv } from "../env.ts";
import { HostedActor } from "../runtime/actor.ts";
import { ActorHost } from "../runtime/host.ts";
import { withTimeout } from "../runtime/timeout.ts";
import { again, commandOperator, operatorOf } from "../stubs.ts";
import { worldOf } from "../world.ts";
import { type Act, type AdministrationState, administration, mayAdminister } from "./administration.ts";

/** What has not been answered by then is carried out all the same; whoever asks again hears what came of it. */
const SETTLE_MS = 10_000;

/** The Durable Object of what may take an administrator's power away; there is one. */
export class AdministrationActor extends HostedActor<ActorEnv> {
  readonly host: ActorHost<AdministrationState, AdministrationCommand, AdministrationEvent, Act>;

  constructor(ctx: DurableObjectState, env: ActorEnv) {
    super(ctx, env);
    this.host = new ActorHost(ctx, administration, { ...worldOf(env), send: (act) => this.#carryOut(act) });
    void ctx.blockConcurrencyWhile(() => this.host.ready());
  }

  /** Carries out what one operator does to another when it is its turn, and tells what came of it. */
  async administer(commandId: string, operatorId: string, command: DisempoweringCommand, by: By): Promise<Result<null>> {
    // Where a request comes from, and its own id, are not what is asked for.
    const said = { operatorId, command, by: by.operatorId };
    const asked = this.host.execute(commandId, { type: "Administer", operatorId, command, by }, said);
    if (!asked.ok) return asked;
    const outcome = () => this.host.state.concluded.find(({ no }) => no === asked.reply);
    if (outcome() === undefined) await withTimeout(SETTLE_MS, () => this.host.settle()).catch(() => undefined);
    const concluded = outcome();
    if (concluded === undefined) return rejected("unavailable");
    return concluded.code === null ? { ok: true, seq: asked.seq, reply: null } : rejected(concluded.code);
  }

  async #carryOut({ no, operatorId, command, by }: Act): Promise<Result<unknown>> {
    const doer = await again(async () => operatorOf(this.env, by.operatorId).view());
    if (!mayAdminister(doer)) return rejected("forbidden");
    return commandOperator(this.env, operatorId, `administration/${no}`, command, by);
  }
}
