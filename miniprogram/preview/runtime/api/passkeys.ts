import { ApiError, wxAsync } from "./async.ts";

/** Passkeys belong to a domain: a page that is addressed by digits has none. */
const isDomain = (host: string): boolean => !/^[\d.]+$|^\[/.test(host);

/** WebAuthn for the app, which a browser has in place of WeChat's SOTER; options and answers cross as JSON. */
export function passkeyApi() {
  if (!("PublicKeyCredential" in window) || !isDomain(location.hostname)) return {};
  return {
    createPasskey: wxAsync<{ options: PublicKeyCredentialCreationOptionsJSON }>("createPasskey", async ({ options }) =>
      answered(() => navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })),
    ),
    usePasskey: wxAsync<{ options: PublicKeyCredentialRequestOptionsJSON }>("usePasskey", async ({ options }) =>
      answered(() => navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) })),
    ),
  };
}

async function answered(ask: () => Promise<Credential | null>): Promise<{ response: object }> {
  try {
    const credential = await ask();
    if (credential instanceof PublicKeyCredential) return { response: credential.toJSON() as object };
  } catch (error) {
    // The dialog was closed, or nobody answered it.
    if (error instanceof DOMException && error.name === "NotAllowedError") throw new ApiError("cancel");
    // Made for this site already.
    if (error instanceof DOMException && error.name === "InvalidStateError") throw new ApiError("exists");
    throw error;
  }
  throw new ApiError("cancel");
}
