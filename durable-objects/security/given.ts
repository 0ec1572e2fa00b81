import type { DriverView } from "@forecourt/contract/identity";
import type { Credential, SecurityCommand } from "@forecourt/contract/security";
import { specification } from "../runtime/specification.ts";
import { security } from "./security.ts";

/** What the specifications of a driver's security begin with. */

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** A time that is not the epoch, so that a moment forgotten shows. */
export const NOON = Date.UTC(2026, 5, 1, 12);

export const li: DriverView = { driverId: "drv_li0000", walletId: "wal_li0000", name: "li" };
export const wang: DriverView = { driverId: "drv_wang00", walletId: "wal_wang00", name: "wang" };
export const wechat: Credential = { kind: "wechat", id: "hashX1", sealed: "fe2.1.x" };
export const phone: Credential = { kind: "phone", id: "hash1", sealed: "fe2.1.a", tail: "8000" };

type Of<Type extends SecurityCommand["type"]> = Extract<SecurityCommand, { type: Type }>;

/** Nobody has signed in yet. */
export function bare() {
  return specification(security, li.driverId).at(NOON);
}

export type SecurityGiven = ReturnType<typeof bare>;

export function arrive(device: string | null = "phone-1", change: Partial<Of<"StartSession">> = {}): Of<"StartSession"> {
  return { type: "StartSession", driver: li, credential: wechat, device: { key: device, name: "iPhone" }, place: null, ...change };
}

/** The session that was opened as the `nth`, from 0. */
export function sessionOf({ state }: SecurityGiven, nth = 0): string {
  const session = state.sessions[nth];
  if (session === undefined) throw new Error(`there is no session ${nth}`);
  return session.sessionId;
}

export function rotate(given: SecurityGiven, generation: number, deviceKey: string | null = "phone-1"): Of<"RotateSession"> {
  return { type: "RotateSession", sessionId: sessionOf(given), generation, deviceKey };
}

export const secret = (key: string) => ({ salt: "salt", cost: 2, key });
export const signedIn = () => bare().after(arrive());
export const withPin = () => signedIn().after({ type: "SetPin", pin: secret("right"), thresholdMinor: 10_000 });

/** Asks whether something may be done now. */
export function ask(given: SecurityGiven, change: Partial<Of<"Authorise">> = {}): Of<"Authorise"> {
  return {
    type: "Authorise",
    kind: "fueling",
    sessionId: sessionOf(given),
    commandId: "c1",
    fingerprint: "f1",
    amountMinor: 30_000,
    challenge: "challenge",
    ...change,
  };
}

/** The confirmation that was asked for last. */
export function asked(given: SecurityGiven): string {
  const confirmation = given.state.confirmations.at(-1);
  if (confirmation === undefined) throw new Error("nothing was asked");
  return confirmation.confirmationId;
}

export const byPin = (given: SecurityGiven, key = "right"): Of<"Confirm"> => ({
  type: "Confirm",
  confirmationId: asked(given),
  given: { method: "pin", key },
});
