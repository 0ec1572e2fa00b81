import type { ActorEnv } from "@forecourt/durable-objects/env";
import type { Env } from "../../worker/env.ts";
import product, {
  AccountActor as Account,
  IdentityActor as Identity,
  SecurityActor as Security,
  WalletActor as Wallet,
} from "../../worker/index.ts";
import { withStandIns } from "./standIns.ts";

/**
 * The whole product on raw `workerd serve`, from the edge to the actors' commits: what the local simulator puts in front of it is left out.
 * D1 and the queue, which raw workerd has not, are stand-ins; lists are empty.
 */
export * from "../../worker/index.ts";

export class AccountActor extends Account {
  constructor(ctx: DurableObjectState, env: ActorEnv) {
    super(ctx, withStandIns(env));
  }
}

export class IdentityActor extends Identity {
  constructor(ctx: DurableObjectState, env: ActorEnv) {
    super(ctx, withStandIns(env));
  }
}

export class SecurityActor extends Security {
  constructor(ctx: DurableObjectState, env: ActorEnv) {
    super(ctx, withStandIns(env));
  }
}

export class WalletActor extends Wallet {
  constructor(ctx: DurableObjectState, env: ActorEnv) {
    super(ctx, withStandIns(env));
  }
}

// biome-ignore lint/style/noDefaultExport: workerd finds the handler here
export default {
  fetch: (request, env) => product.fetch(request, withStandIns(env)),
} satisfies ExportedHandler<Env>;
