import type { JoinedAccount } from "@forecourt/contract/account";
import type { DriverView, IdentityCommand } from "@forecourt/contract/identity";
import type { Notice } from "@forecourt/contract/notices";
import type { Credential, PhoneCredential, SecurityCommand } from "@forecourt/contract/security";
import type { WalletCommand } from "@forecourt/contract/wallet";
import type { Delivery } from "../runtime/definition.ts";

/** What a driver's security says to others. Each is answered with a Result. */
export type SecurityMessage =
  | { readonly to: "identity"; readonly name: string; readonly command: IdentityCommand }
  | { readonly to: "wallet"; readonly walletId: string; readonly command: WalletCommand }
  | { readonly to: "security"; readonly driverId: string; readonly command: SecurityCommand }
  /** The driver is told of something, on their phone. */
  | { readonly to: "phone"; readonly credential: PhoneCredential; readonly driverId: string; readonly notice: PhoneNotice }
  /** The driver is told of something, by WeChat; answered with what came of it. */
  | { readonly to: "wechat"; readonly notice: Notice }
  /** What the driver has put into their account passes to another account. */
  | { readonly to: "belongings"; readonly from: JoinedAccount; readonly intoDriverId: string }
  /** A credential passes to another driver: its identity learns it first, then the driver. */
  | {
      readonly to: "move";
      readonly credential: Credential;
      readonly fromDriverId: string;
      readonly into: DriverView;
      /** See `AddCredential`. */
      readonly yields: boolean;
    };

/** What a driver is told by SMS; `no` counts each kind of it. */
export type PhoneNotice =
  /** Of a sign-in that was doubted. */
  | { readonly of: "sign_in"; readonly no: number; readonly deviceName: string }
  /** That an operator has taken away what they confirm with. */
  | { readonly of: "confirmations_reset"; readonly no: number }
  /** That another phone has taken its place. */
  | { readonly of: "phone_replaced"; readonly no: number };

export type SecurityDelivery = Delivery<SecurityCommand, SecurityMessage>;
