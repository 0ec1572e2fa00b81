import type { By } from "@forecourt/contract/audit";
import type { Authority, OperatorCommand, OperatorEvent, OperatorSecrets, OperatorView } from "@forecourt/contract/operator";
import type { Result } from "@forecourt/contract/result";
import type { ActorEnv } from "../env.ts";
import { HostedActor } from "../runtime/actor.ts";
import { ActorHost } from "../runtime/host.ts";
import { worldOf } from "../world.ts";
import { operator } from "./operator.ts";
import { type OperatorState, operatorView, secretsOf, sessionOf } from "./state.ts";

/** An operator's account. Thin: what happens is decided in `decide.ts`. */
export class OperatorActor extends HostedActor<ActorEnv> {
  readonly host: ActorHost<OperatorState, OperatorCommand, OperatorEvent, never>;

  constructor(ctx: DurableObjectState, env: ActorEnv) {
    super(ctx, env);
    this.host = new ActorHost(ctx, operator, { ...worldOf(env), send: async () => null });
    void ctx.blockConcurrencyWhile(() => this.host.ready());
  }

  execute(commandId: string, command: OperatorCommand, by: By): Result<unknown> {
    return this.host.execute(commandId, command, command, by);
  }

  /** What a session allows this moment; null when it has ended, or its owner is shut out. */
  authority(sessionId: string): Authority | null {
    const secrets = secretsOf(this.host.state);
    if (secrets === null || sessionOf(this.host.state, sessionId, Date.now()) === null) return null;
    const { email, name, role, stations, mustChangePassword, hasSecondFactor } = secrets;
    return { email, name, role, stations, mustChangePassword, hasSecondFactor };
  }

  /** What the edge compares proofs with; null when nobody has this address. */
  secrets(): OperatorSecrets | null {
    return secretsOf(this.host.state);
  }

  view(): OperatorView | null {
    return operatorView(this.host.state, Date.now());
  }
}
