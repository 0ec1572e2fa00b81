import type { ConfirmationMethod } from "@forecourt/contract/confirmations";
import type { Confirmation, ConfirmRequest, PasskeyResponse } from "./api/self.ts";

/**
 * A finger or a face in place of the PIN. In WeChat that is SOTER, which signs in the phone's own chip; a browser has passkeys
 * instead, and its host offers them with options and answers as JSON.
 */

interface PasskeyHost {
  createPasskey(options: { readonly options: object }): Promise<{ readonly response: PasskeyResponse }>;
  usePasskey(options: { readonly options: object }): Promise<{ readonly response: PasskeyResponse }>;
}

type SoterMode = "fingerPrint" | "facial";
const MODES: readonly SoterMode[] = ["fingerPrint", "facial"];

const host = (): Partial<PasskeyHost> => wx as unknown as Partial<PasskeyHost>;

export const hasPasskeys = (): boolean => host().createPasskey !== undefined;

/** What this phone can sign with now: it has the sensor, and its owner has shown it a finger or a face. */
export async function soterModes(): Promise<readonly SoterMode[]> {
  if ((wx.checkIsSupportSoterAuthentication as unknown) === undefined) return [];
  try {
    const { supportMode } = await wx.checkIsSupportSoterAuthentication();
    const known = MODES.filter((mode) => supportMode.indexOf(mode) >= 0);
    const enrolled = await Promise.all(known.map(isEnrolled));
    return known.filter((_, index) => enrolled[index]);
  } catch {
    return [];
  }
}

/** Of the ways to confirm, those that this phone has. */
export async function possibleHere(methods: readonly ConfirmationMethod[]): Promise<readonly ConfirmationMethod[]> {
  const hasSoter = methods.indexOf("soter") >= 0 && (await soterModes()).length > 0;
  return methods.filter((method) => (method === "passkey" ? hasPasskeys() : method === "soter" ? hasSoter : true));
}

/** Has the browser make a passkey from the API's offer. */
export async function createPasskey(options: object): Promise<PasskeyResponse> {
  const made = await host().createPasskey?.({ options });
  if (!made) throw new Error("this host has no passkeys");
  return made.response;
}

/**
 * Has the driver's finger or face sign a confirmation's challenge.
 *
 * @param reason what the phone's own dialog says it is for
 */
export async function signChallenge(
  method: "passkey" | "soter",
  { challenge, passkeyOptions }: Confirmation,
  reason: string,
): Promise<ConfirmRequest> {
  if (method === "passkey") {
    const used = await host().usePasskey?.({ options: passkeyOptions ?? {} });
    if (!used) throw new Error("this host has no passkeys");
    return { method, response: used.response };
  }
  const { resultJSON, resultJSONSignature } = await wx.startSoterAuthentication({
    requestAuthModes: [...(await soterModes())],
    challenge,
    authContent: reason,
  });
  return { method, resultJSON, resultJSONSignature };
}

/** The phone's own dialog was closed: the driver's choice, not a failure to report. */
export const isDismissed = (error: unknown): boolean => /cancel/.test((error as { readonly errMsg?: string }).errMsg ?? "");

const isEnrolled = async (checkAuthMode: SoterMode): Promise<boolean> =>
  (await wx.checkIsSoterEnrolledInDevice({ checkAuthMode })).isEnrolled;
