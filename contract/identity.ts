/** Identity: one actor per credential (a WeChat openid now, a phone number later), so that uniqueness needs no lock. */
export type IdentityCommand =
  /** Signs in with the credential; the first time, makes the driver. */
  { readonly type: "SignIn"; readonly credential: "wechat"; readonly name: string };

export type IdentityEvent = {
  readonly type: "DriverRegistered";
  readonly credential: "wechat";
  readonly driverId: string;
  readonly walletId: string;
  readonly name: string;
};

/** Who signed in. */
export interface DriverView {
  readonly driverId: string;
  readonly walletId: string;
  readonly name: string;
}
