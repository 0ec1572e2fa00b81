import type { Publication } from "@forecourt/contract/commit";
import type { AccessTokenActor } from "./accessToken/AccessTokenActor.ts";
import type { AccountActor } from "./account/AccountActor.ts";
import type { AddressKeysActor } from "./addressKeys/AddressKeysActor.ts";
import type { AdministrationActor } from "./administration/AdministrationActor.ts";
import type { AuditActor } from "./audit/AuditActor.ts";
import type { CatalogActor } from "./catalog/CatalogActor.ts";
import type { ExportActor } from "./export/ExportActor.ts";
import type { IdentityActor } from "./identity/IdentityActor.ts";
import type { KeyringActor } from "./keyring/KeyringActor.ts";
import type { OperatorActor } from "./operator/OperatorActor.ts";
import type { PaymentActor } from "./payment/PaymentActor.ts";
import type { RulesActor } from "./rules/RulesActor.ts";
import type { SecurityActor } from "./security/SecurityActor.ts";
import type { SightingActor } from "./sighting/SightingActor.ts";
import type { StationActor } from "./station/StationActor.ts";
import type { StockActor } from "./stock/StockActor.ts";
import type { ThrottleActor } from "./throttle/ThrottleActor.ts";
import type { WalletActor } from "./wallet/WalletActor.ts";

/** The bindings that actors use; `wrangler.toml` makes them. */
export interface ActorEnv {
  readonly WALLET: DurableObjectNamespace<WalletActor>;
  readonly STATION: DurableObjectNamespace<StationActor>;
  readonly IDENTITY: DurableObjectNamespace<IdentityActor>;
  readonly CATALOG: DurableObjectNamespace<CatalogActor>;
  readonly ACCOUNT: DurableObjectNamespace<AccountActor>;
  readonly AUDIT: DurableObjectNamespace<AuditActor>;
  readonly PAYMENT: DurableObjectNamespace<PaymentActor>;
  readonly STOCK: DurableObjectNamespace<StockActor>;
  readonly OPERATOR: DurableObjectNamespace<OperatorActor>;
  readonly EXPORT: DurableObjectNamespace<ExportActor>;
  readonly SECURITY: DurableObjectNamespace<SecurityActor>;
  readonly THROTTLE: DurableObjectNamespace<ThrottleActor>;
  readonly KEYRING: DurableObjectNamespace<KeyringActor>;
  readonly RULES: DurableObjectNamespace<RulesActor>;
  readonly SIGHTING: DurableObjectNamespace<SightingActor>;
  readonly ADMINISTRATION: DurableObjectNamespace<AdministrationActor>;
  readonly ACCESS_TOKEN: DurableObjectNamespace<AccessTokenActor>;
  readonly ADDRESS_KEYS: DurableObjectNamespace<AddressKeysActor>;
  readonly PROJECTION: Queue<Publication>;
  readonly DB: D1Database;
}
