import { waitUntil } from "cloudflare:workers";
import type { Publication } from "@forecourt/contract/commit";
import { AccessTokenActor as AccessToken } from "@forecourt/durable-objects/accessToken/AccessTokenActor";
import { AccountActor as Account } from "@forecourt/durable-objects/account/AccountActor";
import type { EraseDocument } from "@forecourt/durable-objects/account/documents";
import { ExportActor as Export, type ExportStore } from "@forecourt/durable-objects/export/ExportActor";
import { SecurityActor as Security, type TellPhone, type TellWechat } from "@forecourt/durable-objects/security/SecurityActor";
import { type AskProvider, WalletActor as Wallet } from "@forecourt/durable-objects/wallet/WalletActor";
import type { Env } from "./env.ts";
import { describeError, log } from "./http/log.ts";
import { eraseDocument } from "./modules/documents/store.ts";
import { sweepDocuments } from "./modules/documents/sweep.ts";
import { exportStore } from "./modules/exports/store.ts";
import { closeEverywhere } from "./modules/figures/closeEverywhere.ts";
import { tellPhone } from "./modules/notices/phone.ts";
import { tellWechat } from "./modules/notices/wechat.ts";
import { reconcile } from "./modules/reconciliation/reconcile.ts";
import { forgetOld } from "./modules/transactions/retention.ts";
import { consumePublications, keepDeadLetters } from "./projection/consumer.ts";
import { askForJournals } from "./projection/rebuild.ts";
import { askProvider } from "./providers/payments/ask.ts";
import { wechatToken } from "./providers/wechat/wechat.ts";
import { respond } from "./router.ts";

export { AddressKeysActor } from "@forecourt/durable-objects/addressKeys/AddressKeysActor";
export { AdministrationActor } from "@forecourt/durable-objects/administration/AdministrationActor";
export { AuditActor } from "@forecourt/durable-objects/audit/AuditActor";
export { CatalogActor } from "@forecourt/durable-objects/catalog/CatalogActor";
export { IdentityActor } from "@forecourt/durable-objects/identity/IdentityActor";
export { KeyringActor } from "@forecourt/durable-objects/keyring/KeyringActor";
export { OperatorActor } from "@forecourt/durable-objects/operator/OperatorActor";
export { PaymentActor } from "@forecourt/durable-objects/payment/PaymentActor";
export { RulesActor } from "@forecourt/durable-objects/rules/RulesActor";
export { SightingActor } from "@forecourt/durable-objects/sighting/SightingActor";
export { StationActor } from "@forecourt/durable-objects/station/StationActor";
export { StockActor } from "@forecourt/durable-objects/stock/StockActor";
export { ThrottleActor } from "@forecourt/durable-objects/throttle/ThrottleActor";

/** Who keeps vendors' access tokens, given the vendors that live at the edge. */
export class AccessTokenActor extends AccessToken {
  protected override fetchToken(vendor: string) {
    return wechatToken(this.env as Env, vendor);
  }
}

/** A driver's account, given the store that documents are in. */
export class AccountActor extends Account {
  protected override readonly eraseDocument = ({ documentId }: EraseDocument) => eraseDocument(this.env as Env, documentId);
}

/** A driver's security, given the SMS and the messages that go from the edge. */
export class SecurityActor extends Security {
  protected override readonly tellPhone: TellPhone = (message) => tellPhone(this.env as Env, message);
  protected override readonly tellWechat: TellWechat = (notice) => tellWechat(this.env as Env, notice);
}

/** The wallet, given the providers that live at the edge. */
export class WalletActor extends Wallet {
  protected override readonly askProvider: AskProvider = (message) => askProvider(this.env as Env, message);
}

/** The export, given the lists and the store of the edge. */
export class ExportActor extends Export {
  protected override readonly store: ExportStore = exportStore(this.env as Env);
}

export default {
  fetch(request, env) {
    const answer = respond(request, env);
    // A caller that has gone away does not end what it has asked for: the place that this takes is given back.
    waitUntil(answer);
    return answer;
  },
  queue: (batch, env) => (batch.queue.endsWith("-dead") ? keepDeadLetters(batch, env) : consumePublications(batch, env)),
  async scheduled(_controller, env) {
    // Goes on with a rebuild whose messages were lost on the way.
    const asked = await askForJournals(env);
    // Days are added up from what is there: not before it is.
    if (asked === 0) await closeEverywhere(env);
    await forgetOld(env, Date.now()).catch((error: unknown) =>
      log("error", "old entries could not be forgotten", { error: describeError(error) }),
    );
    // While lists are made anew they differ from what they are made of.
    if (asked === 0) await reconcile(env, Date.now());
    if (asked === 0)
      await sweepDocuments(env, Date.now()).catch((error: unknown) =>
        log("error", "photos could not be looked through", { error: describeError(error) }),
      );
  },
} satisfies ExportedHandler<Env, Publication>;
