import type { Publication } from "@forecourt/contract/commit";
import type { AccountActor } from "./account/AccountActor.ts";
import type { CatalogActor } from "./catalog/CatalogActor.ts";
import type { IdentityActor } from "./identity/IdentityActor.ts";
import type { StationActor } from "./station/StationActor.ts";
import type { WalletActor } from "./wallet/WalletActor.ts";

/** The bindings that actors use; `wrangler.toml` makes them. */
export interface ActorEnv {
  readonly WALLET: DurableObjectNamespace<WalletActor>;
  readonly STATION: DurableObjectNamespace<StationActor>;
  readonly IDENTITY: DurableObjectNamespace<IdentityActor>;
  readonly CATALOG: DurableObjectNamespace<CatalogActor>;
  readonly ACCOUNT: DurableObjectNamespace<AccountActor>;
  readonly PROJECTION: Queue<Publication>;
  readonly DB: D1Database;
}
