import type { Publication } from "@forecourt/contract/commit";
import { type ReturnPayment, WalletActor as Wallet } from "@forecourt/durable-objects/wallet/WalletActor";
import type { Env } from "./env.ts";
import { consumePublications, keepDeadLetters } from "./projection/consumer.ts";
import { askForJournals } from "./projection/rebuild.ts";
import { returnPayment } from "./providers/payments/providers.ts";
import { respond } from "./router.ts";

export { AccountActor } from "@forecourt/durable-objects/account/AccountActor";
export { CatalogActor } from "@forecourt/durable-objects/catalog/CatalogActor";
export { IdentityActor } from "@forecourt/durable-objects/identity/IdentityActor";
export { StationActor } from "@forecourt/durable-objects/station/StationActor";

/** The wallet, given the providers that live at the edge. */
export class WalletActor extends Wallet {
  protected override readonly returnPayment: ReturnPayment = (message) => returnPayment(this.env as Env, message);
}

export default {
  fetch: (request, env) => respond(request, env),
  queue: (batch, env) => (batch.queue.endsWith("-dead") ? keepDeadLetters(batch, env) : consumePublications(batch, env)),
  // Goes on with a rebuild whose messages were lost on the way.
  scheduled: async (_controller, env) => void (await askForJournals(env)),
} satisfies ExportedHandler<Env, Publication>;
