import type { Passkey } from "@forecourt/contract/confirmations";
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from "@simplewebauthn/server";
import { fromBase64Url, toBase64Url } from "../../crypto/base64.ts";
import type { Env } from "../../env.ts";
import { Problem } from "../../http/problem.ts";
import { originOf } from "../../providers/payments/origin.ts";

/** Loaded when it is needed: most requests have nothing to do with it, and it is as large as the rest of the edge. */
const library = () => import("@simplewebauthn/server");

/** Who asks the browser: our own origin, and no other. */
function relyingParty(env: Env, url: URL): { readonly origin: string; readonly rpID: string } {
  const origin = originOf(env, url);
  return { origin, rpID: new URL(origin).hostname };
}

/** What `navigator.credentials.create` is called with. The authenticator must know its user: a finger, a face, its own PIN. */
export async function registrationOptions(
  env: Env,
  url: URL,
  driver: { readonly driverId: string; readonly name: string },
  known: readonly Passkey[],
) {
  const { generateRegistrationOptions } = await library();
  return generateRegistrationOptions({
    rpName: "Forecourt",
    rpID: relyingParty(env, url).rpID,
    userName: driver.name,
    userID: Uint8Array.from(new TextEncoder().encode(driver.driverId)),
    attestationType: "none",
    authenticatorSelection: { residentKey: "preferred", userVerification: "required" },
    excludeCredentials: known.map(({ passkeyId, transports }) => ({ id: passkeyId, transports: [...transports] })),
  });
}

/**
 * The passkey that a browser has made, and the challenge that it answers; whether that is one of ours, the actor knows.
 * @throws Problem `confirmation_invalid`
 */
export async function readRegistration(
  env: Env,
  url: URL,
  response: unknown,
  name: string,
): Promise<{ readonly challenge: string; readonly passkey: Omit<Passkey, "addedAtMs"> }> {
  const { origin, rpID } = relyingParty(env, url);
  const { verifyRegistrationResponse } = await library();
  let challenge = "";
  const verified = await refusing(() =>
    verifyRegistrationResponse({
      response: response as RegistrationResponseJSON,
      expectedChallenge: (told) => {
        challenge = told;
        return true;
      },
      expectedOrigin: origin,
      expectedRPID: rpID,
      requireUserVerification: true,
    }),
  );
  const made = verified.registrationInfo?.credential;
  if (!verified.verified || made === undefined) throw new Problem("confirmation_invalid");
  const { id: passkeyId, publicKey, counter, transports = [] } = made;
  return { challenge, passkey: { passkeyId, publicKey: toBase64Url(publicKey), counter, transports, name } };
}

/** What `navigator.credentials.get` is called with; null when there is no passkey. */
export async function authenticationOptions(env: Env, url: URL, challenge: string, known: readonly Passkey[]) {
  if (known.length === 0) return null;
  return {
    challenge,
    rpId: relyingParty(env, url).rpID,
    userVerification: "required",
    allowCredentials: known.map(({ passkeyId, transports }) => ({ type: "public-key", id: passkeyId, transports })),
  };
}

/**
 * Verifies that a passkey of the driver's has signed the challenge, for our origin, and that its user was there.
 * @throws Problem `confirmation_invalid`
 */
export async function verifyPasskey(
  env: Env,
  url: URL,
  response: { readonly id: string },
  challenge: string,
  known: readonly Passkey[],
): Promise<{ readonly passkeyId: string; readonly counter: number }> {
  const passkey = known.find(({ passkeyId }) => passkeyId === response.id);
  if (passkey === undefined) throw new Problem("confirmation_invalid");
  const { origin, rpID } = relyingParty(env, url);
  const { verifyAuthenticationResponse } = await library();
  const verified = await refusing(() =>
    verifyAuthenticationResponse({
      response: response as unknown as AuthenticationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: rpID,
      credential: { id: passkey.passkeyId, publicKey: fromBase64Url(passkey.publicKey), counter: passkey.counter },
      requireUserVerification: true,
    }),
  );
  if (!verified.verified) throw new Problem("confirmation_invalid");
  return { passkeyId: passkey.passkeyId, counter: verified.authenticationInfo.newCounter };
}

/** The library throws at what it does not like; that is an answer, not a failure of ours. */
async function refusing<T>(verify: () => Promise<T>): Promise<T> {
  try {
    return await verify();
  } catch {
    throw new Problem("confirmation_invalid");
  }
}
